/** The sandbox's company (sandbox/metabase/seed.mts) as values for the fields of the Metabase node. */
import type { IDataObject } from 'n8n-workflow';

import { ADMIN_KEY, COMMON_PASSWORD, SYNC_KEY } from '../../../sandbox/metabase/seed.mts';
import type { Cast, Names, OperationCast, Things } from '../standard/cast.mts';
import { useStage, type Stage } from '../stage.mts';

const person = (id: number, local: string): Names => ({ id, email: `${local}@example.com` });

const NOBODY: Names = { id: 4242, email: 'nobody@example.com' };

/** Active people without content, who sign in with a password. */
const people: Things = { there: [person(20, 'gita.rao'), person(13, 'joann'), person(15, 'zoe.muller')], missing: NOBODY };

/** Made before each test by `addStrangers`, in this order, with the ids that come next. */
const strangers = (prefix: string, first: number): Things => ({ there: [1, 2, 3].map((n) => person(first + n - 1, `${prefix}${n}`)), missing: NOBODY });

const thing = (id: number, name: string): Names => ({ id, name });

const [ANALYTICS, FINANCE, FINANCE_TEAM, SALES, PEOPLE_OPS, INTERNS] = [
	thing(5, 'Analytics'),
	thing(6, 'Finance'),
	thing(7, 'Finance Team'),
	thing(8, 'sALES, emea'),
	thing(9, 'People Ops'),
	thing(10, 'Interns'),
];
const MISSING: Names = { id: 4242, name: 'No Such Thing' };

/** None of `people` is in any of these. */
const groups: Things = { there: [FINANCE_TEAM, FINANCE, ANALYTICS], missing: MISSING };

const keys: Things = { there: [thing(2, 'Nightly export'), thing(3, 'Dashboard sync'), thing(4, 'Spare')], missing: MISSING };

const [MARIA, LENA, OMAR, ALEX, KOFI, ANN] = [
	person(6, 'maria.silva'),
	person(7, 'lena.fischer'),
	person(8, 'omar.haddad'),
	person(9, 'alex.kim'),
	person(11, 'kofi.mensah'),
	person(12, 'ann'),
];

