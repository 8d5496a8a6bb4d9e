/** Rows for Redash. Limits: docs/contracts/redash.md; a new installation has one account, the admin. */
import type { FloorClient, FloorRequest } from './floor.mts';
import type { BenchServer } from './server.mts';
import type { NodeRow, Part } from './types.mts';
import { addTo, BESIDE, byEmail, emails, groupId, itemEach, numbers, userId } from './words.mts';

interface State {
	accounts: Array<{ id: number; email: string; state: string; groups: string[] }>;
	groups: Array<{ id: number; name: string }>;
}

const PAGE = 250;

const pages = (rows: number) => Math.ceil(rows / PAGE);

/** The server has no list of everybody: one of enabled and one of disabled people, each with a page at least. */
const sweep = (enabled: number, disabled: number) => pages(enabled) + Math.max(1, pages(disabled));

/** A key is all there is. */
async function signIn(client: FloorClient, { credentials }: BenchServer): Promise<void> {
	client.headers.Authorization = `Key ${credentials.apiKey}`;
}

const TEAM = 'Analysts';

const common = {
	tool: 'redash',
	node: 'redash',
	credential: 'redashApi',
	warmUp: { resource: 'group', operation: 'getAll', limit: 1 },
	signIn,
};

async function makeTeam(server: BenchServer, client: FloorClient): Promise<void> {
	await signIn(client, server);
	await client.send({ method: 'POST', path: '/api/groups', body: { name: TEAM } });
}

const listed = (count: number, half = ''): FloorRequest[] =>
	numbers(pages(count)).map((page) => ({
		method: 'GET',
		path: `/api/users?page=${page}&page_size=${PAGE}&order=created_at${half}`,
	}));

const everybody = (enabled: number, disabled: number) => [...listed(enabled), ...listed(disabled, '&disabled=true')];

const read = (state: State, email: string): FloorRequest => ({
	method: 'GET',
	path: `/api/users/${userId(state, email)}`,
});

const join = (state: State, email: string): FloorRequest => ({
	method: 'POST',
	path: `/api/groups/${groupId(state, TEAM)}/members`,
	body: { user_id: userId(state, email) },
});

/** Who of them is not in the team, and once. */
async function notInTeam(server: BenchServer, people: string[]): Promise<string[]> {
	const accounts = new Map((await server.state<State>()).accounts.map((account) => [account.email, account]));
	return people.flatMap((email) => {
		const groups = accounts.get(email)?.groups;
		const right = groups?.filter((name) => name === TEAM).length === 1;
		return right ? [] : [`${email}: ${groups ? groups.join(', ') : 'not there'}`];
	});
}

/** @param enabled the admin among them */
async function fill(server: BenchServer, enabled: number, disabled: number): Promise<void> {
	await server.addPeople({ count: enabled - 1, prefix: 'p' });
	await server.addPeople({ count: disabled, prefix: 'left', active: false });
}

export const getAll = (people: number, disabled: number, heapMb?: number): NodeRow => ({
	...common,
	name: `redash-getAll-${people}`,
	title: `Redash: get all ${people} users, ${disabled} of them disabled`,
	prepare: async (server) => await fill(server, people - disabled, disabled),
	parameters: { resource: 'user', operation: 'getAll', returnAll: true },
	gives: people,
	allowed: { requests: sweep(people - disabled, disabled) + 2, heapMb },
	floor: () => everybody(people - disabled, disabled),
});

export const addToGroup = (people: number): NodeRow => ({
	...common,
	name: `redash-addToGroup-${people}`,
	title: `Redash: add ${people} people to a group`,
	async prepare(server, client) {
		await makeTeam(server, client);
		await server.addPeople({ count: people, prefix: 'p' });
	},
	parameters: addTo('group', TEAM),
	...itemEach(people),
	// The server has no route for several; the people are read before and after.
	allowed: { requests: people + 2 * sweep(1 + people, 0) + 5 },
	floor: (state: State) => emails('p', people).map((email) => join(state, email)),
	faults: async (server) => await notInTeam(server, emails('p', people)),
});

export const find = (people: number, enabled: number, disabled: number): NodeRow => ({
	...common,
	name: `redash-get-${people}`,
	title: `Redash: find ${people} people by e-mail among ${enabled + disabled}`,
	prepare: async (server) => await fill(server, enabled, disabled),
	parameters: { resource: 'user', operation: 'get', user: byEmail('={{ $json.email }}') },
	...itemEach(people),
	allowed: { requests: sweep(enabled, disabled) + 2 },
	floor: () => everybody(enabled, disabled),
});

/** One item, as most flows have it, among a thousand accounts; a key needs no session. */
const oneItem = {
	...common,
	warm: true,
	gives: 1,
	async prepare(server: BenchServer, client: FloorClient) {
		await makeTeam(server, client);
		await server.addPeople({ count: 499, prefix: 'p' });
		await server.addPeople({ count: 250, prefix: 'left', active: false });
	},
};

const upsertOne = (
	kind: string,
	email: string,
	groups: string[],
	requests: number,
	floor: (state: State) => FloorRequest[],
): NodeRow => ({
	...oneItem,
	name: `redash-upsert-one-${kind}`,
	title: `Redash: upsert one person (${kind})`,
	parameters: {
		resource: 'user',
		operation: 'upsert',
		email,
		name: 'Person p 7',
		additionalFields: { groups },
	},
	allowed: { requests },
	floor,
	faults: async (server) => (groups.includes(TEAM) ? await notInTeam(server, [email]) : []),
});

const NEW = 'nobody-yet@example.com';
const KNOWN = 'p7@example.com';

const create: FloorRequest = { method: 'POST', path: '/api/users', body: { name: 'Person p 7', email: NEW } };

/** Whose key it is takes a request, the names of groups one, a look-up by e-mail two: one per list. */
export const oneItemRows: NodeRow[] = [
	// Beside them: the account, its groups as stored, and the read-back.
	upsertOne('new', NEW, ['default'], 6, () => [create]),
	upsertOne('changed', KNOWN, ['default', TEAM], 7, (state) => [join(state, KNOWN)]),
	upsertOne('right', KNOWN, ['default'], 5, (state) => [read(state, KNOWN)]),
	{
		...oneItem,
		name: 'redash-get-one',
		title: 'Redash: get one person',
		parameters: { resource: 'user', operation: 'get', user: byEmail(KNOWN) },
		allowed: { requests: 4 },
		floor: (state: State) => [read(state, KNOWN)],
	},
];

const partOnly = { tool: common.tool, credential: common.credential, signIn };

/** Its part in rows over all tools: a creation and a call for the group per joiner, as the server has no route for both. */
export const onboarding = (right: number, joiners: number): Part => ({
	...partOnly,
	set: { 'redash.rateLimit': 'off' },
	async prepare(server, client) {
		await makeTeam(server, client);
		await server.addPeople({ count: right, prefix: 'right', roles: ['default', TEAM] });
	},
	allowed: { requests: sweep(1 + right, 0) + sweep(1 + right + joiners, 0) + 2 * joiners + BESIDE },
	floor(state: State) {
		const last = Math.max(...state.accounts.map(({ id }) => id));
		const path = `/api/groups/${groupId(state, TEAM)}/members`;
		return [
			...emails('new', joiners).map((email) => ({ method: 'POST', path: '/api/users?no_invite=true', body: { name: email, email } })),
			// The server numbers accounts one after the other.
			...numbers(joiners).map((number) => ({ method: 'POST', path, body: { user_id: last + number } })),
		];
	},
	faults: async (server) => await notInTeam(server, [...emails('right', right), ...emails('new', joiners)]),
});

/** How many creations the server allows in an hour. */
export const PER_HOUR = 50;

/** The budget is on: what is over it is refused, a few at a time in each hour but the last. */
export const overBudget = (people: number, hours: number): Part => ({
	...onboarding(0, people),
	set: { 'redash.rateLimit': 'on' },
	allowed: { requests: 2 * people + hours * (2 * sweep(1 + people, 0) + BESIDE), refused: 5 * (hours - 1) },
	floor: undefined,
});

export const reviewing = (accounts: number): Part => ({
	...partOnly,
	prepare: async (server) => await fill(server, accounts, 0),
	allowed: { requests: sweep(accounts, 0) + BESIDE },
	floor: () => everybody(accounts, 0),
});

export const rows: NodeRow[] = [getAll(5000, 1000, 60), addToGroup(300), find(300, 1500, 500), ...oneItemRows];
