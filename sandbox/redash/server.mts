import type { PeopleWish, Setup, StandIn } from '../frame/product.mts';
import { BadRequestOfUser } from '../frame/switches.mts';
import { tooMany, type Answer } from './answers.mts';
import { addAcme, fillAcme, fillCompany, install } from './company.mts';
import { seedContent } from './content/index.mts';
import { Dispatcher } from './dispatch.mts';
import { FIRST_LIMIT } from './limits.mts';
import { rememberToken } from './links.mts';
import { loginForm } from './pages.mts';
import { ADMIN_KEY, COMMON_PASSWORD } from './seed.mts';
import { signIn } from './sso.mts';
import { describeWorld } from './state.mts';
import { readSettings } from './switches.mts';
import { World } from './world.mts';

/** One stand-in for Redash. */
export class RedashStandIn implements StandIn {
	private readonly world: World;
	private readonly dispatcher: Dispatcher;

	constructor(setup: Setup) {
		this.world = new World(readSettings(setup.switches), setup.clock);
		install(this.world);
		if (!setup.fresh) {
			fillCompany(this.world);
			seedContent(this.world);
		}
		if (this.world.settings.multiOrg) {
			addAcme(this.world);
			if (!setup.fresh) fillAcme(this.world);
		}
		this.dispatcher = new Dispatcher(this.world);
	}

	async handle(request: Request): Promise<Response> {
		const text = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
		this.world.catchUp();
		return this.write(this.dispatcher.answer(request, text));
	}

	/** Every answer sets both cookies (contract 1). */
	private write(answer: Answer): Response {
		const headers = new Headers();
		if (answer.location !== undefined) headers.set('location', answer.location);
		const user = answer.remember === undefined ? undefined : this.world.users.get(answer.remember);
		if (user !== undefined) headers.append('set-cookie', cookie('remember_token', rememberToken(user)));
		headers.append('set-cookie', cookie('csrf_token', 'sandbox'));
		headers.append('set-cookie', cookie('session', 'sandbox'));
		headers.set('content-type', answer.html === undefined ? 'application/json' : 'text/html; charset=utf-8');
		return new Response(answer.html ?? JSON.stringify(answer.body), { status: answer.status, headers });
	}

	credentials(origin: string): { url: string } & Record<string, string> {
		return { url: this.world.settings.multiOrg ? `${origin}/default` : origin, apiKey: ADMIN_KEY };
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
		const org = world.orgs.rows[0].id;
		const groups = [world.builtin(org, 'default').id, ...wish.roles.map((name) => this.groupNamed(org, name))];
		const added = Array.from({ length: wish.count }, (_, index) => {
			const email = `${wish.prefix}${index + 1}@example.com`;
			if (world.users.forEmail(org, email) !== undefined)
				throw new BadRequestOfUser(`${email} is there already; choose another prefix`);
			const blank = world.blankUser(org, `Person ${wish.prefix} ${index + 1}`, email);
			return world.users.add({
				...blank,
				password: COMMON_PASSWORD,
				pending: false,
				disabledAt: wish.active ? null : blank.createdAt,
				groups: [...new Set(groups)],
			}).id;
		});
		return { added: added.length, firstId: added[0] ?? null, lastId: added.at(-1) ?? null };
	}

	/** The first group of the name: names need not be unique. */
	private groupNamed(org: number, name: string): number {
		const groups = this.world.groups.rows.filter((group) => group.org === org);
		const group = groups.find((one) => one.name === name);
		if (group === undefined)
			throw new BadRequestOfUser(`No group "${name}". Groups: ${groups.map((one) => one.name).join(', ')}`);
		return group.id;
	}

	tooManyRequests(): Response {
		return this.write(tooMany(FIRST_LIMIT));
	}

	loginPage(): Response {
		return this.write(loginForm());
	}

	/** A key never runs out, and the package keeps no session. */
	sessionExpired(): undefined {
		return undefined;
	}
}

function cookie(name: string, value: string): string {
	return `${name}=${value}; HttpOnly; Path=/; SameSite=Lax`;
}
