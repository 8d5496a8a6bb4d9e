/** The story of Sisense. */
import { openSisense, type SisenseWitness } from './sisense-witness.mts';
import type { Account, Content, Step, Story, Witness } from './types.mts';

const TEAM = 'Demo Analysts';

const FOLDER: Content = { kind: 'folder', name: 'Demo folder' };
const BOARD: Content = { kind: 'dashboard', name: 'Demo board' };
const CHURN: Content = { kind: 'dashboard', name: 'Demo churn' };
const MADE = [FOLDER, BOARD, CHURN];

const by = (mode: string, value: string) => ({ mode, value, __rl: true });

const user = by('email', '={{ $json.email }}');

/** How a flow would call the node for people from a form or a list; somebody without a password is invited. */
const upsert = {
	resource: 'user',
	operation: 'upsert',
	email: '={{ $json.email }}',
	role: by('name', '={{ $json.role }}'),
	additionalFields: {
		firstName: '={{ $json.firstName }}',
		lastName: '={{ $json.lastName }}',
		groups: '={{ $json.groups }}',
		password: '={{ $json.password }}',
	},
};

const JOINERS = {
	ana: { role: 'Viewer', groups: [TEAM] },
	chloe: { role: 'Designer', groups: [TEAM], password: '' },
	dario: { role: 'Viewer', groups: [TEAM] },
};

const deactivate = { resource: 'user', operation: 'deactivate', user };

const lockOut = { ...deactivate, options: { lockOut: true } };

const remove = { resource: 'user', operation: 'delete', user };

const handOver = {
	resource: 'user',
	operation: 'transferOwned',
	user,
	// Both e-mails of one telling end alike.
	successor: by('email', "={{ $json.email.replace('bruno.weber', 'dario.rossi') }}"),
	options: { formerOwner: 'none' },
};

const SHUT: Partial<Account> = { access: ['Viewer'], opens: 'neither', session: 'ended' };

export const sisense: Story = {
	title: 'Sisense',
	node: 'sisense',
	credential: 'sisenseApi',
	authentication: 'apiToken',
	cast: {
		ana: { firstName: 'Ana', lastName: 'Costa' },
		bruno: { firstName: 'Bruno', lastName: 'Weber', before: { active: true, access: ['Designer', TEAM], owns: MADE } },
		chloe: { firstName: 'Chloe', lastName: 'Martin' },
		dario: { firstName: 'Dario', lastName: 'Rossi', before: { active: true, access: ['Viewer', TEAM] } },
		emma: { firstName: 'Emma', lastName: 'Novak', before: { active: true, access: ['Designer', TEAM] } },
	},
	isSignIn: (path) => path.endsWith('/authentication/login'),
	writesByGet: (path) => path.includes('/authentication/admin/logout'),
	open: async (credentials, real) => await openSisense(credentials, [TEAM, 'Demo Finance'], real),
	steps(witness: Witness): Step[] {
		const { canDeactivate, guarded } = witness as SisenseWitness;
		return [
			{
				title: 'Two people join, a third is there already',
				tells: 'Ana gets a password, Chloe none: Sisense mails her an invitation. Both are created with one request. The roles are Sisense’s own words; its API calls them consumer and contributor.',
				parameters: upsert,
				people: JOINERS,
				gives: {
					ana: { changed: true, state: 'active', role: 'Viewer', invited: false },
					chloe: { changed: true, state: 'pending', role: 'Designer', invited: true },
					dario: { changed: false },
				},
				then: {
					ana: { state: 'active', access: ['Viewer', TEAM], opens: 'given' },
					chloe: { state: 'pending', access: ['Designer', TEAM] },
				},
				writes: 1,
			},
			{
				title: 'The onboarding runs again',
				tells: 'Everything is so already: nothing is written, no password set again and nobody invited twice.',
				parameters: upsert,
				people: JOINERS,
				gives: { ana: { changed: false }, chloe: { changed: false }, dario: { changed: false } },
				writesNothing: true,
			},
			{
				title: 'Dario changes team',
				tells: 'He becomes a designer, and his groups are replaced; the flow names them and needs no IDs.',
				parameters: {
					resource: 'user',
					operation: 'update',
					user,
					updateFields: { role: by('name', '={{ $json.role }}'), groups: '={{ $json.groups }}' },
				},
				people: { dario: { role: 'Designer', groups: ['Demo Finance'] } },
				gives: { dario: { changed: true, role: 'Designer' } },
				then: { dario: { access: ['Designer', 'Demo Finance'] } },
			},
			{
				title: 'A review of the analysts',
				tells: 'Who of them is in the group, with which role, and who never accepted the invitation.',
				parameters: {
					resource: 'user',
					operation: 'getAll',
					returnAll: true,
					filters: { groups: TEAM, search: '={{ $json.email }}' },
				},
				people: { ana: {}, bruno: {}, chloe: {} },
				gives: {
					ana: { state: 'active', role: 'Viewer' },
					bruno: { state: 'active', role: 'Designer', lastLogin: /^20/ },
					chloe: { state: 'pending', role: 'Designer', lastLogin: null },
				},
				writesNothing: true,
			},
			...(canDeactivate ? deactivated : lockedOut),
			{
				title: 'Bruno leaves: a new password',
				tells: 'Nobody tells him, so the old one gets him no new session. His role stays for now: what he owns is handed over first.',
				parameters: {
					resource: 'user',
					operation: 'update',
					user,
					updateFields: { password: '={{ $json.password }}' },
				},
				people: { bruno: {} },
				gives: { bruno: { changed: true, verified: false } },
				then: { bruno: { opens: 'given' } },
			},
			{
				title: 'Bruno is logged out everywhere',
				tells: 'All his sessions end and all his tokens die, after the password and not before: he could sign in again.',
				parameters: { resource: 'user', operation: 'logOut', user },
				people: { bruno: {} },
				gives: { bruno: { sessionsEnded: true, verified: false } },
				then: { bruno: { session: 'ended' } },
			},
			{
				title: 'Bruno’s account can’t be deleted yet',
				tells: 'Sisense would delete his dashboards with it, so the node refuses and names them.',
				parameters: remove,
				people: { bruno: {} },
				gives: { bruno: /owns .*Demo board.*would delete the dashboards/ },
				writesNothing: true,
			},
			{
				title: 'What Bruno made goes to Dario',
				tells: 'Both dashboards and the folder get a new owner; the share that Sisense leaves to the old one is taken away.',
				parameters: handOver,
				people: { bruno: {} },
				gives: { bruno: { changed: true } },
				then: { bruno: { owns: [] }, dario: { owns: MADE.map(({ name }) => name) } },
			},
			{
				title: 'Now Bruno’s account is deleted',
				tells: 'Nothing is left that could go with it; the node looks again before it deletes.',
				parameters: remove,
				people: { bruno: {} },
				gives: { bruno: { deleted: true, dashboards: 0 } },
				then: { bruno: { state: 'none', access: [], opens: 'neither' } },
			},
			...(guarded ? guards(guarded.own) : []),
			{
				title: 'The offboarding runs again',
				tells: 'Bruno is gone: the item fails and says so, and nothing is written.',
				parameters: remove,
				people: { bruno: {} },
				gives: { bruno: /no user with the e-mail/ },
				writesNothing: true,
			},
		];
	},
};

