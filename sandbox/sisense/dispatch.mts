import { forbidden, invalidToken, legacyForbidden, Refusal, type Answer } from './answers.mts';
import { identify } from './auth.mts';
import { Call } from './call.mts';
import { app, noRoute } from './pages.mts';
import { Router, type Found } from './router.mts';
import { routes } from './routes.mts';
import type { Tenant, World } from './world.mts';

/** Put on every URL by the vendor's own client (contract 1). */
const ALWAYS_KNOWN = new Set(['trc']);

/** Takes a request from its path to its answer. */
export class Dispatcher {
	private readonly router: Router;

	constructor(private readonly world: World) {
		this.router = new Router(routes(world.settings));
	}

	answer(request: Request, body: string): Answer {
		const { pathname } = new URL(request.url);
		const tenant = this.tenantOf(pathname);
		const method = request.method === 'HEAD' ? 'GET' : request.method;
		const text = method === 'DELETE' && this.world.settings.stripDeleteBodies ? '' : body;
		const call = new Call(this.world, request, text, tenant);
		if (call.path !== '/api' && !call.path.startsWith('/api/'))
			return method === 'GET' && this.world.settings.htmlForUnknown ? app() : noRoute(method, pathname);
		try {
			return this.carryOut(call, this.router.find(method, call.path), method);
		} catch (error) {
			if (error instanceof Refusal) return error.answer;
			throw error;
		}
	}

	/** The first part of the path names it; no part is the system tenant's (contract 1). */
	private tenantOf(pathname: string): Tenant {
		const { world } = this;
		const named = world.settings.tenants ? world.tenantNamed(pathname.split('/')[1]) : undefined;
		return named ?? world.system;
	}

	/** Who it is comes before what there is, and how a request looks before what it means. */
	private carryOut(call: Call, found: Found | undefined, method: string): Answer {
		const refused = identify(call);
		if (found?.route.open !== true) {
			if (refused !== undefined) return refused;
			if (call.caller === undefined) return invalidToken();
		}
		if (found === undefined) return noRoute(method, call.path);
		requireRights(call, found);
		validate(call, found);
		return found.route.handle(call, found.values);
	}
}

function requireRights(call: Call, { route }: Found): void {
	const { world, caller } = call;
	if (route.open === true) return;
	const allowed =
		route.only === 'managers'
			? call.manages
			: route.only !== 'designers' || world.roles.designs(caller?.roleId ?? '');
	if (allowed && !call.embedded) return;
	throw call.isLegacy ? legacyForbidden() : new Refusal(forbidden());
}

/** Ids in the path and the names of query parameters (contract 1); v0.9 looks at neither. */
function validate(call: Call, { route, values, ids }: Found): void {
	if (call.isLegacy) return;
	for (const name of ids) call.id(values[name], name);
	if (!call.world.settings.strictQuery || call.path.startsWith('/api/v2/')) return;
	for (const name of call.query.keys())
		if (!ALWAYS_KNOWN.has(name) && route.query?.includes(name) !== true)
			throw call.invalid(`${name} is not a known query parameter`);
}
