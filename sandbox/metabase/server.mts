import type { PeopleWish, Setup, StandIn } from '../frame/product.mts';
import { BadRequestOfUser } from '../frame/switches.mts';
import { unauthenticated, type Answer } from './answers.mts';
import { SESSION_COOKIE, sessionOf } from './auth.mts';
import { fillCompany, install } from './company.mts';
import { Dispatcher } from './dispatch.mts';
import { frontEnd, proxyLimit } from './pages.mts';
import { ADMIN_EMAIL, ADMIN_KEY, COMMON_PASSWORD } from './seed.mts';
import { signIn } from './sso.mts';
import { describeWorld } from './state.mts';
import { readSettings } from './switches.mts';
import { ALL_USERS, World } from './world.mts';

/** One stand-in for Metabase. */
export class MetabaseStandIn implements StandIn {
	private readonly world: World;
	private readonly dispatcher: Dispatcher;

	constructor(setup: Setup) {
		this.world = new World(readSettings(setup.switches), setup.clock);
		install(this.world);
		if (!setup.fresh && !this.world.settings.bare) fillCompany(this.world);
		this.dispatcher = new Dispatcher(this.world);
	}

	async handle(request: Request): Promise<Response> {
		const body = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
		return this.write(this.dispatcher.answer(request, body));
	}

	private write(answer: Answer): Response {
		const headers = new Headers();
		if (answer.session !== undefined) {
			headers.append('set-cookie', cookie(SESSION_COOKIE, answer.session));
			headers.append('set-cookie', cookie('metabase.TIMEOUT', 'alive'));
		}
		const [type, content] = this.encode(answer);
		if (type !== undefined) headers.set('content-type', type);
		return new Response(content, { status: answer.status, headers });
	}

	private encode({ html, text, exception, body }: Answer): [type?: string, content?: string] {
		if (html !== undefined) return ['text/html;charset=utf-8', html];
		if (text !== undefined) return ['text/plain', text];
		const json = exception === undefined ? body : this.explain(exception);
		return json === undefined ? [] : ['application/json;charset=utf-8', JSON.stringify(json)];
	}

	/** Shape 3 of contract section 1, or shape 4 where the server keeps exceptions to itself. */
	private explain({ message, data }: NonNullable<Answer['exception']>): Record<string, unknown> {
		if (this.world.settings.hideStacktraces) return { message: 'Something went wrong' };
		return {
			message,
			cause: message,
			via: [{ type: 'clojure.lang.ExceptionInfo', message, data, at: ['sandbox', 'invoke'] }],
			trace: [['sandbox', 'invoke']],
			data,
			...data,
		};
	}

	credentials(origin: string): { url: string } & Record<string, string> {
		return {
			url: origin,
			authentication: 'apiKey',
			apiKey: ADMIN_KEY,
			username: ADMIN_EMAIL,
			password: COMMON_PASSWORD,
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
		const { world } = this;
		const groups = [ALL_USERS, ...wish.roles.map((name) => this.groupNamed(name))];
		const added = Array.from({ length: wish.count }, (_, index) => {
			const email = `${wish.prefix}${index + 1}@example.com`;
			if (world.users.forEmail(email) !== undefined)
				throw new BadRequestOfUser(`${email} is there already; choose another prefix`);
			const user = world.addUser({
				...world.blankUser(email, 'Person', `${wish.prefix} ${index + 1}`),
				password: COMMON_PASSWORD,
				active: wish.active,
			});
			for (const group of new Set(groups)) world.join(user, group);
			return user.id;
		});
		return { added: added.length, firstId: added[0] ?? null, lastId: added.at(-1) ?? null };
	}

	private groupNamed(name: string): number {
		const groups = this.world.groups.rows;
		const group = groups.find((one) => one.name === name);
		if (group === undefined)
			throw new BadRequestOfUser(`No group "${name}". Groups: ${groups.map((one) => one.name).join(', ')}`);
		return group.id;
	}

	tooManyRequests(): Response {
		return this.write(proxyLimit());
	}

	loginPage(): Response {
		return this.write(frontEnd());
	}

	/** An API key never runs out. */
	sessionExpired(request: Request): Response | undefined {
		return sessionOf(request) === undefined ? undefined : this.write(unauthenticated());
	}
}

function cookie(name: string, value: string): string {
	return `${name}=${value}; HttpOnly; Path=/; SameSite=Lax`;
}
