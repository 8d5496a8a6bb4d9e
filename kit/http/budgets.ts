import type { Problem } from '../problem';
import type { Answer } from './answer';
import type { Failure } from './failure';
import { exhausted } from './texts';

type Outcome = Answer | Failure;

interface Budget {
	/** Requests that were carried out. */
	made: number;
	underWay: Set<Promise<Outcome>>;
	spent?: Promise<Problem>;
}

/** What one execution knows of a server's budgets, such as so many creations per hour; by what they are for. */
export class Budgets {
	private readonly known = new Map<string, Budget>();

	constructor(private readonly product: string) {}

	/** Throws a Problem if the budget is used up: further items fail at once, and cost no request. */
	async check(budget: string | undefined): Promise<void> {
		const spent = budget === undefined ? undefined : this.of(budget).spent;
		if (spent) throw await spent;
	}

	/** Counts one try of a request. */
	async count(budget: string | undefined, exchange: Promise<Outcome>): Promise<Outcome> {
		if (budget === undefined) return await exchange;
		const { underWay } = this.of(budget);
		underWay.add(exchange);
		try {
			const outcome = await exchange;
			if ('status' in outcome && outcome.status < 300) this.of(budget).made++;
			return outcome;
		} finally {
			underWay.delete(exchange);
		}
	}

	/** The budget stays spent for the rest of the execution. What is under way may still be carried out, and is counted. */
	async spend(budget: string | undefined, failure: Failure): Promise<Problem> {
		if (budget === undefined) return exhausted(this.product, 'requests of this kind', failure);
		const known = this.of(budget);
		known.spent ??= Promise.allSettled(known.underWay).then(() =>
			exhausted(this.product, budget, failure, known.made),
		);
		return await known.spent;
	}

	private of(budget: string): Budget {
		const found = this.known.get(budget) ?? { made: 0, underWay: new Set() };
		this.known.set(budget, found);
		return found;
	}
}
