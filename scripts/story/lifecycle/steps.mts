/** What happens to them, in all four tools at once. */
import type { MetabaseWitness } from '../metabase-witness.mts';
import type { SisenseWitness } from '../sisense-witness.mts';
import type { Account, Witness } from '../types.mts';
import { TOOLS } from './cast.mts';
import type { ByTool, LifecycleStep } from './types.mts';

const row = (directoryGroup: string, tool: string, kind: 'role' | 'group', name: string) => ({ directoryGroup, tool, kind, name });

const team = (directoryGroup: string, group: string) => [
	...['redash', 'metabase', 'sisense'].map((tool) => row(directoryGroup, tool, 'group', group)),
	row(directoryGroup, 'sisense', 'role', 'Designer'),
];

/** As a company would keep it in a sheet: what a group of the directory gives. */
const MAPPING = [
	row('', 'superset', 'role', 'Gamma'),
	row('analysts', 'superset', 'role', 'sql_lab'),
	...team('analysts', 'Demo Analysts'),
	row('finance', 'superset', 'role', 'Finance Viewers'),
	...team('finance', 'Demo Finance'),
	row('visitors', 'sisense', 'role', 'Viewer'),
];

const onboard = (options: Record<string, boolean> = {}) => ({
	resource: 'person',
	operation: 'onboard',
	tools: '={{ $json.tools }}',
	email: '={{ $json.email }}',
	firstName: '={{ $json.firstName }}',
	lastName: '={{ $json.lastName }}',
	directoryGroups: '={{ $json.teams }}',
	mapping: { entries: MAPPING },
	accessMode: 'exactlyWithin',
	options,
});

const offboard = {
	resource: 'person',
	operation: 'offboard',
	tools: TOOLS,
	email: '={{ $json.email }}',
	whenOwnedContent: 'transfer',
	// Both e-mails of one telling end alike.
	successor: { __rl: true, mode: 'email', value: "={{ $json.email.replace('bruno.weber', 'dario.rossi') }}" },
	removeAccess: true,
};

const ANA = { ana: { tools: TOOLS, teams: 'analysts' } };

/** HR writes Emma's e-mail in capitals. */
const JOINERS = {
	...ANA,
	dario: { tools: TOOLS, teams: ['finance'] },
	emma: { tools: TOOLS, teams: 'Analysts', shouts: true },
};

/** Two accounts have her e-mail in these tools of the sandbox. */
const PRIYA = { Priya: { email: 'priya.nair@example.com', firstName: 'Priya', lastName: 'Nair', tools: ['superset', 'sisense'], teams: 'finance' } };

/** The same of everybody in every tool. */
const everywhere = (people: Record<string, Record<string, unknown>>): ByTool<Record<string, Record<string, unknown>>> =>
	Object.fromEntries(TOOLS.map((tool) => [tool, people]));

const ANALYST: ByTool<Partial<Account>> = {
	superset: { state: 'active', access: ['Gamma', 'sql_lab'], opens: 'given' },
	redash: { state: 'pending', access: ['default', 'Demo Analysts'] },
	metabase: { state: 'active', access: ['All Users', 'Demo Analysts'] },
	sisense: { state: 'active', access: ['Designer', 'Demo Analysts'], opens: 'given' },
};

const MOVED: ByTool<Partial<Account>> = {
	superset: { access: ['Gamma', 'Finance Viewers', 'Data Team'] },
	redash: { access: ['default', 'Demo Finance', 'People Ops'] },
	metabase: { access: ['All Users', 'Demo Finance', 'People Ops'] },
	sisense: { access: ['Designer', 'Demo Finance', 'People Ops'] },
};

const EMMA: ByTool<Partial<Account>> = {
	superset: { access: ['Alpha', 'Gamma', 'sql_lab'] },
	redash: { access: ['default', 'Demo Analysts'] },
	metabase: { access: ['All Users', 'Demo Analysts'] },
	sisense: { access: ['Designer', 'Demo Analysts'] },
};

