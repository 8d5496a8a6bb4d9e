import type { Answer } from './answers.mts';
import type { Call } from './call.mts';

/** What the path holds, percent-decoded: `{id}` is any one segment; `rowId` in call.mts reads numbers. */
export type PathValues = Readonly<Record<string, string>>;

export interface Route {
	readonly method: 'GET' | 'POST' | 'DELETE';
	/**
	 * As in `/api/users/{id}`, without the organisation's slug. A segment named `{query_id}` makes the route open to that
	 * query's own key.
	 */
	readonly path: string;
	/** What the caller needs; absent: any caller with a key. */
	readonly permission?: string;
	/** No key needed; `call.user` is not there then. */
	readonly open?: true;
	/** Budget that a call uses up before anything else is looked at (contract 10). */
	readonly budget?: 'create' | 'update';
	handle(call: Call, path: PathValues): Answer;
}

interface Compiled {
	readonly route: Route;
	readonly pattern: RegExp;
}

/** `method`: the path is known, the method is not. `nothing`: the front end's business. */
export type Found = { route: Route; values: PathValues } | 'method' | 'nothing';

/** Finds routes as the web framework of the server does (contract 1): exact paths, case and slashes. */
export class Router {
	private readonly compiled: readonly Compiled[];

	constructor(routes: readonly Route[]) {
		this.compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));
	}

	/** @param path percent-encoded as it came, below the slug */
	find(method: string, path: string): Found {
		let known = false;
		for (const { route, pattern } of this.compiled) {
			const match = pattern.exec(path);
			if (match === null) continue;
			if (route.method === method) return { route, values: decode(match.groups ?? {}) };
			known = true;
		}
		// A GET always has the front end to fall back on, also where only POST is known.
		return known && method !== 'GET' ? 'method' : 'nothing';
	}
}

function compile(path: string): RegExp {
	return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^/]+)`)}$`);
}

function decode(groups: Record<string, string>): PathValues {
	return Object.fromEntries(
		Object.entries(groups).map(([name, text]) => {
			try {
				return [name, decodeURIComponent(text)];
			} catch {
				return [name, text];
			}
		}),
	);
}
