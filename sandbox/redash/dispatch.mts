import { badRequest, forbidden, noKey, Refusal, tooMany, wrongMethod, type Answer } from './answers.mts';
import { byCookie, findCaller } from './auth.mts';
import { Call } from './call.mts';
import { addressOf, Limiter } from './limits.mts';
import { frontEnd, htmlError, redirect } from './pages.mts';
import { Router, type Found, type Route } from './router.mts';
import { routes } from './routes.mts';
import type { Org, World } from './world.mts';

const CSRF_MISSING = 'The CSRF token is missing.';

/** Takes a request from its path to its answer. */
export class Dispatcher {
	private readonly router: Router;
	private readonly limiter: Limiter;

	constructor(private readonly world: World) {
		this.router = new Router(routes(world.behaviour));
		this.limiter = new Limiter(world.clock);
	}

	answer(request: Request, text: string): Answer {
		// A doubled leading slash works (contract 1).
		const whole = new URL(request.url).pathname.replace(/^\/+/, '/');
		if (whole === '/ping') return { status: 200, html: 'PONG.' };
		const { org, path } = this.split(whole);
		const method = request.method === 'HEAD' ? 'GET' : request.method;
		const found = this.router.find(method, path);
		if (org === undefined) return this.withoutOrg(request, found);
		const call = new Call(this.world, org, request, text, path);
		try {
			this.requireToken(call, found);
			if (found === 'method') return wrongMethod();
			return found === 'nothing' ? this.fallBack(call) : this.run(call, found);
		} catch (error) {
			if (error instanceof Refusal) return error.answer;
			throw error;
		}
	}

	/** A multi-org server takes the organisation from the first segment; only `/api/config` has none. */
	private split(whole: string): { org: Org | undefined; path: string } {
		const first = this.world.orgs.rows[0];
		if (!this.world.settings.multiOrg || whole === '/api/config') return { org: first, path: whole };
		const [, slug, rest = '/'] = /^\/([^/]*)(\/.*)?$/.exec(whole) ?? [];
		const org = this.world.orgBySlug(slug);
		// With a slug that route is not there.
		return { org, path: rest === '/api/config' ? '' : rest };
	}

	/** Nobody can be signed in to an organisation that is not there. */
	private withoutOrg(request: Request, found: Found): Answer {
		if (found === 'method') return wrongMethod();
		if (found === 'nothing' && request.method !== 'GET') return methodPage();
		return signInFirst(new URL(request.url));
	}

	/**
	 * With CSRF on, writes need a token unless a key says who calls. Checked before everything else, so a bad key looks
	 * like a missing token, and so does an unknown path even with a good key (contract 1).
	 */
	private requireToken(call: Call, found: Found): void {
		if (!this.world.settings.csrf || call.method === 'GET' || call.method === 'HEAD') return;
		if (found === 'nothing') throw new Refusal(htmlError(400, 'Bad Request', CSRF_MISSING));
		const known = found !== 'method' && findCaller(call, found.values) !== undefined;
		if (known && !byCookie(call)) return;
		const isPage = found !== 'method' && !found.route.path.startsWith('/api/');
		throw new Refusal(isPage ? htmlError(400, 'Bad Request', CSRF_MISSING) : badRequest(CSRF_MISSING));
	}

	private run(call: Call, { route, values }: Exclude<Found, string>): Answer {
		this.spend(call, route);
		const caller = findCaller(call, values);
		if (caller !== undefined) call.actAs(caller);
		if (!route.open) {
			if (caller === undefined) return noKey();
			if ('user' in caller) this.world.saw(caller.user);
			if (route.permission !== undefined && !call.has(route.permission)) return forbidden();
		}
		return route.handle(call, values);
	}

	private spend(call: Call, { budget }: Route): void {
		if (budget === undefined || !this.world.settings.rateLimit) return;
		const broken = this.limiter.hit(budget, addressOf(call.request));
		if (broken !== undefined) throw new Refusal(tooMany(broken));
	}

	/** No route: the front end for people who are signed in, whatever they asked for. */
	private fallBack(call: Call): Answer {
		if (call.method !== 'GET' && call.method !== 'HEAD') return methodPage();
		return findCaller(call, {}) === undefined ? signInFirst(call.url, call) : frontEnd();
	}
}

function methodPage(): Answer {
	return htmlError(405, 'Method Not Allowed', 'The method is not allowed for the requested URL.');
}

function signInFirst(url: URL, call?: Call): Answer {
	if (url.pathname.includes('/api/')) return noKey();
	const slug = call?.world.settings.multiOrg ? `/${call.org.slug}` : '';
	return redirect(
		`${slug}/login?next=${call === undefined ? url.href : `${call.origin}${url.pathname}${url.search}`}`,
	);
}
