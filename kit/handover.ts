import { asProblem, Problem } from './problem';

/** Something a person owns, as far as a message names it. */
export interface Thing {
	type: string;
	id: number | string;
	name: string;
}

const bare = ({ type, id, name }: Thing): Thing => ({ type, id, name });

/** `query "Sales" (ID 3)` */
export const label = ({ type, id, name }: Thing) => `${type} "${name}" (ID ${id})`;

/** What became of the things somebody leaves behind; filled while they are handed over. */
export class Handover {
	readonly moved: Thing[] = [];

	/** What else was done, by the words the output shows. */
	readonly done: Array<Thing & { action: string }> = [];

	/** What a person has to look after. */
	readonly remaining: Array<Thing & { reason: string }> = [];

	readonly failed: Array<{ what: Thing; problem: Problem }> = [];

	move(one: Thing): void {
		this.moved.push(bare(one));
	}

	did(one: Thing, action: string): void {
		this.done.push({ ...bare(one), action });
	}

	remains(one: Thing, reason: string): void {
		this.remaining.push({ ...bare(one), reason });
	}

	fail(one: Thing, problem: Problem): void {
		this.failed.push({ what: bare(one), problem });
	}

	/** Works on one thing; what fails is noted and stops nothing else. */
	async attempt(one: Thing, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (thrown) {
			this.fail(one, asProblem(thrown));
		}
	}

	/** Throws a Problem that names what failed, after what was done. */
	refuseFailed(done: string): void {
		if (this.failed.length === 0) return;
		const [{ problem }] = this.failed;
		throw new Problem(
			`${done}; failed: ${this.failed.map(({ what }) => label(what)).join(', ')}.`,
			`${problem.message} Run again for the rest.`,
			{ httpCode: problem.httpCode },
		);
	}

	get changed(): boolean {
		return this.moved.length + this.done.length > 0;
	}
}

interface Party {
	id: number | string;
	/** For texts. */
	name: string;
	/** In the product's words. */
	state: string;
}

/** Throws a Problem where nobody can receive what another one owns: from themselves, or with a closed account. */
export function refuseSuccessor(product: string, from: Pick<Party, 'id' | 'name'>, to: Party): void {
	if (from.id === to.id) {
		throw new Problem(`${from.name} can't be their own successor.`, 'Choose somebody else as "Successor".');
	}
	if (to.state === 'active') return;
	throw new Problem(`The successor ${to.name} is ${to.state} in ${product}.`, 'Choose an active user as "Successor".');
}
