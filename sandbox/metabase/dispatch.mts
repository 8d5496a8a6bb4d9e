import { forbidden, noRoute, Refusal, unauthenticated, type Answer } from './answers.mts';
import { identify } from './auth.mts';
import { Call } from './call.mts';
import { frontEnd } from './pages.mts';
import { Router } from './router.mts';
import { routes } from './routes.mts';
import type { World } from './world.mts';

/** What answers before anybody has set the server up. */
const BARE = new Set(['/api/health', '/api/session/properties', '/api/setup']);

/** Takes a request from its path to its answer. */
export class Dispatcher {
	private readonly router: Router;

	constructor(private readonly world: World) {
		this.router = new Router(routes(world.settings));
	}

	answer(request: Request, body: string): Answer {
		const path = new URL(request.url).pathname;
		if (path !== '/api' && !path.startsWith('/api/')) return frontEnd();
		const found = this.router.find(request.method === 'HEAD' ? 'GET' : request.method, path);
		if (found === undefined) return noRoute();
		if (this.world.users.rows.length === 0 && !BARE.has(path)) return unauthenticated();
		const { route, values } = found;
		const call = new Call(this.world, request, body);
		identify(call);
		if (route.open !== true && call.caller === undefined) return unauthenticated();
		if (route.admin === true && !call.isSuperuser) return forbidden();
		try {
			return route.handle(call, values);
		} catch (error) {
			if (error instanceof Refusal) return error.answer;
			throw error;
		}
	}
}
