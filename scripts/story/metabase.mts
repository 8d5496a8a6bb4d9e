/** The story of Metabase. */
import { openMetabase, type MetabaseWitness } from './metabase-witness.mts';
import type { Content, Step, Story, Witness } from './types.mts';

const ANALYSTS = ['All Users', 'Demo Analysts'];
const FINANCE = ['All Users', 'Demo Finance'];

const QUESTION: Content = { kind: 'question', name: 'Demo churn' };
const BOARD: Content = { kind: 'dashboard', name: 'Demo board' };
const ALERT: Content = { kind: 'alert', name: 'Demo churn alert' };

const names = (...content: Content[]) => content.map(({ name }) => name);

/** How a flow would call the node for people from a form or a list; All Users needs no mention. */
const upsert = (options: Record<string, string | boolean> = {}) => ({
	resource: 'user',
	operation: 'upsert',
	email: '={{ $json.email }}',
	additionalFields: {
		firstName: '={{ $json.firstName }}',
		lastName: '={{ $json.lastName }}',
		groups: '={{ $json.groups }}',
	},
	options,
});

const by = (mode: string, value: string) => ({ mode, value, __rl: true });

const user = by('email', '={{ $json.email }}');

const handOver = {
	resource: 'user',
	operation: 'transferOwned',
	user,
	// Both e-mails of one telling end alike.
	successor: by('email', "={{ $json.email.replace('bruno.weber', 'dario.rossi') }}"),
};

const shutOut = { resource: 'user', operation: 'deactivate', user, options: { replacePassword: true } };

const takeAway = { resource: 'user', operation: 'removeFromGroup', user, group: by('name', 'Demo Analysts') };

const ANALYST = { groups: ['Demo Analysts'] };

