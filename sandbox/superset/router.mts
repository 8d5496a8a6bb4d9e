import { noSuchRoute, redirect, wrongMethod, type Answer } from './answers.mts';
import type { Call } from './call.mts';

/** What the path holds: `{pk}` any text, `{int:pk}` digits only. */
export type PathValues = Readonly<Record<string, string>>;

export interface Route {
	readonly method: string;
	/** As in `/api/v1/security/users/{int:pk}`. */
	readonly path: string;
	/** Who may: the pair of permission and resource. Absent: the route checks for itself. */
	readonly permission?: readonly [permission: string, view: string];
	/** Content writes need the CSRF pair (contract 3.4). */
	readonly csrf?: true;
	handle(call: Call, path: PathValues): Answer;
}

interface Compiled {
	readonly route: Route;
	readonly pattern: RegExp;
}

export type Found = { route: Route; values: PathValues } | { answer: Answer };

/** Finds routes as the web framework of the server does (contract 2.3). */
export class Router {
	private readonly compiled: readonly Compiled[];

	constructor(routes: readonly Route[]) {
		this.compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));
	}

	/** @param prefix where the application is mounted; needed for the redirect of a missing slash */
	find(call: Call, prefix: string): Found {
		let otherMethod = false;
		for (const { route, pattern } of this.compiled) {
			const match = pattern.exec(call.path);
			if (match === null) continue;
			if (route.method === call.method) return { route, values: decode(match.groups ?? {}) };
			otherMethod = true;
		}
		// A collection without its slash. It wins over 405: `GET /roles/6/permissions` is one, POST there another route.
		if (this.compiled.some(({ pattern, route }) => route.method === call.method && pattern.test(`${call.path}/`)))
			return { answer: redirect(308, `${call.origin}${prefix}${call.path}/${call.url.search}`) };
		return { answer: otherMethod ? wrongMethod() : noSuchRoute() };
	}
}

function compile(path: string): RegExp {
	const source = path.replaceAll(
		/\{(int:)?(\w+)\}/g,
		(_, int: string | undefined, name: string) => `(?<${name}>${int ? '\\d+' : '[^/]+'})`,
	);
	return new RegExp(`^${source}$`);
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
