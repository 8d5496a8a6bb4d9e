/** The people of the rows: the sandbox numbers those it is asked to add. */
export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export const emails = (prefix: string, count: number) =>
	numbers(count).map((number) => `${prefix}${number}@example.com`);

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
