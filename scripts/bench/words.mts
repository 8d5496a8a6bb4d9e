/** The people of the rows: the sandbox numbers those it is asked to add. */
export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export const emails = (prefix: string, count: number) =>
	numbers(count).map((number) => `${prefix}${number}@example.com`);

/** Requests that BI Access may take in each tool beside people and writes: who asks, roles and groups, the server. */
export const BESIDE = 10;

interface Named<Id> {
	id: Id;
	name: string;
}

/* IDs in what a stand-in tells: numbers or texts, as the product has them. */
export const userId = <Id,>({ accounts }: { accounts: Array<{ id: Id; email: string }> }, wanted: string): Id =>
	accounts.find(({ email }) => email === wanted)!.id;

const named = <Id,>(all: Array<Named<Id>>, wanted: string): Id => all.find(({ name }) => name === wanted)!.id;

export const groupId = <Id,>({ groups }: { groups: Array<Named<Id>> }, wanted: string): Id => named(groups, wanted);

export const roleId = <Id,>({ roles }: { roles: Array<Named<Id>> }, wanted: string): Id => named(roles, wanted);

export const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });

/** One item for each of the people p1, p2 …, and as many come back. */
export const itemEach = (people: number) => ({
	items: emails('p', people).map((email) => ({ email })),
	gives: people,
});

/** Parameters that add the person of each item to a role or group. */
export const addTo = (kind: 'role' | 'group', name: string) => ({
	resource: 'user',
	operation: kind === 'role' ? 'addToRole' : 'addToGroup',
	user: byEmail('={{ $json.email }}'),
	[kind]: { __rl: true, mode: 'name', value: name },
});
