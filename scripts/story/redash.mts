/** The story of Redash. */
import { openRedash } from './redash-witness.mts';
import type { Content, Step, Story } from './types.mts';

const ANALYSTS = ['Demo Analysts', 'default'];
const FINANCE = ['Demo Finance', 'default'];

const QUERIES: Content[] = [
	{ kind: 'query', name: 'Demo churn' },
	{ kind: 'query', name: 'Demo revenue' },
];
const BOARD: Content = { kind: 'dashboard', name: 'Demo board' };

const names = (content: Content[]) => content.map(({ name }) => name);

/** How a flow would call the node for people from a form or a list. */
const upsert = (options: Record<string, string | boolean> = {}) => ({
	resource: 'user',
	operation: 'upsert',
	email: '={{ $json.email }}',
	name: '={{ $json.firstName }} {{ $json.lastName }}',
	additionalFields: { groups: '={{ $json.groups }}' },
	options,
});

const byEmail = (expression: string) => ({ mode: 'email', value: expression, __rl: true });

const user = byEmail('={{ $json.email }}');

const handOver = {
	resource: 'user',
	operation: 'transferOwned',
	user,
	// Both e-mails of one telling end alike.
	successor: byEmail("={{ $json.email.replace('bruno.weber', 'dario.rossi') }}"),
};

const shutOut = { resource: 'user', operation: 'disable', user, options: { renewKeyFirst: true } };

export const redash: Story = {
	title: 'Redash',
	node: 'redash',
	credential: 'redashApi',
	authentication: 'apiKey',
	leaves: 'Redash deletes only people who never accepted an invitation, so three accounts stay, disabled, and what they made, archived.',
	cast: {
		ana: { firstName: 'Ana', lastName: 'Costa' },
		bruno: {
			firstName: 'Bruno',
			lastName: 'Weber',
			before: { active: true, access: ANALYSTS, owns: [...QUERIES, BOARD] },
		},
		chloe: { firstName: 'Chloe', lastName: 'Martin', before: { active: false, access: ['default'] } },
		dario: { firstName: 'Dario', lastName: 'Rossi', before: { active: true, access: ['default'] } },
	},
	isSignIn: () => false,
	open: async (credentials) => await openRedash(credentials, ['Demo Analysts', 'Demo Finance']),
	steps(): Step[] {
		return [
			{
				title: 'Three people join the analysts',
				tells: 'Ana is new and gets an invitation, Dario has an account, Chloe’s account is disabled: she may have left, so the node does not revive it by itself.',
				parameters: upsert({ noMail: true, returnInviteLink: true }),
				people: { ana: { groups: ANALYSTS }, dario: { groups: ANALYSTS }, chloe: { groups: ANALYSTS } },
				gives: {
					ana: { changed: true, state: 'pending', inviteLink: /^https?:\/\/.+\/invite\/.+/ },
					dario: { changed: true, state: 'active' },
					chloe: /disabled/,
				},
				then: { ana: { state: 'pending', access: ANALYSTS }, dario: { access: ANALYSTS } },
				invites: { who: 'ana', field: 'inviteLink', lets: 'choose a password' },
			},
			{
				title: 'Chloe is back, and the flow says so',
				tells: 'The same again for Chloe, with the option "When Disabled" set to "Enable". With the account Redash revives its old API key, which is why Bruno’s will be renewed.',
				parameters: upsert({ whenInactive: 'reactivate' }),
				people: { chloe: { groups: ANALYSTS } },
				gives: { chloe: { changed: true, state: 'active' } },
				then: { chloe: { state: 'active', access: ANALYSTS, key: 'works' } },
			},
			{
				title: 'Dario changes team',
				tells: 'His groups are replaced; the flow names them and needs no IDs.',
				parameters: {
					resource: 'user',
					operation: 'update',
					user,
					updateFields: { groups: '={{ $json.groups }}' },
				},
				people: { dario: { groups: FINANCE } },
				gives: { dario: { changed: true } },
				then: { dario: { access: FINANCE } },
			},
			{
				title: 'Bruno leaves: his queries go to Dario',
				tells: 'Redash can change the owner of queries only. His dashboard stays his and is listed; Dario may edit it from now on.',
				parameters: handOver,
				people: { bruno: {} },
				gives: { bruno: { changed: true } },
				then: { bruno: { owns: names([BOARD]) }, dario: { owns: names(QUERIES) } },
			},
			{
				title: 'Bruno is shut out',
				tells: 'His API key is renewed and the account disabled, in this order: the other one is impossible, and a copy of the old key would work again if he were ever enabled.',
				parameters: shutOut,
				people: { bruno: {} },
				gives: { bruno: { changed: true, state: 'disabled', keyRenewed: true } },
				then: { bruno: { state: 'disabled', key: 'renewed' } },
			},
			{
				title: 'The onboarding runs again',
				tells: 'Everything is so already: nothing is written.',
				parameters: upsert({ noMail: true, returnInviteLink: true }),
				people: { ana: { groups: ANALYSTS }, chloe: { groups: ANALYSTS }, dario: { groups: FINANCE } },
				gives: { ana: { changed: false }, chloe: { changed: false }, dario: { changed: false } },
				writesNothing: true,
			},
			{
				title: 'The offboarding runs again: handing over',
				tells: 'Nothing is left that could go to Dario: nothing is written, and nothing fails.',
				parameters: handOver,
				people: { bruno: {} },
				gives: { bruno: { changed: false } },
				writesNothing: true,
			},
			{
				title: 'The offboarding runs again: shutting out',
				tells: 'Bruno is out already: nothing is written, and nothing fails.',
				parameters: shutOut,
				people: { bruno: {} },
				gives: { bruno: { changed: false, state: 'disabled' } },
				writesNothing: true,
			},
		];
	},
};
