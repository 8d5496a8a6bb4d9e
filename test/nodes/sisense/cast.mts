/** The sandbox's company (sandbox/sisense/seed.mts) as values for the fields of the Sisense node. */
import type { IDataObject } from 'n8n-workflow';

import { roleId } from '../../../sandbox/sisense/roles.mts';
import { ADMIN_TOKEN, COMMON_PASSWORD, groupId, idOf, SERVICE_TOKEN } from '../../../sandbox/sisense/seed.mts';
import type { Cast, Names, OperationCast, Things } from '../standard/cast.mts';
import { useStage, type Stage } from '../stage.mts';

export const person = (local: string, username = `${local}@example.com`): Names => ({ id: idOf(local), email: `${local}@example.com`, username });

const NOWHERE = '0123456789abcdef01234567';

const NOBODY: Names = { id: NOWHERE, email: 'nobody@example.com', username: 'nobody.here' };

/** Active viewers without content, who sign in with a password. */
const people: Things = { there: [person('zoe.muller'), person('joann'), person('alex.kim')], missing: NOBODY };

/** Made pending by `addStrangers`, which fills in their ids. */
const pending: Things = { there: [1, 2, 3].map((n) => ({ id: '', email: `gone${n}@example.com`, username: `gone${n}@example.com` })), missing: NOBODY };

/** Deactivated by `addStrangers` where the server stores that. */
const LEAVERS = ['alex.kim2', "siobhan.o'brien", 'nur.aziz+bi_50%'];

const leavers: Things = { there: LEAVERS.map((local) => person(local)), missing: NOBODY };

const group = (name: string): Names => ({ id: groupId(name), name });

const [ANALYTICS, FINANCE, FINANCE_TEAM, SALES, PEOPLE_OPS, INTERNS] = ['Analytics', 'Finance', 'Finance Team', 'sALES, emea', 'People Ops', 'Interns'].map(group);
const MISSING: Names = { id: NOWHERE, name: 'No Such Thing' };

/** None of `people` is in any of these. */
const groups: Things = { there: [ANALYTICS, PEOPLE_OPS, FINANCE_TEAM], missing: MISSING };

const roles: Things = {
	there: [
		{ id: roleId('contributor'), name: 'Designer' },
		{ id: roleId('dataDesigner'), name: 'data-designer' },
		{ id: roleId('admin'), name: 'admin' },
	],
	missing: { id: NOWHERE, name: 'No Such Role' },
};

const [MARIA, LENA, KOFI, ANN, GRACE, BORIS] = ['maria.silva', 'lena.fischer', 'kofi.mensah', 'ann', 'grace.okafor', 'boris.ivanov'].map((local) => person(local));

