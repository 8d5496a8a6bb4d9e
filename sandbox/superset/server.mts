import { cookie } from '../frame/cookies.mts';
import type { PeopleWish, Setup, StandIn } from '../frame/product.mts';
import { BadRequestOfUser } from '../frame/switches.mts';
import { ADMIN_KEY, addKey } from './api-keys.mts';
import { msg, Refusal, tooMany, type Answer } from './answers.mts';
import { noteSignIn } from './auth.mts';
import { Call } from './call.mts';
import { fillCompany } from './company.mts';
import { requireCsrf, requirePermission } from './guard.mts';
import { errorPage, loginPage } from './pages.mts';
import { hashPassword } from './passwords.mts';
import { Router } from './router.mts';
import { routes } from './routes.mts';
import { COMMON_PASSWORD } from './seed.mts';
import { encodeSession, type Session } from './signing.mts';
import { describeWorld } from './state.mts';
import { readSettings } from './switches.mts';
import { ADMIN_PASSWORD, World } from './world.mts';

/** Contract 2.7: requests per second of one client address. Everybody here comes from one address. */
const LIMIT = 50;
const WINDOW = 1000;

/** One stand-in for Superset. */
export class SupersetStandIn implements StandIn {
	private readonly world: World;
	private readonly router: Router;
	private window = { start: -Infinity, count: 0 };

	constructor(setup: Setup) {
		this.world = new World(readSettings(setup.switches), setup.clock);
		if (!setup.fresh) fillCompany(this.world);
		if (this.world.settings.apiKeys) addKey(this.world, 1, 'sandbox', ADMIN_KEY);
		this.router = new Router(routes(this.world));
	}

	async handle(request: Request): Promise<Response> {
		const { pathname } = new URL(request.url);
		const { prefix } = this.world.settings;
		const inside = prefix === '' || pathname === prefix || pathname.startsWith(`${prefix}/`);
		// Outside the mount point another web server answers, and it knows no JSON.
		if (!inside)
			return new Response('<html><body><h1>404 Not Found</h1></body></html>', {
				status: 404,
				headers: { 'content-type': 'text/html' },
			});
		const text = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
		const call = new Call(this.world, request, text, pathname.slice(prefix.length) || '/');
		return this.write(call, this.answer(call));
	}

	/** Order of checks: contract 14. */
	private answer(call: Call): Answer {
		const over = this.overLimit();
		try {
			const found = this.router.find(call, this.world.settings.prefix);
			if ('answer' in found) return found.answer;
			if (over) return tooMany();
			const { route, values } = found;
			if (route.csrf) requireCsrf(call);
			if (route.permission !== undefined) requirePermission(call, ...route.permission);
			return route.handle(call, values);
		} catch (error) {
			if (error instanceof Refusal) return error.answer;
			throw error;
		}
	}

	/** A window opens with its first request and lasts a second; every request counts. */
	private overLimit(): boolean {
		if (!this.world.settings.rateLimit) return false;
		const now = this.world.clock.now();
		if (now - this.window.start >= WINDOW) this.window = { start: now, count: 0 };
		return ++this.window.count > LIMIT;
	}

	private write(call: Call, answer: Answer & { session?: Session }): Response {
		const headers = new Headers();
		if (answer.location !== undefined) headers.set('location', answer.location);
		if (isErrors(answer) && (answer.status === 404 || answer.status === 500) && admitsHtml(call)) {
			headers.set('content-type', 'text/html; charset=utf-8');
			return new Response(errorPage(answer.status), { status: answer.status, headers });
		}
		// A content write sets the cookie whatever becomes of it (R `owners:dashboard-post-csrf-no-bearer`), and a session
		// that came along is renewed (R `owners:users-put-with-csrf`).
		if (answer.cookie || isContentWrite(call) || cookie(call.request, 'session') !== undefined)
			this.setSession(call, answer.session, headers);
		headers.set(
			'content-type',
			answer.html === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
		);
		return new Response(answer.html ?? JSON.stringify(answer.body), { status: answer.status, headers });
	}

	private setSession(call: Call, session: Session | undefined, headers: Headers): void {
		const value = encodeSession(session ?? { ...call.session, locale: 'en' }, this.world.clock.now());
		headers.append('set-cookie', `session=${value}; HttpOnly; Path=/; SameSite=Lax`);
	}

	credentials(origin: string): { url: string } & Record<string, string> {
		const { prefix, apiKeys } = this.world.settings;
		return {
			url: `${origin}${prefix}`,
			authentication: 'login',
			provider: 'db',
			username: 'admin',
			password: ADMIN_PASSWORD,
			...(apiKeys ? { apiKey: ADMIN_KEY } : {}),
		};
	}

	state(): unknown {
		return describeWorld(this.world);
	}

	mail(): readonly unknown[] {
		return [];
	}

	/** With `roleSync` set, the named role replaces the person's roles, as AUTH_ROLES_SYNC_AT_LOGIN does. */
	signInAtProvider(body: Record<string, unknown>): unknown {
		const email = typeof body.email === 'string' ? body.email.toLowerCase() : '';
		const user = this.world.users.rows.find((candidate) => candidate.email.toLowerCase() === email);
		if (user === undefined || user.active !== true) return { signedIn: false };
		noteSignIn(this.world, user, true);
		const role = this.world.roleByName(this.world.settings.roleSync);
		if (role !== undefined) user.roles = [role.id];
		return { signedIn: true, id: user.id };
	}

	addPeople(wish: PeopleWish): unknown {
		const roles = (wish.roles.length > 0 ? wish.roles : ['Gamma']).map((name) => {
			const role = this.world.roleByName(name);
			if (role === undefined)
				throw new BadRequestOfUser(
					`No role "${name}". Roles: ${this.world.roles.rows.map((one) => one.name).join(', ')}`,
				);
			return role.id;
		});
		const password = hashPassword(COMMON_PASSWORD);
		const added = Array.from({ length: wish.count }, (_, index) => {
			const username = `${wish.prefix}${index + 1}`;
			const email = `${username}@example.com`;
			if (this.world.users.taken({ username, email }))
				throw new BadRequestOfUser(`${username} is there already; choose another prefix`);
			const blank = this.world.blankUser(username, email, 'Person', String(index + 1));
			return this.world.users.add({
				...blank,
				password,
				active: wish.active,
				roles: [...roles],
				createdBy: 1,
				changedBy: 1,
			}).id;
		});
		return { added: added.length, firstId: added[0] ?? null, lastId: added.at(-1) ?? null };
	}

	tooManyRequests(request: Request): Response {
		return this.write(this.bare(request), tooMany());
	}

	loginPage(): Response {
		return new Response(loginPage(''), { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
	}

	sessionExpired(request: Request): Response | undefined {
		// An API key is no session; it never runs out this way.
		if (!/^Bearer (?!sst_)/.test(request.headers.get('authorization') ?? '')) return undefined;
		return this.write(this.bare(request), msg(401, 'Token has expired'));
	}

	private bare(request: Request): Call {
		return new Call(this.world, request, '', new URL(request.url).pathname);
	}
}

function isErrors(answer: Answer): boolean {
	return typeof answer.body === 'object' && answer.body !== null && 'errors' in answer.body;
}

function admitsHtml(call: Call): boolean {
	return /\*\/\*|text\/\*|text\/html/.test(call.header('accept') ?? '');
}

function isContentWrite(call: Call): boolean {
	return call.method !== 'GET' && /^\/api\/v1\/(?!security\/)/.test(call.path);
}