export function steps(witnesses: ByTool<Witness>): LifecycleStep[] {
	const { canDeactivate } = witnesses.sisense as SisenseWitness;
	const { newest } = witnesses.metabase as MetabaseWitness;
	const alert = 'Demo churn alert';
	const closed = canDeactivate ? 'done' : 'lockedOut';
	const closedBefore = canDeactivate ? 'already' : 'lockedOut';
	return [
		{
			title: 'Can it work here?',
			tells: 'Each tool is looked at as its credential sees it, and says what it can’t do.',
			parameters: { resource: 'access', operation: 'check', tools: TOOLS },
			gives: everywhere({ '': { status: /^(ok|limited)$/ } }),
			writesNothing: TOOLS,
		},
		{
			title: 'Ana joins: first as a dry run',
			tells: 'HR says that Ana is an analyst; a table says what that gives in each tool.',
			parameters: onboard({ dryRun: true }),
			people: ANA,
			gives: everywhere({ ana: { status: 'created', changed: false, dryRun: true } }),
			writesNothing: TOOLS,
		},
		{
			title: 'A joiner, a mover, a misspelt e-mail, and somebody who is two',
			tells: 'Ana is new. Dario goes from the analysts to finance, and keeps what a colleague once gave him by hand. Emma has accounts, but HR writes her e-mail in capitals: there must be no second one. Priya’s e-mail belongs to two accounts in Superset and in Sisense, and nobody guesses which is hers.',
			parameters: onboard({ noMail: true, returnPassword: true, returnInviteLink: true }),
			people: JOINERS,
			strangers: PRIYA,
			gives: {
				...everywhere({ ana: { status: 'created' }, dario: { status: 'updated' }, emma: { status: 'updated' } }),
				...Object.fromEntries(
					PRIYA.Priya.tools.map((tool) => [
						tool,
						{ ana: { status: 'created' }, dario: { status: 'updated' }, emma: { status: 'updated' }, Priya: { status: 'refused', changed: false, step: 'find' } },
					]),
				),
			},
			then: Object.fromEntries(TOOLS.map((tool) => [tool, { ana: ANALYST[tool], dario: MOVED[tool], emma: EMMA[tool] }])),
			invites: { who: 'ana', by: { redash: 'inviteLink', metabase: 'password' } },
			writesNothing: [],
		},
		{
			title: 'The onboarding runs again',
			tells: 'Everything is so already: nothing is written.',
			parameters: onboard({ noMail: true, returnPassword: true, returnInviteLink: true }),
			people: JOINERS,
			gives: everywhere({ ana: { status: 'unchanged', changed: false }, dario: { status: 'unchanged', changed: false }, emma: { status: 'unchanged', changed: false } }),
			writesNothing: TOOLS,
		},
		{
			title: 'Bruno leaves: Dario takes over',
			tells: 'In each tool in the order it needs. What can change hands goes to Dario, the rest is listed; the account is closed, and read again as proof.',
			parameters: offboard,
			people: { bruno: {} },
			gives: {
				superset: { bruno: { status: 'done', changed: true } },
				redash: { bruno: { status: 'done', changed: true } },
				metabase: { bruno: { status: 'done', changed: true } },
				sisense: { bruno: { status: closed, changed: true } },
			},
			then: {
				superset: { bruno: { state: 'inactive', access: [], opens: 'neither', owns: [] }, dario: { owns: ['Demo board'] } },
				redash: { bruno: { state: 'disabled', access: [], key: 'renewed', owns: ['Demo board'] }, dario: { owns: ['Demo churn'] } },
				metabase: {
					bruno: { state: 'deactivated', access: ['All Users'], session: 'ended', owns: ['Demo board', 'Demo churn', ...(newest ? [] : [alert])] },
					...(newest && { dario: { owns: [alert] } }),
				},
				sisense: {
					bruno: { state: canDeactivate ? 'deactivated' : 'active', access: ['Viewer'], opens: 'neither', session: 'ended', owns: [] },
					dario: { owns: ['Demo board', 'Demo folder'] },
				},
			},
			cutsOff: 'bruno',
			writesNothing: [],
		},
		{
			title: 'The offboarding runs again',
			tells: canDeactivate
				? 'Bruno is out already: nothing is written, and nothing fails.'
				: 'Bruno is out already: nothing is written. Only Sisense gets another password and log-out, because nobody can see there whether the first ones still hold.',
			parameters: offboard,
			people: { bruno: {} },
			gives: {
				superset: { bruno: { status: 'already', changed: false } },
				redash: { bruno: { status: 'already', changed: false } },
				metabase: { bruno: { status: 'already', changed: false } },
				sisense: { bruno: { status: closedBefore } },
			},
			writesNothing: canDeactivate ? TOOLS : TOOLS.filter((tool) => tool !== 'sisense'),
		},
		{
			title: 'A list of leavers names the admin',
			tells: 'It is the account the flow itself works with, and in Metabase the last admin there is: refused in all four.',
			parameters: offboard,
			strangers: { Admin: { email: 'admin@example.com' } },
			gives: everywhere({ Admin: { status: 'refused', changed: false, step: 'guard' } }),
			writesNothing: TOOLS,
		},
		{
			title: 'Who has access?',
			tells: 'Everybody in all four tools with what somebody should look at, as a report to open in a browser.',
			parameters: {
				resource: 'access',
				operation: 'review',
				tools: TOOLS,
				output: 'report',
				options: { internalDomains: 'example.com, bi-access-demo.example', title: 'Access review of the story' },
			},
			gives: everywhere({ '': {} }),
			writesNothing: TOOLS,
			counts: true,
		},
	];
}