export const metabase: Story = {
	title: 'Metabase',
	node: 'metabaseAdmin',
	credential: 'metabaseAdminApi',
	authentication: 'apiKey',
	leaves: 'Metabase deletes nobody, so all four stay, deactivated, and what they made, in the trash.',
	cast: {
		ana: { firstName: 'Ana', lastName: 'Costa' },
		bruno: {
			firstName: 'Bruno',
			lastName: 'Weber',
			before: { active: true, access: ANALYSTS, owns: [QUESTION, ALERT, BOARD] },
		},
		chloe: { firstName: 'Chloe', lastName: 'Martin', before: { active: false, access: ['All Users'] } },
		dario: { firstName: 'Dario', lastName: 'Rossi', before: { active: true, access: ['All Users'] } },
	},
	isSignIn: (path) => path.endsWith('/api/session'),
	open: async (credentials, real) => await openMetabase(credentials, ['Demo Analysts', 'Demo Finance'], real),
	steps(witness: Witness): Step[] {
		const { newest, guarded } = witness as MetabaseWitness;
		const wayIn = newest ? 'passwordResetUrl' : 'password';
		return [
			{
				title: 'Three people join the analysts',
				tells: `Ana is new and gets ${newest ? 'a link that sets her password' : 'a generated password'}, Dario has an account, Chloe’s account is deactivated: she may have left, so the node does not revive it by itself.`,
				parameters: upsert(newest ? { returnPasswordResetUrl: true } : { returnPassword: true }),
				people: { ana: ANALYST, dario: ANALYST, chloe: ANALYST },
				gives: {
					ana: { changed: true, state: 'active', [wayIn]: newest ? /^https?:\/\/.+\/reset_password\/.+/ : /.{6}/ },
					dario: { changed: true, state: 'active' },
					chloe: /deactivated/,
				},
				then: { ana: { state: 'active', access: ANALYSTS }, dario: { access: ANALYSTS } },
				invites: { who: 'ana', field: wayIn, lets: newest ? 'choose a password' : 'sign in' },
			},
			{
				title: 'Chloe is back, and the flow says so',
				tells: 'The same again for Chloe, with the option "When Deactivated" set to "Reactivate".',
				parameters: upsert({ whenInactive: 'reactivate' }),
				people: { chloe: ANALYST },
				gives: { chloe: { changed: true, state: 'active' } },
				then: { chloe: { state: 'active', access: ANALYSTS } },
			},
			{
				title: 'Dario changes team',
				tells: 'His groups are replaced; the flow names them and needs no IDs. All Users stays, as Metabase wants it.',
				parameters: {
					resource: 'user',
					operation: 'update',
					user,
					updateFields: { groups: '={{ $json.groups }}' },
				},
				people: { dario: { groups: ['Demo Finance'] } },
				gives: { dario: { changed: true } },
				then: { dario: { access: FINANCE } },
			},
			{
				title: 'A review of the analysts',
				tells: 'Who of them is in the group, and when they were seen last: Ana and Chloe never were, Bruno was before the story.',
				parameters: {
					resource: 'user',
					operation: 'getAll',
					returnAll: true,
					filters: { groups: 'Demo Analysts', search: '={{ $json.email }}' },
				},
				people: { ana: {}, bruno: {}, chloe: {} },
				gives: {
					ana: { state: 'active', lastLogin: newest ? null : /^20/, admin: false },
					bruno: { state: 'active', lastLogin: /^20/, admin: false },
					chloe: { state: 'active', lastLogin: null, admin: false },
				},
				writesNothing: true,
			},
			{
				title: 'Bruno leaves: his alert goes to Dario',
				tells: newest
					? 'Metabase can change the creator of alerts only. His question and his dashboard stay his and are listed.'
					: 'This release can’t change the creator of anything: the alert, the question and the dashboard stay his and are listed.',
				parameters: handOver,
				people: { bruno: {} },
				gives: { bruno: { changed: newest } },
				...(newest && { then: { bruno: { owns: names(QUESTION, BOARD) }, dario: { owns: names(ALERT) } } }),
			},
			{
				title: 'Bruno is shut out',
				tells: 'His password is replaced by one nobody knows and the account deactivated, in this order: the other one is impossible, and the old password would work again if he were ever reactivated.',
				parameters: shutOut,
				people: { bruno: {} },
				gives: { bruno: { changed: true, state: 'deactivated', passwordReplaced: true } },
				then: { bruno: { state: 'deactivated', session: 'ended' } },
			},
			{
				title: 'Bruno’s group is taken away',
				tells: 'Groups survive deactivation and would come back with the account, so the flow takes them away.',
				parameters: takeAway,
				people: { bruno: {} },
				gives: { bruno: { changed: true, state: 'deactivated' } },
				then: { bruno: { access: ['All Users'] } },
			},
			...(guarded ? guards(guarded) : []),
			{
				title: 'The onboarding runs again',
				tells: 'Everything is so already: nothing is written.',
				parameters: upsert(newest ? { returnPasswordResetUrl: true } : { returnPassword: true }),
				people: { ana: ANALYST, chloe: ANALYST, dario: { groups: ['Demo Finance'] } },
				gives: { ana: { changed: false }, chloe: { changed: false }, dario: { changed: false } },
				writesNothing: true,
			},
			...[handOver, shutOut, takeAway].map((parameters, index): Step => {
				const part = ['handing over', 'shutting out', 'taking the group away'][index];
				return {
					title: `The offboarding runs again: ${part}`,
					tells: 'All of it is done already: nothing is written, and nothing fails.',
					parameters,
					people: { bruno: {} },
					gives: { bruno: { changed: false } },
					writesNothing: true,
				};
			}),
		];
	},
};

/** What the node refuses whoever asks for it. */
const guards = ({ lastAdmin, ownKey }: NonNullable<MetabaseWitness['guarded']>): Step[] => [
	{
		title: 'A list with the last admin in it',
		tells: 'Somebody put the only admin on the list of leavers. Deactivated, nobody could let them in again.',
		parameters: shutOut,
		people: {},
		strangers: { Admin: { email: lastAdmin } },
		gives: { Admin: /last active admin/ },
		writesNothing: true,
	},
	{
		title: 'A flow that would cut itself off',
		tells: 'Renewing all API keys would renew the one that the credential uses, so the node leaves that one alone.',
		parameters: { resource: 'apiKey', operation: 'regenerate', apiKeyId: by('name', '={{ $json.name }}') },
		people: {},
		strangers: { 'API key': { name: ownKey } },
		gives: { 'API key': /API key of this credential/ },
		writesNothing: true,
	},
];
