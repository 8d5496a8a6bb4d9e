/** The people of the rows: the sandbox numbers those it is asked to add. */
export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export const emails = (prefix: string, count: number) =>
	numbers(count).map((number) => `${prefix}${number}@example.com`);

export const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });
