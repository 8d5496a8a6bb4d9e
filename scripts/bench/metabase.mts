/** Rows for Metabase. Limits: docs/contracts/metabase.md; a new installation has one account, the admin. */
import type { FloorClient, FloorRequest } from './floor.mts';
import type { BenchServer } from './server.mts';
import type { NodeRow, Part } from './types.mts';
import { addTo, BESIDE, byEmail, emails, groupId, itemEach, numbers, userId } from './words.mts';

interface State {
	accounts: Array<{ id: number; email: string; state: string; groups: string[] }>;
	groups: Array<{ id: number; name: string }>;
}

/** The server has no maximum; the node asks for so many. */
const PAGE = 1000;

const pages = (rows: number) => Math.ceil(rows / PAGE);

/** A key is all there is. */
async function signIn(client: FloorClient, { credentials }: BenchServer): Promise<void> {
	client.headers['X-API-Key'] = credentials.apiKey;
}

const EVERYBODY = 'All Users';
const [TEAM, OTHER] = ['Analysts', 'Interns'];

const common = {
	tool: 'metabase',
	node: 'metabaseAdmin',
	credential: 'metabaseAdminApi',
	warmUp: { resource: 'group', operation: 'getAll', limit: 1 },
	signIn,
};

/** Two groups, and as many people, all of them in the second one. */
async function fillTeams(server: BenchServer, client: FloorClient, people: number): Promise<void> {
	await signIn(client, server);
	for (const name of [TEAM, OTHER])
		await client.send({ method: 'POST', path: '/api/permissions/group', body: { name } });
	await server.addPeople({ count: people, prefix: 'p', roles: [OTHER] });
}

const everybody = (count: number): FloorRequest[] =>
	numbers(pages(count)).map((page) => ({
		method: 'GET',
		path: `/api/user?status=all&tenancy=all&limit=${PAGE}&offset=${(page - 1) * PAGE}`,
	}));

const read = (state: State, email: string): FloorRequest => ({ method: 'GET', path: `/api/user/${userId(state, email)}` });

const join = (state: State, email: string): FloorRequest => ({
	method: 'POST',
	path: '/api/permissions/membership',
	body: { group_id: groupId(state, TEAM), user_id: userId(state, email) },
});

const memberships = (state: State, names: string[]) =>
	[EVERYBODY, ...names].map((name) => ({ id: groupId(state, name), is_group_manager: false }));

const setGroups = (state: State, email: string, names: string[]): FloorRequest => ({
	method: 'PUT',
	path: `/api/user/${userId(state, email)}`,
	body: { user_group_memberships: memberships(state, names) },
});

/** Who of them is not an active account in exactly these groups, beside the one of everybody. */
async function notIn(server: BenchServer, people: string[], names: string[]): Promise<string[]> {
	const accounts = new Map((await server.state<State>()).accounts.map((account) => [account.email, account]));
	const wanted = [EVERYBODY, ...names].sort().join();
	return people.flatMap((email) => {
		const account = accounts.get(email);
		const right = account?.state === 'active' && [...account.groups].sort().join() === wanted;
		return right ? [] : [`${email}: ${account ? account.groups.join(', ') : 'not there'}`];
	});
}

export const getAll = (people: number, deactivated: number, heapMb?: number): NodeRow => ({
	...common,
	name: `metabase-getAll-${people}`,
	title: `Metabase: get all ${people} users, ${deactivated} of them deactivated`,
	async prepare(server) {
		await server.addPeople({ count: people - deactivated - 1, prefix: 'p' });
		await server.addPeople({ count: deactivated, prefix: 'left', active: false });
	},
	parameters: { resource: 'user', operation: 'getAll', returnAll: true },
	gives: people,
	allowed: { requests: pages(people) + 2, heapMb },
	floor: () => everybody(people),
});

export const find = (people: number, among: number): NodeRow => ({
	...common,
	name: `metabase-get-${people}`,
	title: `Metabase: find ${people} people by e-mail among ${among}`,
	prepare: async (server) => await server.addPeople({ count: among - 1, prefix: 'p' }),
	parameters: { resource: 'user', operation: 'get', user: byEmail('={{ $json.email }}') },
	...itemEach(people),
	allowed: { requests: pages(among) + 3 },
	floor: () => everybody(among),
});

/** @param operation the two that take the whole set */
export const setAll = (operation: 'update' | 'upsert', people: number): NodeRow => ({
	...common,
	name: `metabase-${operation}-${people}`,
	title: `Metabase: set the groups of ${people} people (${operation})`,
	prepare: async (server, client) => await fillTeams(server, client, people),
	parameters: {
		resource: 'user',
		operation,
		...(operation === 'update'
			? { user: byEmail('={{ $json.email }}'), updateFields: { groups: TEAM } }
			: { email: '={{ $json.email }}', additionalFields: { groups: TEAM } }),
	},
	...itemEach(people),
	allowed: { requests: people + 8 },
	floor: (state: State) => emails('p', people).map((email) => setGroups(state, email, [TEAM])),
	faults: async (server) => await notIn(server, emails('p', people), [TEAM]),
});

