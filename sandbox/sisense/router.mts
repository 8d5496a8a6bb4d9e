import type { Answer } from './answers.mts';
import type { Call } from './call.mts';

/** What the path holds. */
export type PathValues = Readonly<Record<string, string>>;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';

export interface Route {
	readonly method: Method;
	/** As in `/api/v1/users/{id}`: `{id}` is an id (of v1 and v2: anything else is 422), `{name:word}` any one segment. */
	readonly path: string;
	/** Query parameters it knows; a strict server refuses all others of v1 routes. */
	readonly query?: readonly string[];
	/** Answers also who is not signed in; `call.user` may be missing then. */
	readonly open?: true;
	/** Only for who may manage people, or for designers and everybody above. */
	readonly only?: 'managers' | 'designers';
	handle(call: Call, path: PathValues): Answer;
}

interface Compiled {
	readonly route: Route;
	readonly pattern: RegExp;
	/** Names that hold ids. */
	readonly ids: readonly string[];
}

export interface Found {
	readonly route: Route;
	readonly values: PathValues;
	readonly ids: readonly string[];
}

/** Finds routes in the order they are listed: `/users/bulk` goes before `/users/{id}`. */
export class Router {
	private readonly compiled: readonly Compiled[];

	constructor(routes: readonly Route[]) {
		this.compiled = routes.map((route) => ({
			route,
			pattern: new RegExp(`^${route.path.replaceAll(/\{(\w+)(?::word)?\}/g, '(?<$1>[^/]+)')}/?$`),
			ids: [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
		}));
	}

	find(method: string, path: string): Found | undefined {
		for (const { route, pattern, ids } of this.compiled) {
			const match = route.method === method ? pattern.exec(path) : null;
			if (match !== null) return { route, values: decoded(match.groups ?? {}), ids };
		}
		return undefined;
	}
}

function decoded(groups: Readonly<Record<string, string>>): PathValues {
	return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeText(value)]));
}

/** What is no good encoding stays as it came. */
function decodeText(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}
