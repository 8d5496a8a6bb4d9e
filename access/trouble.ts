/** Why something did not happen: what it was, and what to do about it. Adapters throw errors that have both. */
export interface Trouble {
	what: string;
	todo: string;
}

/** Whatever was thrown, in those two parts. */
export function troubleOf(thrown: unknown): Trouble {
	const { what, todo, message } = (thrown ?? {}) as { what?: unknown; todo?: unknown; message?: unknown };
	if (typeof what === 'string' && typeof todo === 'string') return { what, todo };
	return { what: typeof message === 'string' ? message : String(thrown), todo: '' };
}

/** Whatever was thrown, as something that can stand for a result. */
export const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Both in one text, as a row of a result shows it. */
export const say = ({ what, todo }: Trouble) => `${what} ${todo}`.trim();
