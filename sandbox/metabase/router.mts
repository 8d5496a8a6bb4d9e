import type { Answer } from './answers.mts';
import type { Call } from './call.mts';

/** What the path holds: numbers as digits, words as they came. */
export type PathValues = Readonly<Record<string, string>>;

export interface Route {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
	/** As in `/api/user/{id}`: `{id}` is digits, `{name:word}` any one segment, `{name:rest}` everything after it. */
	readonly path: string;
	/** Answers also who is not signed in; `call.user` may be missing then. */
	readonly open?: true;
	/** Only for superusers. */
	readonly admin?: true;
	handle(call: Call, path: PathValues): Answer;
}

interface Compiled {
	readonly route: Route;
	readonly pattern: RegExp;
}

/** Finds routes as the server does: an id that is not digits, another method: no such route (contract 1). */
export class Router {
	private readonly compiled: readonly Compiled[];

	constructor(routes: readonly Route[]) {
		this.compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));
	}

	find(method: string, path: string): { route: Route; values: PathValues } | undefined {
		for (const { route, pattern } of this.compiled) {
			const match = route.method === method ? pattern.exec(path) : null;
			if (match !== null) return { route, values: { ...match.groups } };
		}
		return undefined;
	}
}

const SEGMENT = { undefined: '\\d+', word: '[^/]+', rest: '.*' };

function compile(path: string): RegExp {
	const source = path.replaceAll(
		/\{(\w+)(?::(word|rest))?\}/g,
		(_, name: string, kind: keyof typeof SEGMENT) => `(?<${name}>${SEGMENT[kind ?? 'undefined']})`,
	);
	return new RegExp(`^${source}/?$`);
}
