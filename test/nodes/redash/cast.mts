/** The sandbox's company (sandbox/redash/seed.mts) as values for the fields of the Redash node. */
import type { IDataObject } from 'n8n-workflow';

import { ADMIN_KEY, keyOf, SERVICE_KEY } from '../../../sandbox/redash/seed.mts';
import type { Cast, Names, OperationCast, Things } from '../standard/cast.mts';
import { useStage, type Stage } from '../stage.mts';

const person = (id: number, local: string): Names => ({ id, email: `${local}@example.com` });

const NOBODY: Names = { id: 4242, email: 'nobody@example.com' };

/** People in "default" alone, without content. */
const people: Things = { there: [person(17, 'gita.rao'), person(13, 'joann'), person(11, 'zoe.muller')], missing: NOBODY };

/** Made before each test by `addStrangers`, in this order, with the ids that come next. */
const strangers = (prefix: string, first: number): Things => ({ there: [1, 2, 3].map((n) => person(first + n - 1, `${prefix}${n}`)), missing: NOBODY });

const thing = (id: number, name: string): Names => ({ id, name });

const DEFAULT = thing(2, 'default');
const PLATFORM = thing(3, 'Platform');
const ANALYTICS = thing(4, 'Analytics');
const PEOPLE_OPS = thing(7, 'People Ops');
const SALES = thing(8, 'Sales, EMEA');
const MISSING: Names = { id: 4242, name: 'No Such Thing' };

/** None of `people` is in any of these. */
const groups: Things = { there: [ANALYTICS, PEOPLE_OPS, SALES], missing: MISSING };

const [WAREHOUSE, LEDGER, PAYROLL] = [thing(1, 'Warehouse'), thing(2, 'Ledger'), thing(3, 'Payroll')];

const [MARIA, PRIYA, CHEN, LENA, TOMAS] = [
	person(5, 'maria.silva'),
	person(18, 'priya.nair'),
	person(3, 'chen.wei'),
	person(6, 'lena.fischer'),
	person(15, 'tomas.novak'),
];