export const addToGroup = (people: number): NodeRow => ({
	...common,
	name: `metabase-addToGroup-${people}`,
	title: `Metabase: add ${people} people to a group`,
	prepare: async (server, client) => await fillTeams(server, client, people),
	parameters: addTo('group', TEAM),
	...itemEach(people),
	// The server has no route for several; the people are read before and after.
	allowed: { requests: people + 2 * pages(1 + people) + 4 },
	floor: (state: State) => emails('p', people).map((email) => join(state, email)),
	faults: async (server) => await notIn(server, emails('p', people), [TEAM, OTHER]),
});

/** One item, as most flows have it, among a thousand accounts; a key needs no session. */
const oneItem = {
	...common,
	warm: true,
	gives: 1,
	prepare: async (server: BenchServer, client: FloorClient) => await fillTeams(server, client, 999),
};

const upsertOne = (
	kind: string,
	email: string,
	group: string,
	requests: number,
	floor: (state: State) => FloorRequest[],
): NodeRow => ({
	...oneItem,
	name: `metabase-upsert-one-${kind}`,
	title: `Metabase: upsert one person (${kind})`,
	parameters: { resource: 'user', operation: 'upsert', email, additionalFields: { firstName: 'Person', groups: [group] } },
	allowed: { requests },
	floor,
	faults: async (server) => await notIn(server, [email], [group]),
});

const NEW = 'nobody-yet@example.com';
const KNOWN = 'p7@example.com';

const create = (state: State): FloorRequest => ({
	method: 'POST',
	path: '/api/user',
	body: { email: NEW, first_name: 'Person', user_group_memberships: memberships(state, [TEAM]) },
});

const GRAPH = { '1': { 'view-data': 'unrestricted', 'create-queries': 'query-builder' } };

const putGraph = (state: State): FloorRequest => ({
	method: 'PUT',
	path: '/api/permissions/graph?skip-graph=true',
	body: { revision: 0, groups: { [String(groupId(state, TEAM))]: GRAPH } },
});

/** What the server grants the team, if it is not what was asked. */
async function wrongGraph(server: BenchServer): Promise<string[]> {
	const id = String(groupId(await server.state<State>(), TEAM));
	const answer = await fetch(`${server.credentials.url}/api/permissions/graph/group/${id}`, {
		headers: { 'x-api-key': server.credentials.apiKey },
	});
	const { groups } = (await answer.json()) as { groups: Record<string, unknown> };
	const is = JSON.stringify(groups[id]);
	return is === JSON.stringify(GRAPH) ? [] : [`${TEAM}: ${is}`];
}

/** Whose key it is takes a request, the names of groups one, a look-up by e-mail one. */
export const oneItemRows: NodeRow[] = [
	// Beside them: what the server is, the account, and the read-back.
	upsertOne('new', NEW, TEAM, 6, (state) => [create(state)]),
	// … the flags of the memberships, the account, and the read-back.
	upsertOne('changed', KNOWN, TEAM, 6, (state) => [setGroups(state, KNOWN, [TEAM])]),
	upsertOne('right', KNOWN, OTHER, 3, (state) => [read(state, KNOWN)]),
	{
		...oneItem,
		name: 'metabase-get-one',
		title: 'Metabase: get one person',
		parameters: { resource: 'user', operation: 'get', user: byEmail(KNOWN) },
		allowed: { requests: 3 },
		floor: (state: State) => [read(state, KNOWN)],
	},
	{
		...oneItem,
		name: 'metabase-graph-one',
		title: 'Metabase: change what one group may do with a database',
		parameters: {
			resource: 'permission',
			operation: 'updateGraph',
			group: { __rl: true, mode: 'name', value: TEAM },
			graph: JSON.stringify(GRAPH),
		},
		// Before, the write, and after.
		allowed: { requests: 5 },
		floor: (state: State) => [putGraph(state)],
		faults: wrongGraph,
	},
];

const partOnly = { tool: common.tool, credential: common.credential, signIn };

/** Its part in rows over all tools: those who are right are in one group, and joiners get into it. */
export const onboarding = (right: number, joiners: number): Part => ({
	...partOnly,
	async prepare(server, client) {
		await signIn(client, server);
		await client.send({ method: 'POST', path: '/api/permissions/group', body: { name: TEAM } });
		await server.addPeople({ count: right, prefix: 'right', roles: [TEAM] });
	},
	allowed: { requests: pages(1 + right) + pages(1 + right + joiners) + joiners + BESIDE },
	floor: (state: State) =>
		emails('new', joiners).map((email) => ({ method: 'POST', path: '/api/user', body: { email, user_group_memberships: memberships(state, [TEAM]) } })),
	faults: async (server) => await notIn(server, [...emails('right', right), ...emails('new', joiners)], [TEAM]),
});

export const reviewing = (accounts: number): Part => ({
	...partOnly,
	prepare: async (server) => await server.addPeople({ count: accounts - 1, prefix: 'p' }),
	allowed: { requests: pages(accounts) + BESIDE },
	floor: () => everybody(accounts),
});

export const rows: NodeRow[] = [
	getAll(5000, 1000, 60),
	find(300, 1000),
	setAll('update', 300),
	setAll('upsert', 300),
	addToGroup(300),
	...oneItemRows,
];