/** What somebody asks of the server past the node; as the administrator unless another token is given. */
export async function elsewhere(stage: Pick<Stage, 'url'>, method: string, path: string, body?: unknown, token = ADMIN_TOKEN): Promise<{ status: number; body: never }> {
	const headers = { accept: 'application/json', 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
	const response = await fetch(`${stage.url}/api/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
	const text = await response.text();
	return { status: response.status, body: ((response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text) as never };
}

/** Whether a password opens the door; asked of the server itself. */
export const canSignIn = async (stage: Pick<Stage, 'url'>, username: string, password: string): Promise<boolean> =>
	(await elsewhere(stage, 'POST', 'v1/authentication/login', { username, password }, '')).status === 200;

/** Three people who never accepted, and three that are deactivated if the server knows such. */
export async function addStrangers(stage: Stage): Promise<void> {
	await stage.control('people', { count: 3, prefix: 'gone', active: false });
	for (const { id, email } of (await stateOf(stage)).accounts) {
		const one = pending.there.find((names) => names.email === email);
		if (one) one.id = id;
	}
	for (const local of LEAVERS) await elsewhere(stage, 'PATCH', `v1/users/${idOf(local)}`, { active: false });
}

export interface Account {
	id: string;
	email: string;
	userName: string;
	name: string;
	role: string | null;
	admin: boolean;
	state: 'active' | 'pending' | 'inactive';
	source: 'local' | 'sso' | 'directory';
	tenant: string;
	groups: string[];
	lastLogin: string | null;
	externalId: string | null;
}

export interface State {
	accounts: Account[];
	roles: Array<{ id: string; name: string; displayName: string }>;
	groups: Array<{ id: string; name: string; tenant: string; builtIn: boolean; directory: boolean; members: string[] }>;
	content: {
		dashboards: Array<{ id: string; title: string; owner: string; folder: string | null; shares: Array<{ with: string; rule: string }>; widgets: number }>;
		folders: Array<{ id: string; name: string; owner: string; parent: string | null }>;
	};
}

export const stateOf = async (stage: Stage): Promise<State> => (await stage.control('state')) as State;

/** By the part of the e-mail before @example.com. */
export const account = async (stage: Stage, local: string): Promise<Account | undefined> =>
	(await stateOf(stage)).accounts.find(({ email }) => email === `${local}@example.com`);

/** A stage with the Sisense node and a server with these switches, named without the product. */
export const sisenseStage = (switches: Record<string, string> = {}, authentication: 'apiToken' | 'login' = 'apiToken'): Stage =>
	useStage({
		node: 'sisense',
		credential: 'sisenseApi',
		tool: 'sisense',
		set: Object.fromEntries(Object.entries(switches).map(([name, value]) => [`sisense.${name}`, value])),
		fields: { authentication },
		...(authentication === 'login' && { signInPath: '/api/v1/authentication/login' }),
	});

/** A sign-in leaves its time, so times are left out; whose password still works is part of what is true. */
async function state(stage: Stage): Promise<unknown> {
	const { accounts, ...rest } = await stateOf(stage);
	const names = people.there.map(({ username }) => String(username));
	const signsIn = await Promise.all(names.map(async (name) => [name, await canSignIn(stage, name, COMMON_PASSWORD)]));
	return { ...rest, accounts: accounts.map(({ lastLogin, ...one }) => one), signsIn: Object.fromEntries(signsIn) };
}

const STATES = { active: 'active', pending: 'pending', inactive: 'deactivated' } as const;

/** What an item is about, as the server has it; what was deleted must be gone. */
function truth(key: string, item: IDataObject, now: unknown): IDataObject | undefined {
	const { accounts, groups: all, content } = now as State;
	const byId = <T extends { id: string }>(list: T[], id: unknown = item.id) => list.find((one) => one.id === id);
	if ('deleted' in item) return { deleted: byId<{ id: string }>(key.startsWith('user.') ? accounts : all) === undefined };
	if ('builtIn' in item) return { name: byId(all)!.name, builtIn: byId(all)!.builtIn, directory: byId(all)!.directory };
	if (item.type === 'dashboard') return { name: byId(content.dashboards)!.title };
	if (!('createdAt' in item) || !('email' in item)) return undefined;
	const { email, userName, state: is, groups: names } = byId(accounts)!;
	// A pending account that nobody has seen can't be told from one that was deactivated before its first sign-in.
	const shown = is === 'inactive' && item.lastLogin === null ? 'pending' : STATES[is];
	const everyone = (item.groups as string[]).filter((name) => name === 'Everyone');
	return { email, username: userName, state: shown, groups: [...names, ...everyone].sort() };
}

const only = (there: Names[], { missing }: Things): Things => ({ there, missing });

const OWNERS = only([LENA, MARIA, KOFI], people);

const OPERATIONS: Record<string, OperationCast> = {
	'user.getAll': {
		values: { 'filters.search': () => 'SILVA', 'filters.state': () => 'active' },
		things: { 'filters.groups': only([ANALYTICS, ANALYTICS, ANALYTICS], groups), 'filters.role': only([roles.there[0], roles.there[0], roles.there[0]], roles) },
	},
	'user.update': { always: ['updateFields.firstName'] },
	'user.removeFromGroup': { things: { user: only([LENA, KOFI, ANN], people), group: only([ANALYTICS, FINANCE, FINANCE_TEAM], groups) } },
	'user.getOwned': { things: { user: OWNERS }, beside: ({ type }) => type === 'blindSpot' },
	'user.transferOwned': { things: { user: OWNERS, successor: only([GRACE, ANN, BORIS], people) } },
	'user.logOut': { writesBy: /admin\/logout\?users=|tokens\/api\?users=/ },
	'user.sendInvitation': { things: { user: pending } },
	'user.reactivate': { things: { user: leavers } },
	'role.getAll': { values: { 'filters.name': () => 'DESIGN' } },
	'tenant.getAll': { values: { 'filters.name': () => 'GLOB' } },
	'group.getAll': { values: { 'filters.name': () => 'EMEA' } },
	'group.getMembers': { things: { group: only([FINANCE, ANALYTICS, PEOPLE_OPS], groups) } },
	'group.update': { things: { group: only([INTERNS, FINANCE, ANALYTICS], groups) } },
	'group.delete': { things: { group: only([SALES, FINANCE, ANALYTICS], groups) }, always: ['options.allowInUse'] },
	'group.removeMembers': { things: { users: only([LENA, KOFI, ANN], people), group: only([ANALYTICS, FINANCE, FINANCE_TEAM], groups) } },
};

export interface Server {
	refuses?: Record<string, RegExp>;
	login?: boolean;
}

export function castFor({ refuses = {}, login }: Server): Cast {
	const operations: Record<string, OperationCast> = { ...OPERATIONS };
	for (const [key, says] of Object.entries(refuses)) operations[key] = { ...operations[key], refuses: says, tries: true };
	if ('user.reactivate' in refuses) operations['user.reactivate'].things = { user: pending };
	const credential = (username: string, password: string): IDataObject => ({ authentication: 'login', username, password });
	return {
		values: {
			email: (n) => `new${n}@example.com`,
			firstName: (n) => `New & improved O'Name ${n}`,
			lastName: (n) => `Última ${n}`,
			username: (n) => `new.${n}`,
			name: (n) => `New thing ${n}`,
			password: (n) => `Str0ng-enough-${n}`,
		},
		things: { user: people, users: people, successor: people, group: groups, groups, role: roles },
		state,
		truth,
		wrongPassword: login
			? { fields: credential('admin@example.com', 'not the password'), says: /user name or password is wrong.*credential/ }
			: { fields: { apiToken: 'notATokenOfAnybody000000000000' }, says: /refuses the credential.*token/ },
		outsider: login
			? { fields: credential('svc-people@example.com', COMMON_PASSWORD), says: /it is no admin.*Admin/ }
			: { fields: { apiToken: SERVICE_TOKEN }, says: /it is no admin.*Admin/ },
		operations,
	};
}
