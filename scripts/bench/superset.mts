/** Rows for Apache Superset. Limits: docs/contracts/superset.md; a new installation has one account, the admin. */
import type { FloorClient, FloorRequest } from './floor.mts';
import { LIMIT } from './judge.mts';
import type { BenchServer } from './server.mts';
import type { NodeRow, Part } from './types.mts';
import { addTo, BESIDE, byEmail, emails, itemEach, numbers, roleId, userId } from './words.mts';

interface State {
	accounts: Array<{ id: number; username: string; email: string; active: boolean | null; roles: string[] }>;
	roles: Array<{ id: number; name: string }>;
	content: Array<{ kind: string; id: number; name: string; owners: string[] }>;
}

const SECURITY = '/api/v1/security';
const PAGE = 100;

const pages = (rows: number) => Math.ceil(rows / PAGE);

async function signIn(client: FloorClient, { credentials }: BenchServer): Promise<void> {
	const { username, password, provider } = credentials;
	const body = { username, password, provider };
	const { data } = await client.send({ method: 'POST', path: `${SECURITY}/login`, body });
	client.headers.Authorization = `Bearer ${data.access_token}`;
}

/** With the pair that content writes need (contract 3.4). */
async function signInForContent(client: FloorClient, server: BenchServer): Promise<void> {
	await signIn(client, server);
	const { data, headers } = await client.send({ method: 'GET', path: `${SECURITY}/csrf_token/` });
	client.headers['X-CSRFToken'] = data.result;
	client.headers.Cookie = String(headers['set-cookie']).split(';')[0];
}

const common = {
	tool: 'superset',
	node: 'superset',
	credential: 'supersetApi',
	warmUp: { resource: 'role', operation: 'getAll', limit: 1 },
	// Evenly spaced requests arrive a little unevenly.
	pace: LIMIT - 1,
	signIn,
};

/** What belongs to the tool, whatever node runs. */
const partOnly = { tool: common.tool, credential: common.credential, pace: common.pace, signIn };

const read = (state: State, email: string): FloorRequest => ({
	method: 'GET',
	path: `${SECURITY}/users/${userId(state, email)}`,
});

const setRoles = (state: State, email: string, roles: string[]): FloorRequest => ({
	method: 'PUT',
	path: `${SECURITY}/users/${userId(state, email)}`,
	body: { roles: roles.map((name) => roleId(state, name)) },
});

const create = (state: State, email: string, roles: string[]): FloorRequest => ({
	method: 'POST',
	path: `${SECURITY}/users/`,
	body: {
		username: email,
		email,
		first_name: '',
		last_name: '',
		password: 'unknown-to-all',
		active: true,
		roles: roles.map((name) => roleId(state, name)),
	},
});

/** Who of them is not an active account with exactly these roles. */
async function wrongRoles(server: BenchServer, people: string[], roles: string[]): Promise<string[]> {
	const accounts = new Map((await server.state<State>()).accounts.map((account) => [account.email, account]));
	const wanted = [...roles].sort().join();
	return people.flatMap((email) => {
		const account = accounts.get(email);
		const right = account?.active === true && [...account.roles].sort().join() === wanted;
		return right ? [] : [`${email}: ${account ? account.roles.join(', ') : 'not there'}`];
	});
}

const everybody = (accounts: number): FloorRequest[] =>
	numbers(pages(accounts)).map((number) => {
		const q = `(keys:!(none),order_column:id,order_direction:asc,page:${number - 1},page_size:${PAGE})`;
		return { method: 'GET', path: `${SECURITY}/users/?q=${encodeURIComponent(q)}` };
	});

export const getAll = (accounts: number, heapMb?: number): NodeRow => ({
	...common,
	name: `getAll-${accounts}`,
	title: `Get all ${accounts} users`,
	prepare: async (server) => await server.addPeople({ count: accounts - 1, prefix: 'p' }),
	parameters: { resource: 'user', operation: 'getAll', returnAll: true },
	gives: accounts,
	allowed: { requests: pages(accounts) + 3, heapMb },
	floor: () => everybody(accounts),
});

/** A third is right already, a third has other roles, a third is new. */
export function upsert(people: number): NodeRow {
	const third = people / 3;
	const roles = ['Gamma', 'sql_lab'];
	const everybody = ['right', 'other', 'new'].flatMap((prefix) => emails(prefix, third));
	const [before, after] = [1 + 2 * third, 1 + people];
	return {
		...common,
		name: `upsert-${people}`,
		title: `Upsert ${people} people, two roles each, ${third} already right`,
		async prepare(server) {
			await server.addPeople({ count: third, prefix: 'right', roles });
			await server.addPeople({ count: third, prefix: 'other', roles: ['Alpha'] });
		},
		parameters: { resource: 'user', operation: 'upsert', email: '={{ $json.email }}', roles: '={{ $json.roles }}' },
		items: everybody.map((email) => ({ email, roles })),
		gives: people,
		allowed: { requests: pages(before) + pages(after) + 2 * third + 5, timesLimit: 1.25 },
		floor: (state: State) => [
			...emails('other', third).map((email) => setRoles(state, email, roles)),
			...emails('new', third).map((email) => create(state, email, roles)),
		],
		faults: async (server) => await wrongRoles(server, everybody, roles),
	};
}

