/** The sandbox's company (sandbox/superset/seed.mts) as values for the fields of the Superset node. */
import type { IDataObject } from 'n8n-workflow';

import type { Cast, Names, OperationCast, Things } from '../standard/cast.mts';
import { useStage, type Stage } from '../stage.mts';

export const COMMON_PASSWORD = 'sandbox-pass';

const person = (id: number, username: string, email = `${username}@example.com`): Names => ({ id, username, email });

const NOBODY: Names = { id: 4242, username: 'nobody.here', email: 'nobody@example.com' };

/** People without content of their own: they can be changed in every way, deleted too. */
const people: Things = {
	there: [person(4, 'yuki.tanaka'), person(5, 'sobrien', "siobhan.o'brien@example.com"), person(6, '12345', 'nur.aziz@example.com')],
	missing: NOBODY,
};

/** Made before each test by `addLeavers`. */
const leavers: Things = { there: [person(18, 'gone1'), person(19, 'gone2'), person(20, 'gone3')], missing: NOBODY };

const thing = (id: number, name: string): Names => ({ id, name });

const DATA_TEAM = thing(8, 'Data Team');
const FINANCE_VIEWERS = thing(6, 'Finance Viewers');
const SALES_EMEA = thing(7, 'Sales, EMEA');
const MISSING: Names = { id: 4242, name: 'No Such Thing' };

/** None of `people` has any of these. */
const roles: Things = { there: [DATA_TEAM, FINANCE_VIEWERS, thing(3, 'Alpha')], missing: MISSING };

/** The company's own, each with members; the built-in ones can't be renamed or deleted. */
const ownRoles: Things = { there: [FINANCE_VIEWERS, DATA_TEAM, SALES_EMEA], missing: MISSING };

const groups: Things = { there: [thing(2, 'Finance'), thing(3, 'Sales, EMEA'), thing(1, 'Platform Admins')], missing: MISSING };

const [KOFI, MARIA, YUKI, LENA, TOMAS] = [person(3, 'kofi.mensah'), person(2, 'maria.silva'), person(4, 'yuki.tanaka'), person(7, 'lena.fischer'), person(16, 'tomas.novak')];

/** IDs of permissions differ from server to server, so only names are known beforehand. */
const permissions = (...names: string[]): Things => ({ there: names.map((name) => ({ name })), missing: { id: 999_999, name: 'can_fly on Dashboard' } });

/** Inactive people without content: the company has one inactive person, who has some. */
export const addLeavers = async (stage: Stage): Promise<void> => {
	await stage.control('people', { count: 3, prefix: 'gone', active: false });
};

interface Account {
	id: number;
	username: string;
	email: string;
	firstName: string;
	lastName: string;
	active: boolean | null;
	roles: string[];
	groups: string[];
	/** By role or, where they count, by group. */
	admin: boolean;
	loginCount: number | null;
}

export interface State {
	accounts: Account[];
	roles: Array<{ id: number; name: string; permissions: number }>;
	groups: Array<{ id: number; name: string; roles: string[]; members: string[] }>;
	content: Array<{ kind: string; id: number; name: string; owners: string[] }>;
}

export const stateOf = async (stage: Stage): Promise<State> => (await stage.control('state')) as State;

export const account = async (stage: Stage, username: string): Promise<Account | undefined> =>
	(await stateOf(stage)).accounts.find((one) => one.username === username);

