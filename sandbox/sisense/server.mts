import type { PeopleWish, Setup, StandIn } from '../frame/product.mts';
import { failure, invalidToken, ok, type Answer } from './answers.mts';
import { carriesSession } from './auth.mts';
import { fillCompany, install } from './company.mts';
import { addPeople } from './crowd.mts';
import { Dispatcher } from './dispatch.mts';
import { app } from './pages.mts';
import { isScim, scimFailure, serveScim } from './scim/serve.mts';
import { ADMIN_EMAIL, ADMIN_TOKEN, COMMON_PASSWORD, SCIM_PATH, SCIM_TOKEN } from './seed.mts';
import { signIn } from './sso.mts';
import { describeWorld } from './state.mts';
import { readSettings } from './switches.mts';
import { writeToken } from './tokens.mts';
import { World } from './world.mts';

/** One stand-in for Sisense. */
export class SisenseStandIn implements StandIn {
	private readonly world: World;
	private readonly dispatcher: Dispatcher;

	constructor(setup: Setup) {
		this.world = new World(readSettings(setup.switches), setup.clock);
		install(this.world);
		if (!setup.fresh) fillCompany(this.world);
		this.world.closeLicence();
		this.dispatcher = new Dispatcher(this.world);
	}

	async handle(request: Request): Promise<Response> {
		const body = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
		return isScim(request) ? this.answerScim(request, body) : write(this.dispatcher.answer(request, body));
	}

	/** SCIM, or what a server without it has at that path (contract 10). */
	private answerScim(request: Request, body: string): Response | Promise<Response> {
		switch (this.world.settings.scim.presence) {
			case 'present':
				return serveScim(this.world, request, body);
			case 'html':
				return write(app());
			case 'foreign':
				return write(ok({ status: 'ok' }));
			case 'absent':
				return write(this.dispatcher.answer(request, body));
		}
	}

	credentials(origin: string): { url: string } & Record<string, string> {
		const { world } = this;
		return {
			url: origin,
			authentication: 'apiToken',
			apiToken: world.settings.tokenExpiry ? freshToken(world) : ADMIN_TOKEN,
			username: ADMIN_EMAIL,
			password: COMMON_PASSWORD,
			scimUrl: origin + SCIM_PATH,
			scimToken: SCIM_TOKEN,
		};
	}

	state(): unknown {
		return describeWorld(this.world);
	}

	mail(): readonly unknown[] {
		return this.world.mail;
	}

	signInAtProvider(body: Record<string, unknown>): unknown {
		return signIn(this.world, body);
	}

	addPeople(wish: PeopleWish): unknown {
		return addPeople(this.world, wish);
	}

	/** The type of error that the specification has and no operation uses (contract 9). */
	tooManyRequests(request: Request): Response {
		if (isScim(request)) return scimFailure(this.world, 429, 'Too many requests.');
		return write(failure(429, 429, 'Too many requests.'));
	}

	loginPage(): Response {
		return write(app());
	}

	sessionExpired(request: Request): Response | undefined {
		if (!carriesSession(request)) return undefined;
		return isScim(request) ? scimFailure(this.world, 401, 'Invalid token.') : write(invalidToken());
	}
}

function write({ status, body, html, cookies = [] }: Answer): Response {
	const headers = new Headers(cookies.map((cookie) => ['set-cookie', cookie]));
	if (html !== undefined) headers.set('content-type', 'text/html; charset=utf-8');
	else if (body !== undefined) headers.set('content-type', 'application/json; charset=utf-8');
	return new Response(html ?? (body === undefined ? null : JSON.stringify(body)), { status, headers });
}

/** The token of the seed says nothing about when it ends, which such a server does not take. */
function freshToken(world: World): string {
	const admin = world.users.exactly(ADMIN_EMAIL);
	return admin === undefined ? '' : writeToken(admin, world.clock.now(), true);
}
