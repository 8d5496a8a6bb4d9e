import { Clock } from './clock.mts';
import { Faults } from './faults.mts';
import { Journal } from './journal.mts';
import type { PeopleWish, Product, StandIn } from './product.mts';
import { BadRequestOfUser, resolveSwitches } from './switches.mts';

/** Where tests look at a stand-in server and move it; reached as `{origin}/__sandbox/<route>`. */
export const CONTROL_ROUTES = ['reset', 'state', 'requests', 'clock', 'mail', 'sso', 'faults', 'people'] as const;
export type ControlRoute = (typeof CONTROL_ROUTES)[number];

/** Routes that only look; the others are POST. */
export const READING_ROUTES: ReadonlySet<string> = new Set(['state', 'requests', 'mail']);

export interface Wanted {
	readonly set: Readonly<Record<string, string>>;
	readonly fresh: boolean;
	readonly faults: string;
}

/** One product of the sandbox while it runs: the stand-in server and everything around it that is not the product. */
export class Station {
	readonly clock = new Clock();
	readonly journal = new Journal();
	faults: Faults;
	standIn: StandIn;
	private switches: Record<string, string>;
	private fresh: boolean;

	constructor(
		readonly product: Product,
		private readonly known: readonly Product[],
		private readonly wanted: Wanted,
	) {
		this.switches = resolveSwitches(product, wanted.set, known);
		this.fresh = wanted.fresh;
		this.faults = new Faults(wanted.faults);
		this.standIn = this.make();
	}

	/** Carries out a control route. Throws {@link BadRequestOfUser} when the body is not what the route takes. */
	control(route: string, body: unknown): unknown {
		const input = asObject(body);
		switch (route) {
			case 'reset':
				return this.reset(input);
			case 'state':
				return this.standIn.state();
			case 'requests':
				return this.journal.report();
			case 'clock':
				return this.moveClock(input);
			case 'mail':
				return this.standIn.mail();
			case 'sso':
				return this.standIn.signInAtProvider(input);
			case 'faults':
				this.faults = new Faults(asText(input.spec ?? '', 'spec'));
				return { spec: input.spec ?? '' };
			case 'people':
				return this.standIn.addPeople(peopleWish(input));
			default:
				throw new BadRequestOfUser(`No control route "${route}". Routes: ${CONTROL_ROUTES.join(', ')}`);
		}
	}

	private make(): StandIn {
		return this.product.create({ switches: this.switches, fresh: this.fresh, clock: this.clock });
	}

	private reset(input: Record<string, unknown>): unknown {
		const asked = Object.fromEntries(
			Object.entries(asObject(input.set)).map(([key, value]) => [key, asText(value, key)]),
		);
		if (input.fresh !== undefined && typeof input.fresh !== 'boolean')
			throw new BadRequestOfUser('fresh is true or false');
		this.switches = resolveSwitches(this.product, asked, this.known, this.switches);
		this.fresh = input.fresh ?? this.fresh;
		this.clock.reset();
		this.journal.clear();
		this.faults = new Faults(this.wanted.faults);
		this.standIn = this.make();
		return { switches: this.switches, fresh: this.fresh };
	}

	private moveClock(input: Record<string, unknown>): unknown {
		if (typeof input.advance !== 'number' || !Number.isFinite(input.advance))
			throw new BadRequestOfUser('clock takes {"advance": milliseconds}');
		this.clock.advance(input.advance);
		return { now: new Date(this.clock.now()).toISOString() };
	}
}

function peopleWish(input: Record<string, unknown>): PeopleWish {
	const count = Number(input.count);
	if (!Number.isInteger(count) || count < 0)
		throw new BadRequestOfUser('people takes {"count": N, "prefix"?, "roles"?, "active"?}');
	const roles = input.roles ?? [];
	if (!Array.isArray(roles)) throw new BadRequestOfUser('roles is a list of names');
	return {
		count,
		prefix: asText(input.prefix ?? 'person', 'prefix'),
		roles: roles.map((role) => asText(role, 'roles')),
		active: input.active !== false,
	};
}

function asObject(value: unknown): Record<string, unknown> {
	if (value === undefined || value === null) return {};
	if (typeof value !== 'object' || Array.isArray(value)) throw new BadRequestOfUser('the body is a JSON object');
	return value as Record<string, unknown>;
}

function asText(value: unknown, name: string): string {
	if (typeof value !== 'string') throw new BadRequestOfUser(`${name} is text`);
	return value;
}