/** A sign-in past the node: the token, or undefined if the server refuses. */
async function signIn(stage: Pick<Stage, 'url'>, username: string, password: string): Promise<string | undefined> {
	const response = await fetch(`${stage.url}/api/v1/security/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify({ username, password, provider: 'db' }),
	});
	return response.status === 200 ? ((await response.json()) as { access_token: string }).access_token : undefined;
}

/** Whether this password gets somebody in; asked of the server itself. */
export const canSignIn = async (stage: Pick<Stage, 'url'>, username: string, password: string): Promise<boolean> =>
	(await signIn(stage, username, password)) !== undefined;

/** What somebody else does as the administrator, past the node; the status of the answer. */
export async function elsewhere(stage: Stage, method: string, path: string, body?: unknown): Promise<number> {
	const authorization = `Bearer ${await signIn(stage, 'admin', 'admin')}`;
	const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
	const response = await fetch(`${stage.url}/api/v1/security/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
	return response.status;
}

/** A stage with the Superset node and a server of that version. */
export const supersetStage = (version: string): Stage =>
	useStage({
		node: 'superset',
		credential: 'supersetApi',
		tool: 'superset',
		set: { 'superset.version': version },
		signInPath: '/api/v1/security/login',
	});

/** A sign-in counts itself, so counts are left out; whose password still works is part of what is true. */
async function state(stage: Stage): Promise<unknown> {
	const { accounts, ...rest } = await stateOf(stage);
	const known = [...people.there, ...leavers.there].map(({ username }) => String(username));
	const signsIn = await Promise.all(known.map(async (username) => [username, await canSignIn(stage, username, COMMON_PASSWORD)]));
	return { ...rest, accounts: accounts.map(({ loginCount, ...one }) => one), signsIn: Object.fromEntries(signsIn) };
}

/** The account, role or group an item is about, as the server has it; a deleted one must be gone. */
function truth(key: string, item: IDataObject, now: unknown): IDataObject | undefined {
	const { accounts, roles: allRoles, groups: allGroups } = now as State;
	const byId = <T extends { id: number }>(list: T[]) => list.find(({ id }) => id === item.id);
	const collections: Record<string, Array<{ id: number }>> = { user: accounts, role: allRoles, group: allGroups };
	if ('deleted' in item) return { deleted: byId(collections[key.split('.')[0]]) === undefined };
	if ('username' in item) {
		const { email, username, firstName, lastName, active, roles: has, groups: isIn } = byId(accounts)!;
		return { email, username, firstName, lastName, active: active === true, roles: [...has].sort(), groups: [...isIn].sort() };
	}
	if ('builtIn' in item) return { name: byId(allRoles)!.name, ...('permissions' in item && { permissions: byId(allRoles)!.permissions }) };
	if (!('users' in item)) return undefined;
	const { name, roles: grants, members } = byId(allGroups)!;
	return { name, roles: [...grants].sort(), users: [...members].sort() };
}

const only = (there: Names[], { missing }: Things): Things => ({ there, missing });

const OPERATIONS: Record<string, OperationCast> = {
	'user.getAll': {
		values: {
			'filters.active': () => 'active',
			'filters.email': () => 'YUKI.',
			'filters.lastName': () => '田',
			'filters.username': () => 'tana',
		},
		things: { 'filters.roles': only([SALES_EMEA], roles) },
	},
	'user.reactivate': { things: { user: leavers } },
	'user.update': { always: ['updateFields.firstName'] },
	'user.removeFromRole': { things: { user: only([YUKI, KOFI, MARIA], people), role: only([SALES_EMEA, FINANCE_VIEWERS, DATA_TEAM], roles) } },
	'user.addToGroup': { things: { group: only([groups.there[0], groups.there[1], groups.there[0]], groups) } },
	'user.removeFromGroup': { things: { user: only([YUKI, KOFI, LENA], people), group: only([groups.there[1], groups.there[0], groups.there[0]], groups) } },
	'user.getOwned': { things: { user: only([MARIA, KOFI, TOMAS], people) } },
	'user.transferOwned': { things: { user: only([MARIA, KOFI, TOMAS], people), successor: people } },
	'role.getAll': { values: { 'filters.name': () => 'emea' } },
	'role.update': { things: { role: ownRoles } },
	'role.delete': { things: { role: ownRoles }, always: ['options.allowInUse'] },
	'role.getMembers': { things: { role: ownRoles } },
	'role.removeMembers': { things: { role: ownRoles, users: only([KOFI, MARIA, YUKI], people) } },
	'role.getPermissions': { things: { role: ownRoles } },
	'role.addPermissions': { things: { role: ownRoles, permissions: permissions('can_write on Chart', 'can_read on Chart', 'can_write on Dashboard') } },
	'role.removePermissions': { things: { role: ownRoles, permissions: permissions('can_read on Chart', 'can_write on Dataset', 'can_read on Dashboard') } },
	'group.getAll': { values: { 'filters.name': () => 'emea' } },
	// The sandbox's state tells of names, roles and members of a group, so one of these has to change.
	'group.update': { always: ['updateFields.name'] },
	'group.delete': { always: ['options.allowInUse'] },
	'group.addMembers': { things: { group: only([groups.there[0], groups.there[1], groups.there[0]], groups), users: only([YUKI, ...people.there.slice(1)], people) } },
	'group.removeMembers': { things: { group: only([groups.there[0], groups.there[1], groups.there[0]], groups), users: only([KOFI, YUKI, LENA], people) } },
	'permission.getAll': { values: { 'filters.name': () => 'on Dashboard' } },
};

const NO_GROUPS = /does not offer "security\/groups"/;
const PASSWORD_LOSS = ['options.acceptPasswordLoss'];

/** Before Flask-AppBuilder 4.6.4 every change destroys the password; there are no groups and no member lists of roles. */
const WITH_PASSWORD_TRAP: Record<string, OperationCast> = {
	'user.create': { without: ['additionalFields.groups'] },
	'user.upsert': { without: ['additionalFields.groups'] },
	'user.update': { always: ['updateFields.firstName', ...PASSWORD_LOSS], without: ['updateFields.groups'] },
	'user.reactivate': { always: PASSWORD_LOSS },
	'user.addToRole': { always: PASSWORD_LOSS },
	'user.removeFromRole': { always: PASSWORD_LOSS },
	'role.addMembers': { always: PASSWORD_LOSS },
	'role.removeMembers': { always: PASSWORD_LOSS },
	'user.addToGroup': { refuses: NO_GROUPS },
	'user.removeFromGroup': { refuses: NO_GROUPS },
	'group.*': { refuses: NO_GROUPS },
};

const common: Omit<Cast, 'operations'> = {
	values: {
		email: (n) => `new${n}@example.com`,
		username: (n) => `new.user${n}`,
		firstName: (n) => `Frances ${n}`,
		lastName: (n) => `O'New-${n}`,
		password: (n) => `Brand-new pass ${n}!`,
		name: (n) => `New & improved ${n}`,
		label: (n) => `Label ${n}`,
		description: (n) => `What it is for, part ${n}`,
	},
	things: { user: people, users: people, successor: people, role: roles, roles, group: groups, groups, permissions: permissions() },
	state,
	truth,
	wrongPassword: { fields: { password: 'not-the-password' }, says: /username, password or provider is wrong/ },
	/** In a role of her own: Superset 5 lets everybody in Gamma edit groups (docs/contracts/superset.md 2.1). */
	outsider: { fields: { username: 'nadia.petrova', password: COMMON_PASSWORD }, says: /lacks the permission "can_\w+ on \w+"/ },
};

export function castFor(version: '6.1' | '4.1'): Cast {
	if (version !== '4.1') return { ...common, operations: OPERATIONS };
	const keys = [...Object.keys(OPERATIONS), ...Object.keys(WITH_PASSWORD_TRAP)];
	return { ...common, operations: Object.fromEntries(keys.map((key) => [key, { ...OPERATIONS[key], ...WITH_PASSWORD_TRAP[key] }])) };
}