/** What somebody asks of the server past the node; as the administrator unless another key or session is given. */
export async function elsewhere(stage: Pick<Stage, 'url'>, method: string, path: string, body?: unknown, headers: Record<string, string> = { 'x-api-key': ADMIN_KEY }): Promise<{ status: number; body: never }> {
	const response = await fetch(`${stage.url}/api/${path}`, {
		method,
		headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, body: ((response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text) as never };
}

/** Whether a password opens the door; asked of the server itself. */
export const canSignIn = async (stage: Pick<Stage, 'url'>, email: string, password: string): Promise<boolean> =>
	(await elsewhere(stage, 'POST', 'session', { username: email, password }, {})).status === 200;

/** Three deactivated people without content, three who never signed in, and a key that nobody uses. */
export async function addStrangers(stage: Stage): Promise<void> {
	await stage.control('people', { count: 3, prefix: 'gone', active: false });
	await stage.control('people', { count: 3, prefix: 'fresh' });
	await elsewhere(stage, 'POST', 'api-key', { name: 'Spare', group_id: INTERNS.id });
}

export interface Account {
	id: number;
	email: string;
	name: string;
	type: string;
	state: 'active' | 'hidden' | 'deactivated';
	admin: boolean;
	sso: string | null;
	tourDone: boolean;
	groups: string[];
	manages: string[];
}

export interface State {
	accounts: Account[];
	groups: Array<{ id: number; name: string; magic: string | null; tenant: boolean; members: string[] }>;
	apiKeys: Array<{ id: number; name: string; group: string; creator: string }>;
	graphRevision: number;
	content: {
		cards: Array<{ id: number; name: string; kind: string; creator: string; collection: string; archived: boolean }>;
		dashboards: Array<{ id: number; name: string; kind: string; creator: string; collection: string; archived: boolean }>;
		subscriptions: Array<{ id: number; name: string; creator: string; archived: boolean; recipients: string[] }>;
		alerts: Array<{ id: number; card: string; creator: string; active: boolean; recipients: string[] }>;
	};
}

export const stateOf = async (stage: Stage): Promise<State> => (await stage.control('state')) as State;

/** By the part of the e-mail before @example.com. */
export const account = async (stage: Stage, local: string): Promise<Account | undefined> =>
	(await stateOf(stage)).accounts.find(({ email }) => email === `${local}@example.com`);

/** A stage with the Metabase node and a server with these switches, named without the product. */
export const metabaseStage = (switches: Record<string, string> = {}, authentication: 'apiKey' | 'session' = 'apiKey'): Stage =>
	useStage({
		node: 'metabaseAdmin',
		credential: 'metabaseAdminApi',
		tool: 'metabase',
		set: Object.fromEntries(Object.entries(switches).map(([name, value]) => [`metabase.${name}`, value])),
		fields: { authentication },
		...(authentication === 'session' && { signInPath: '/api/session' }),
	});

/** Whose password still works is part of what is true. */
async function state(stage: Stage): Promise<unknown> {
	const emails = people.there.map(({ email }) => String(email));
	const signsIn = await Promise.all(emails.map(async (email) => [email, await canSignIn(stage, email, COMMON_PASSWORD)]));
	return { ...(await stateOf(stage)), signsIn: Object.fromEntries(signsIn) };
}

/** What an item is about, as the server has it; what was deleted must be gone. */
function truth(key: string, item: IDataObject, now: unknown): IDataObject | undefined {
	const { accounts, groups: all, apiKeys } = now as State;
	const byId = <T extends { id: number }>(list: T[], id: unknown = item.id) => list.find((one) => one.id === id);
	if ('deleted' in item) return { deleted: byId<{ id: number }>(key.startsWith('apiKey.') ? apiKeys : all) === undefined };
	if ('maskedKey' in item) return { name: byId(apiKeys)!.name, group: byId(apiKeys)!.group };
	if ('removed' in item) return { name: byId(all)!.name, ...(byId(all)!.members.length === 0 && { changed: item.removed !== 0 }) };
	if ('builtIn' in item) return { name: byId(all)!.name, builtIn: byId(all)!.magic !== null };
	if (key === 'group.setManager') return { manager: byId(accounts)!.manages.includes(String(item.group)) };
	if (!('source' in item)) return undefined;
	const { email, state: is, admin, sso, groups: names } = byId(accounts)!;
	return { email, state: is, admin, source: sso, groups: [...names].sort() };
}

const only = (there: Names[], { missing }: Things): Things => ({ there, missing });

const OWNERS = only([LENA, MARIA, OMAR], people);

const OPERATIONS: Record<string, OperationCast> = {
	'user.getAll': { values: { 'filters.search': () => 'SILVA', 'filters.state': () => 'active' }, things: { 'filters.groups': only([ANALYTICS, ANALYTICS, ANALYTICS], groups) } },
	'user.update': { always: ['updateFields.firstName'], unseen: ['updateFields.locale'] },
	'user.removeFromGroup': { things: { user: only([LENA, ANN, KOFI], people), group: only([FINANCE, FINANCE_TEAM, FINANCE], groups) } },
	'user.getOwned': { things: { user: OWNERS }, beside: ({ type }) => type === 'blindSpot' },
	// Not every server can change the creator of an alert; every one can stop a subscription.
	'user.transferOwned': { things: { user: OWNERS, successor: people }, values: { 'options.subscriptions': () => 'stop' }, always: ['options.subscriptions'] },
	'user.getPasswordResetUrl': { makes: true, reveals: true },
	'user.upsert': { without: ['options.restoreAdmin'] },
	'group.getAll': { values: { 'filters.name': () => 'EMEA' } },
	'group.update': { things: { group: only([INTERNS, FINANCE, ANALYTICS], groups) } },
	'group.getMembers': { things: { group: only([FINANCE, ANALYTICS, PEOPLE_OPS], groups) } },
	'group.delete': { things: { group: only([INTERNS, FINANCE, SALES], groups) }, always: ['options.allowInUse'] },
	'group.removeAllMembers': { things: { group: only([FINANCE_TEAM, PEOPLE_OPS, SALES], groups) } },
	'group.setManager': { things: { user: only([ANN, ALEX, LENA], people), group: only([FINANCE_TEAM, FINANCE, ANALYTICS], groups) } },
	'apiKey.getAll': { values: { 'filters.name': () => 'SYNC' } },
	'apiKey.create': { reveals: true },
	'apiKey.update': { always: ['updateFields.name'] },
	'apiKey.regenerate': { reveals: true },
	'permission.getGraph': { things: { 'filters.groups': only([FINANCE, ANALYTICS, PEOPLE_OPS], groups) } },
};

export interface Server {
	/** The first id of a person that is free. */
	next: number;
	/** Words of the permission graph. */
	oldGraph?: boolean;
	refuses?: Record<string, RegExp>;
	session?: boolean;
}

export function castFor({ next, oldGraph, refuses = {}, session }: Server): Cast {
	const words = (n: number) => (oldGraph ? { data: { schemas: n === 0 ? 'all' : 'none' } } : { 'view-data': 'unrestricted', 'create-queries': 'query-builder' });
	const operations: Record<string, OperationCast> = {
		...OPERATIONS,
		'user.reactivate': { things: { user: strangers('gone', next) } },
		'user.completeTour': { things: { user: strangers('fresh', next + 3) } },
		'permission.updateGraph': { values: { graph: (n) => ({ '2': words(n) }), 'additionalFields.revision': () => 3 } },
	};
	for (const [key, says] of Object.entries(refuses)) operations[key] = { ...operations[key], refuses: says };
	const credential = (email: string, password: string): IDataObject => ({ authentication: 'session', username: email, password });
	return {
		values: {
			email: (n) => `new${n}@example.com`,
			firstName: (n) => `New & improved O'Name ${n}`,
			lastName: (n) => `Última ${n}`,
			name: (n) => `New thing ${n}`,
			password: (n) => `Str0ng-enough-${n}`,
			locale: () => 'pt_BR',
			loginAttributes: (n) => ({ region: `EMEA ${n}` }),
		},
		things: { user: people, successor: people, group: groups, groups, apiKeyId: keys },
		state,
		truth,
		wrongPassword: session
			? { fields: credential('admin@example.com', 'not the password'), says: /e-mail or password is wrong.*credential/ }
			: { fields: { apiKey: 'mb_notTheKeyOfAnybody000000000000' }, says: /refuses the credential.*API key/ },
		outsider: session
			? { fields: credential('svc-people@example.com', COMMON_PASSWORD), says: /it is no admin.*Administrators/ }
			: { fields: { apiKey: SYNC_KEY }, says: /it is no admin.*Administrators/ },
		operations,
	};
}
