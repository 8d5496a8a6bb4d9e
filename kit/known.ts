import type { Reference, Wanted } from './fields';
import { Problem } from './problem';

const ASKED = { id: 'ID', email: 'e-mail', username: 'username', name: 'username' } as const;

/** What a product's accounts are called by. */
export interface Naming<T> {
	product: string;
	idOf(account: T): number | string;
	/** E-mail and, where there is one, username. */
	namesOf(account: T): Partial<Record<'email' | 'username', string>>;
	/** One account among several that match, for error texts. */
	describe(account: T): string;
}

/**
 * The accounts one execution knows: what was read for its items, kept up to date with what it writes. No server's
 * unique key can be trusted (letter case, blanks, one per organization), so every match is made here.
 */
export class Known<T> {
	private readonly byId = new Map<number | string, T>();

	private readonly byKey = new Map<string, Set<number | string>>();

	/** @param complete every account of the server is among them */
	constructor(
		private readonly naming: Naming<T>,
		accounts: T[],
		readonly complete: boolean,
	) {
		for (const account of accounts) this.put(account);
	}

	/** Adds an account, or replaces what was known of it. */
	put(account: T): void {
		const id = this.naming.idOf(account);
		this.forgetKeys(id);
		this.byId.set(id, account);
		for (const key of this.keysOf(account)) this.byKey.set(key, (this.byKey.get(key) ?? new Set()).add(id));
	}

	/** Forgets an account that was deleted. */
	drop(id: number | string): void {
		this.forgetKeys(id);
		this.byId.delete(id);
	}

	matching(reference: Reference): T[] {
		return [...(this.byKey.get(keyOf(reference)) ?? [])].map((id) => this.byId.get(id)!);
	}

	/** The one account, or undefined. Throws a Problem with the candidates if two match. */
	oneOrNone(reference: Reference): T | undefined {
		const [first, ...more] = this.matching(reference);
		if (more.length === 0) return first;
		const candidates = [first, ...more].map((account) => this.naming.describe(account));
		throw new Problem(
			`${candidates.length} ${this.naming.product} users match the ${ASKED[reference.by]} ${reference.value}: ${candidates.join(', ')}.`,
			'Choose one of them by its ID, and make the others distinct.',
		);
	}

	/** The one account. Throws a Problem if there is none, or more than one. */
	one(reference: Reference): T {
		const account = this.oneOrNone(reference);
		if (account) return account;
		throw new Problem(
			`${this.naming.product} has no user with the ${ASKED[reference.by]} ${reference.value}.`,
			reference.by === 'id'
				? 'Look the user up by e-mail, or choose from the list.'
				: `Check the ${ASKED[reference.by]}, or create the user first.`,
			{ kind: 'notFound' },
		);
	}

	/**
	 * The accounts of a many-valued field, each once. Throws a Problem if one is unknown, or means two.
	 *
	 * @param meanings what an entry can mean: by name first, then by ID
	 */
	named(wanted: Wanted[], meanings: (one: Wanted) => Reference[]): T[] {
		const chosen = new Map<number | string, T>();
		for (const one of wanted) {
			const hits = meanings(one).flatMap((reference) => this.oneOrNone(reference) ?? []);
			const different = [...new Map(hits.map((hit) => [this.naming.idOf(hit), hit])).values()];
			if (different.length > 1) {
				throw new Problem(
					`"${one}" can mean two ${this.naming.product} users: ${different.map((hit) => this.naming.describe(hit)).join(' and ')}.`,
					'Choose from the list, or give the ID.',
				);
			}
			const account = different[0] ?? this.one(meanings(one)[0]);
			chosen.set(this.naming.idOf(account), account);
		}
		return [...chosen.values()];
	}

	private keysOf(account: T): string[] {
		const names = Object.entries(this.naming.namesOf(account)) as Array<['email' | 'username', string]>;
		const id: Reference = { by: 'id', value: String(this.naming.idOf(account)) };
		return [id, ...names.map(([by, value]): Reference => ({ by, value }))].map(keyOf);
	}

	private forgetKeys(id: number | string): void {
		const before = this.byId.get(id);
		if (before) for (const key of this.keysOf(before)) this.byKey.get(key)?.delete(id);
	}
}

/** A reference as the key it is compared by: without case and outer blanks, except for IDs. */
export function keyOf({ by, value }: Reference): string {
	return by === 'id' ? `id:${value}` : `${by === 'email' ? 'email' : 'username'}:${value.trim().toLowerCase()}`;
}

export const referenceOf = (key: string): Reference => {
	const [by, value] = key.split(/:(.*)/s) as ['id' | 'email' | 'username', string];
	return { by, value };
};
