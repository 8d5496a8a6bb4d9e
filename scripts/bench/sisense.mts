/** Rows for Sisense. Limits: docs/contracts/sisense.md; a new installation has one account, the super-user. */
import type { FloorClient, FloorRequest } from './floor.mts';
import type { BenchServer } from './server.mts';
import type { NodeRow, Part } from './types.mts';
import { addTo, BESIDE, byEmail, emails, groupId, itemEach, numbers, roleId, userId } from './words.mts';

interface State {
	accounts: Array<{ id: string; email: string; role: string; groups: string[] }>;
	roles: Array<{ id: string; name: string }>;
	groups: Array<{ id: string; name: string }>;
	content: { dashboards: Array<{ id: string; title: string; owner: string }> };
}

/** The server has no maximum that is known; the node asks for so many. */
const PAGE = 100;

/** A list that ends with a full page takes one request more: no list tells a total (contract 4). */
const pages = (rows: number) => Math.floor(rows / PAGE) + 1;

/** Writes a second, as the makers advise (contract 9): the node keeps to it, and so does a floor that writes. */
const WRITES = 8;

/** A token is all there is. */
async function signIn(client: FloorClient, { credentials }: BenchServer): Promise<void> {
	client.headers.Authorization = `Bearer ${credentials.apiToken}`;
}

const TEAM = 'Analysts';

const common = {
	tool: 'sisense',
	node: 'sisense',
	credential: 'sisenseApi',
	warmUp: { resource: 'role', operation: 'getAll', limit: 1 },
	signIn,
};

async function makeTeam(server: BenchServer, client: FloorClient): Promise<void> {
	await signIn(client, server);
	await client.send({ method: 'POST', path: '/api/v1/groups', body: { name: TEAM } });
}

const everybody = (people: number): FloorRequest[] =>
	numbers(pages(people)).map((page) => ({
		method: 'GET',
		path: `/api/v1/users?expand=groups,role&sort=_id&limit=${PAGE}&skip=${(page - 1) * PAGE}`,
	}));

const read = (state: State, email: string): FloorRequest => ({
	method: 'GET',
	path: `/api/v1/users/${userId(state, email)}?expand=groups,role`,
});

const bodyOf = (state: State, email: string) => ({
	email,
	firstName: 'Person',
	roleId: roleId(state, 'consumer'),
	groups: [groupId(state, TEAM)],
});

const join = (state: State, people: string[]): FloorRequest => ({
	method: 'POST',
	path: `/api/groups/${groupId(state, TEAM)}/users`,
	body: people.map((email) => userId(state, email)),
});

/** Who of them is not a viewer in the team, and once. */
async function notInTeam(server: BenchServer, people: string[]): Promise<string[]> {
	const accounts = new Map((await server.state<State>()).accounts.map((account) => [account.email, account]));
	return people.flatMap((email) => {
		const account = accounts.get(email);
		const right = account?.role === 'consumer' && account.groups.join() === TEAM;
		return right ? [] : [`${email}: ${account ? `${account.role}, ${account.groups.join(', ')}` : 'not there'}`];
	});
}

export const getAll = (people: number, heapMb?: number): NodeRow => ({
	...common,
	name: `sisense-getAll-${people}`,
	title: `Sisense: get all ${people} users`,
	prepare: async (server) => await server.addPeople({ count: people - 1, prefix: 'p' }),
	parameters: { resource: 'user', operation: 'getAll', returnAll: true },
	gives: people,
	// Beside the pages: who the credential is, and the roles.
	allowed: { requests: pages(people) + 2, heapMb },
	floor: () => everybody(people),
});

export const find = (people: number, among: number): NodeRow => ({
	...common,
	name: `sisense-get-${people}`,
	title: `Sisense: find ${people} people by e-mail among ${among}`,
	prepare: async (server) => await server.addPeople({ count: among - 1, prefix: 'p' }),
	parameters: { resource: 'user', operation: 'get', user: byEmail('={{ $json.email }}') },
	...itemEach(people),
	// The names of everybody are one light request, however many there are.
	allowed: { requests: 3 + Math.ceil(people / PAGE) },
	floor: (state: State) => [
		{ method: 'GET', path: '/api/v1/users?fields=_id,email' },
		...parts(emails('p', people)).map((part) => ({
			method: 'GET',
			path: `/api/v1/users?ids=${part.map((email) => userId(state, email)).join()}&expand=groups,role`,
		})),
	],
});

const parts = (people: string[]) =>
	numbers(Math.ceil(people.length / PAGE)).map((part) => people.slice((part - 1) * PAGE, part * PAGE));

export const create = (people: number): NodeRow => ({
	...common,
	name: `sisense-create-${people}`,
	title: `Sisense: create ${people} people`,
	prepare: makeTeam,
	parameters: {
		resource: 'user',
		operation: 'create',
		email: '={{ $json.email }}',
		role: { __rl: true, mode: 'name', value: 'Viewer' },
		additionalFields: { firstName: 'Person', groups: TEAM },
	},
	...itemEach(people),
	// Beside bulk and read-backs: who the credential is, roles, groups, the names of everybody.
	allowed: { requests: 3 * Math.ceil(people / PAGE) + 4 },
	pace: WRITES,
	floor: (state: State) =>
		parts(emails('p', people)).map((part) => ({
			method: 'POST',
			path: '/api/v1/users/bulk',
			body: part.map((email) => bodyOf(state, email)),
		})),
	faults: async (server) => await notInTeam(server, emails('p', people)),
});