/** What somebody asks of the server past the node; as the administrator unless another key is given. */
export async function elsewhere(stage: Stage, method: string, path: string, body?: unknown, key = ADMIN_KEY): Promise<{ status: number; body: unknown }> {
	const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Key ${key}` };
	const response = await fetch(`${stage.url}/api/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
	const text = await response.text();
	return { status: response.status, body: (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text };
}

/** Whether a key opens the door; asked of the server itself. */
export const keyWorks = async (stage: Stage, key: string): Promise<boolean> => (await elsewhere(stage, 'GET', 'session', undefined, key)).status === 200;

/** Three disabled people and three who never accepted: the company has too few without content. Their making leaves events. */
export async function addStrangers(stage: Stage): Promise<void> {
	await stage.control('people', { count: 3, prefix: 'gone', active: false });
	for (const { email } of strangers('invited', 0).there) await elsewhere(stage, 'POST', 'users?no_invite=true', { name: `Invited ${email}`, email });
	await stage.control('clock', { advance: 5_000 });
}

export interface Account {
	id: number;
	org: string;
	email: string;
	name: string;
	state: 'active' | 'pending' | 'disabled';
	pending: boolean;
	admin: boolean;
	groups: string[];
	groupIds: number[];
}

interface Content {
	kind: string;
	id: number;
	name: string;
	owner: string;
	draft: boolean;
	archived: boolean;
	schedule: boolean;
	shared: boolean;
	editors: string[];
}

export interface State {
	accounts: Account[];
	groups: Array<{ id: number; name: string; type: string; permissions: string[]; members: string[]; dataSources: Array<{ name: string; viewOnly: boolean }> }>;
	dataSources: Array<{ id: number; name: string; type: string; groups: string[] }>;
	content: Content[];
}

export const stateOf = async (stage: Stage): Promise<State> => (await stage.control('state')) as State;

/** By the part of the e-mail before @example.com. */
export const account = async (stage: Stage, local: string): Promise<Account | undefined> =>
	(await stateOf(stage)).accounts.find(({ email }) => email.trim() === `${local}@example.com`);

export const idsOf = async (stage: Stage, local: string): Promise<number[]> => (await account(stage, local))!.groupIds;

/** A stage with the Redash node and a server with these switches, named without the product. */
export const redashStage = (switches: Record<string, string> = {}): Stage =>
	useStage({
		node: 'redash',
		credential: 'redashApi',
		tool: 'redash',
		set: Object.fromEntries(Object.entries(switches).map(([name, value]) => [`redash.${name}`, value])),
	});

/** Whose key still works is part of what is true. */
async function state(stage: Stage): Promise<unknown> {
	const emails = people.there.map(({ email }) => String(email));
	const keys = await Promise.all(emails.map(async (email) => [email, await keyWorks(stage, keyOf(email))]));
	return { ...(await stateOf(stage)), keys: Object.fromEntries(keys) };
}

/** What an item is about, as the server has it; what was deleted must be gone. */
function truth(key: string, item: IDataObject, now: unknown): IDataObject | undefined {
	const { accounts, groups: all, dataSources, content } = now as State;
	const byId = <T extends { id: number }>(list: T[], id: unknown = item.id) => list.find((one) => one.id === id);
	if ('deleted' in item) return { deleted: byId<{ id: number }>(key.startsWith('user.') ? accounts : all) === undefined };
	if ('admin' in item && 'email' in item) {
		const { name, email, state: is, admin, groupIds } = byId(accounts)!;
		const names = all.filter(({ id }) => groupIds.includes(id)).map((group) => group.name);
		return { name, email: email.trim(), state: is, admin, groups: names.sort() };
	}
	if ('builtIn' in item) {
		const { name, type, permissions } = byId(all)!;
		return { name, builtIn: type === 'builtin', admin: permissions.includes('admin') };
	}
	if ('paused' in item) return { name: byId(dataSources)!.name, type: byId(dataSources)!.type };
	if ('access' in item) {
		const group = byId(all, item.groupId)!;
		const grant = group.dataSources.find(({ name }) => name === item.dataSource);
		return { group: group.name, dataSource: byId(dataSources, item.dataSourceId)!.name, access: !grant ? 'none' : grant.viewOnly ? 'viewOnly' : 'full' };
	}
	if (!('scheduled' in item) || item.id === null) return undefined;
	const { name, draft, archived, schedule, shared } = content.find(({ kind, id }) => kind === item.type && id === item.id)!;
	return { name, draft, archived, scheduled: schedule, shared };
}

const only = (there: Names[], { missing }: Things): Things => ({ there, missing });

/** Data sources and groups that have nothing to do with each other, by number. */
const STRANGE_PAIRS: Record<string, Things> = {
	dataSource: only([WAREHOUSE, LEDGER, PAYROLL], groups),
	group: only([PEOPLE_OPS, SALES, ANALYTICS], groups),
};

const ATTACHED_PAIRS: Record<string, Things> = {
	dataSource: only([WAREHOUSE, PAYROLL, LEDGER], groups),
	group: only([ANALYTICS, PEOPLE_OPS, ANALYTICS], groups),
};

const OPERATIONS: Record<string, OperationCast> = {
	'user.getAll': { values: { 'filters.search': () => 'SILVA' } },
	'user.update': { always: ['updateFields.name'] },
	'user.regenerateApiKey': { reveals: true },
	'user.removeFromGroup': { things: { user: only([MARIA, PRIYA, CHEN], people), group: only([ANALYTICS, PEOPLE_OPS, PLATFORM], groups) } },
	'user.getOwned': { things: { user: only([MARIA, LENA, TOMAS], people) }, beside: ({ type }) => type === 'blindSpot' },
	'user.transferOwned': { things: { user: only([MARIA, LENA, TOMAS], people), successor: people } },
	'group.getAll': { values: { 'filters.name': () => 'emea' } },
	'group.getMembers': { things: { group: only([ANALYTICS, PEOPLE_OPS, DEFAULT], groups) } },
	'group.delete': { always: ['options.allowInUse'] },
	'dataSource.getAll': { values: { 'filters.name': () => 'WARE' } },
	'dataSource.addToGroup': { things: STRANGE_PAIRS },
	// All have full access at first: only the other one is a change.
	'dataSource.setAccess': { things: ATTACHED_PAIRS, always: ['viewOnly'] },
	'dataSource.removeFromGroup': { things: ATTACHED_PAIRS },
	'event.getAll': {
		values: { 'filters.action': () => 'create', 'filters.objectType': () => 'user', 'filters.since': () => '2025-01-01T00:00:00Z' },
	},
};

const common: Omit<Cast, 'operations'> = {
	values: {
		email: (n) => `new${n}@example.com`,
		name: (n) => `New & improved O'Name ${n}`,
	},
	things: { user: people, successor: people, group: groups, groups },
	state,
	truth,
	wrongPassword: { fields: { apiKey: 'NotTheKeyOfAnybody0000000000000000000000' }, says: /refuses the API key.*credential/ },
	outsider: { fields: { apiKey: SERVICE_KEY }, says: /API key .*it is no admin/ },
};

/** @param next the first id that is free: a second organization has people too */
export function castFor(next: number): Cast {
	const invited = strangers('invited', next + 3);
	return {
		...common,
		operations: {
			...OPERATIONS,
			'user.enable': { things: { user: strangers('gone', next) } },
			'user.invite': { things: { user: invited } },
			'user.delete': { things: { user: invited } },
		},
	};
}