/** One item, as most flows have it, among a thousand accounts; the session is there from a run before. */
const oneItem = {
	...common,
	warm: true,
	gives: 1,
	prepare: async (server: BenchServer) => await server.addPeople({ count: 999, prefix: 'p', roles: ['Gamma'] }),
};

const SOMEBODY = 'p500@example.com';

const upsertOne = (kind: string, email: string, role: string, floor: (state: State) => FloorRequest[]): NodeRow => ({
	...oneItem,
	name: `upsert-one-${kind}`,
	title: `Upsert one person (${kind}), warm session`,
	parameters: { resource: 'user', operation: 'upsert', email, roles: [role] },
	allowed: { requests: 6 },
	floor,
	faults: async (server) => await wrongRoles(server, [email], [role]),
});

export const oneItemRows: NodeRow[] = [
	upsertOne('new', 'nobody-yet@example.com', 'Gamma', (state) => [
		create(state, 'nobody-yet@example.com', ['Gamma']),
	]),
	upsertOne('changed', SOMEBODY, 'Alpha', (state) => [setRoles(state, SOMEBODY, ['Alpha'])]),
	upsertOne('right', SOMEBODY, 'Gamma', (state) => [read(state, SOMEBODY)]),
	{
		...oneItem,
		name: 'get-one',
		title: 'Get one person, warm session',
		parameters: { resource: 'user', operation: 'get', user: byEmail(SOMEBODY) },
		allowed: { requests: 2 },
		floor: (state: State) => [read(state, SOMEBODY)],
	},
];

export const addToRole = (people: number): NodeRow => ({
	...common,
	name: `addToRole-${people}`,
	title: `Add ${people} people to one role`,
	prepare: async (server) => await server.addPeople({ count: people, prefix: 'p', roles: ['Gamma'] }),
	parameters: addTo('role', 'sql_lab'),
	...itemEach(people),
	// The admin is on the pages too.
	allowed: { requests: pages(1 + people) + 6 },
	floor: (state: State) => [
		{
			method: 'PUT',
			path: `${SECURITY}/roles/${roleId(state, 'sql_lab')}/users`,
			body: { user_ids: emails('p', people).map((email) => userId(state, email)) },
		},
	],
	faults: async (server) => await wrongRoles(server, emails('p', people), ['Gamma', 'sql_lab']),
});

export function transferOwned(dashboards: number): NodeRow {
	const [leaver, heir] = emails('p', 2);
	return {
		...common,
		name: `transferOwned-${dashboards}`,
		title: `Transfer ${dashboards} dashboards to a successor`,
		async prepare(server, client) {
			await server.addPeople({ count: 2, prefix: 'p' });
			const owners = [userId(await server.state<State>(), leaver)];
			await signInForContent(client, server);
			const make = (number: number) => ({ dashboard_title: `Board ${number}`, owners });
			const path = '/api/v1/dashboard/';
			await client.sendAll(numbers(dashboards).map((number) => ({ method: 'POST', path, body: make(number) })));
		},
		parameters: { resource: 'user', operation: 'transferOwned', user: byEmail(leaver), successor: byEmail(heir) },
		gives: 1,
		// Four kinds of content are listed before and after, and all but dashboards have one page.
		allowed: { requests: dashboards + 2 * (3 + pages(dashboards)) + 5, timesLimit: 1.25 },
		signIn: signInForContent,
		floor: (state: State) =>
			state.content.map(({ id }) => ({
				method: 'PUT',
				path: `/api/v1/dashboard/${id}`,
				body: { owners: [userId(state, heir)] },
			})),
		async faults(server) {
			const { content } = await server.state<State>();
			const wrong = content.filter(({ owners }) => owners.join() !== 'p2');
			return wrong.map(({ name, owners }) => `${name} belongs to ${owners.join(', ')}`);
		},
	};
}

/** Its part in rows over all tools: those who are right have one role, and joiners get it. */
export const onboarding = (right: number, joiners: number): Part => ({
	...partOnly,
	prepare: async (server) => await server.addPeople({ count: right, prefix: 'right', roles: ['Gamma'] }),
	allowed: { requests: pages(1 + right) + pages(1 + right + joiners) + joiners + BESIDE },
	floor: (state: State) => emails('new', joiners).map((email) => create(state, email, ['Gamma'])),
	faults: async (server) => await wrongRoles(server, [...emails('right', right), ...emails('new', joiners)], ['Gamma']),
});

export const reviewing = (accounts: number): Part => ({
	...partOnly,
	prepare: async (server) => await server.addPeople({ count: accounts - 1, prefix: 'p' }),
	allowed: { requests: pages(accounts) + BESIDE },
	floor: () => everybody(accounts),
});

export const rows: NodeRow[] = [
	getAll(1000),
	getAll(10_000, 60),
	upsert(300),
	...oneItemRows,
	addToRole(300),
	transferOwned(100),
];