/** On most servers. */
const lockedOut: Step[] = [
	{
		title: 'Emma leaves: this Sisense can’t deactivate accounts',
		tells: 'Most servers answer 200 and change nothing. The node reads back, and does not call her account closed.',
		parameters: deactivate,
		people: { emma: {} },
		gives: { emma: /can't deactivate accounts/ },
	},
	{
		title: 'Emma is locked out instead',
		tells: 'She owns nothing, and her account is to stay: a password nobody knows, no session, no token, the lowest role and no group. The status says what that is.',
		parameters: lockOut,
		people: { emma: {} },
		gives: { emma: { changed: true, status: 'lockedOut', passwordReplaced: true, sessionsEnded: true, role: 'Viewer' } },
		then: { emma: SHUT },
	},
];

/** On the few that store it. */
const deactivated: Step[] = [
	{
		title: 'Emma leaves, and her account is deactivated',
		tells: 'This server stores it; the node reads back before it says so. Whether tokens of a deactivated account go on working is told nowhere, so the node ends them too.',
		parameters: lockOut,
		people: { emma: {} },
		gives: { emma: { changed: true, status: 'deactivated', state: 'deactivated', sessionsEnded: true } },
		then: { emma: { state: 'deactivated', opens: 'neither', session: 'ended' } },
	},
];

/** What the node refuses whoever asks for it. */
const guards = (own: string): Step[] => [
	{
		title: 'A list with the credential’s own account in it',
		tells: 'Deleted, or locked out, the flow would have cut off itself.',
		parameters: lockOut,
		people: {},
		strangers: { Own: { email: own } },
		gives: { Own: /account of this credential/ },
		writesNothing: true,
	},
	{
		title: 'A form that asks for too much',
		tells: 'Sisense has exactly one Sys. Admin: nobody is made one, and the one there is is not demoted.',
		parameters: upsert,
		people: { dario: { role: 'Sys. Admin' } },
		strangers: { Sys: { email: own, role: 'Viewer' } },
		gives: { dario: /nobody can be made one/, Sys: /nobody can be demoted/ },
		writesNothing: true,
	},
];