export const addToGroup = (people: number): NodeRow => ({
	...common,
	name: `sisense-addToGroup-${people}`,
	title: `Sisense: add ${people} people to a group`,
	async prepare(server, client) {
		await makeTeam(server, client);
		await server.addPeople({ count: people, prefix: 'p' });
	},
	parameters: addTo('group', TEAM),
	...itemEach(people),
	// One write; the people and the group's members are read before and after.
	allowed: { requests: 2 * Math.ceil(people / PAGE) + 9 },
	pace: WRITES,
	floor: (state: State) => [join(state, emails('p', people))],
	faults: async (server) => await notInTeam(server, emails('p', people)),
});

const [LEAVER, HEIR] = ['p1@example.com', 'p2@example.com'];

/** Dashboards of somebody who leaves, and a designer to take them. */
async function fillDashboards(server: BenchServer, client: FloorClient, dashboards: number): Promise<void> {
	await server.addPeople({ count: 2, prefix: 'p', roles: ['contributor'] });
	await signIn(client, server);
	const body = numbers(dashboards).map((number) => ({ title: `Board ${number}` }));
	const { data } = await client.send({ method: 'POST', path: '/api/v1/dashboards/import/bulk?action=duplicate', body });
	const state = await server.state<State>();
	const made = (data as { succeded: Array<{ oid: string }> }).succeded;
	await client.sendAll(made.map(({ oid }) => handOver(oid, userId(state, LEAVER))));
}

const handOver = (dashboard: string, owner: string): FloorRequest => ({
	method: 'POST',
	path: `/api/v1/dashboards/${dashboard}/change_owner?adminAccess=true`,
	body: { ownerId: owner, originalOwnerRule: 'view' },
});

export const transferOwned = (dashboards: number): NodeRow => ({
	...common,
	name: `sisense-transferOwned-${dashboards}`,
	title: `Sisense: transfer ${dashboards} dashboards`,
	prepare: async (server, client) => await fillDashboards(server, client, dashboards),
	parameters: {
		resource: 'user',
		operation: 'transferOwned',
		user: byEmail(LEAVER),
		successor: byEmail(HEIR),
	},
	gives: 1,
	// One each, at the pace; dashboards, folders and reports are listed before and after.
	allowed: { requests: dashboards + 2 * (pages(dashboards) + 2) + 4 },
	pace: WRITES,
	floor: (state: State) => state.content.dashboards.map(({ id }) => handOver(id, userId(state, HEIR))),
	async faults(server) {
		const { content } = await server.state<State>();
		return content.dashboards.filter(({ owner }) => owner !== HEIR).map(({ title, owner }) => `${title}: ${owner}`);
	},
});

const [NEW, KNOWN] = ['nobody-yet@example.com', 'p7@example.com'];

/** One item, as most flows have it, among a thousand accounts; a token needs no session. */
const oneItem = {
	...common,
	warm: true,
	gives: 1,
	async prepare(server: BenchServer, client: FloorClient) {
		await makeTeam(server, client);
		await server.addPeople({ count: 998, prefix: 'p' });
		await server.addPeople({ count: 1, prefix: 'member', roles: [TEAM] });
	},
};

const upsertOne = (kind: string, email: string, requests: number, floor: (state: State) => FloorRequest[]): NodeRow => ({
	...oneItem,
	name: `sisense-upsert-one-${kind}`,
	title: `Sisense: upsert one person (${kind})`,
	parameters: {
		resource: 'user',
		operation: 'upsert',
		email,
		role: { __rl: true, mode: 'name', value: 'Viewer' },
		additionalFields: { firstName: 'Person', groups: [TEAM] },
	},
	allowed: { requests },
	floor,
	faults: async (server) => await notInTeam(server, [email]),
});

/** Who the credential is takes a request, the roles one, groups one, the names of everybody one. */
export const oneItemRows: NodeRow[] = [
	// Beside them: the account, read where it was made, and again at the end.
	upsertOne('new', NEW, 7, (state) => [{ method: 'POST', path: '/api/v1/users', body: bodyOf(state, NEW) }]),
	// … as it was, and as it is.
	upsertOne('changed', KNOWN, 7, (state) => [
		{ method: 'PATCH', path: `/api/v1/users/${userId(state, KNOWN)}`, body: { groups: [groupId(state, TEAM)] } },
	]),
	upsertOne('right', 'member1@example.com', 5, (state) => [read(state, 'member1@example.com')]),
	{
		...oneItem,
		name: 'sisense-get-one',
		title: 'Sisense: get one person',
		parameters: { resource: 'user', operation: 'get', user: byEmail(KNOWN) },
		allowed: { requests: 4 },
		floor: (state: State) => [read(state, KNOWN)],
	},
];

const partOnly = { tool: common.tool, credential: common.credential, signIn };

/** Its part in rows over all tools: those who are right are in one group, and joiners get into it, many at a time. */
export const onboarding = (right: number, joiners: number): Part => ({
	...partOnly,
	async prepare(server, client) {
		await makeTeam(server, client);
		await server.addPeople({ count: right, prefix: 'right', roles: [TEAM] });
	},
	allowed: { requests: pages(1 + right) + pages(1 + right + joiners) + Math.ceil(joiners / PAGE) + BESIDE },
	pace: WRITES,
	floor: (state: State) =>
		parts(emails('new', joiners)).map((part) => ({ method: 'POST', path: '/api/v1/users/bulk', body: part.map((email) => bodyOf(state, email)) })),
	faults: async (server) => await notInTeam(server, [...emails('right', right), ...emails('new', joiners)]),
});

export const reviewing = (accounts: number): Part => ({
	...partOnly,
	prepare: async (server) => await server.addPeople({ count: accounts - 1, prefix: 'p' }),
	allowed: { requests: pages(accounts) + BESIDE },
	floor: () => everybody(accounts),
});

export const rows: NodeRow[] = [
	getAll(5000, 60),
	find(300, 1000),
	create(300),
	addToGroup(300),
	transferOwned(50),
	...oneItemRows,
];
