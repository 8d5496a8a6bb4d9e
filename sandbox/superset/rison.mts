/**
 * The server's own rison parser (library `prison`), with its two ways to fail: text it refuses (the server then tries
 * JSON and answers 400) and text it falls over (500). Contract 2.5; R `users:list-bad-rison`, `-2`, `-3`.
 */

/** The parser refused the text. */
export class RisonRefused extends Error {}
/** The parser fell over: its caller sees an exception it does not expect. */
export class RisonCrash extends Error {}

// Letters, digits and `_ - . / ~ % +`; any character beyond ASCII passes too. An id does not start like a number.
const ID = /[^\s!-$&-*,0-9:->?@[-^`{-}\x7f-][^\s!-$&-*,:->?@[-^`{-}\x7f]*/uy;

const LITERALS: Readonly<Record<string, boolean | null>> = { t: true, f: false, n: null };

/** Throws {@link RisonRefused} or {@link RisonCrash}. */
export function parseRison(text: string): unknown {
	if (text === '(') throw new RisonRefused();
	const reader = new Reader(text);
	const value = reader.value();
	if (reader.next() !== undefined) throw new RisonRefused();
	return value;
}

class Reader {
	private at = 0;

	constructor(private readonly text: string) {}

	next(): string | undefined {
		return this.at < this.text.length ? this.text[this.at++] : undefined;
	}

	value(): unknown {
		const char = this.next();
		// The original asks `None in "-0123456789"` at the end of the text: a TypeError nobody catches.
		if (char === undefined) throw new RisonCrash();
		if (char === '!') return this.bang();
		if (char === '(') return this.object();
		if (char === "'") return this.quoted();
		if (/[-0-9]/.test(char)) return this.number();
		ID.lastIndex = this.at - 1;
		const match = ID.exec(this.text);
		if (match === null) throw new RisonRefused();
		this.at = ID.lastIndex;
		return match[0];
	}

	private bang(): unknown {
		const char = this.next();
		if (char === undefined) throw new RisonCrash();
		if (char === '(') return this.list();
		if (!Object.hasOwn(LITERALS, char)) throw new RisonRefused();
		return LITERALS[char];
	}

	private list(): unknown[] {
		const items: unknown[] = [];
		while (this.continues(items.length)) items.push(this.value());
		return items;
	}

	private object(): Record<string, unknown> {
		const entries: Record<string, unknown> = {};
		let count = 0;
		while (this.continues(count)) {
			const key = this.value();
			if (this.next() !== ':') throw new RisonRefused();
			const value = this.value();
			if (typeof key === 'object' && key !== null) throw new RisonCrash(); // unhashable key
			entries[String(key)] = value;
			count++;
		}
		return entries;
	}

	/** Reads up to the next element of a list or object; false at its end. */
	private continues(count: number): boolean {
		const char = this.next();
		if (char === ')') return false;
		if (char === undefined) throw new RisonRefused();
		if (count > 0) {
			if (char !== ',') throw new RisonRefused();
		} else if (char === ',') throw new RisonRefused();
		else this.at--;
		return true;
	}

	private quoted(): string {
		let result = '';
		for (;;) {
			const char = this.next();
			if (char === undefined) throw new RisonRefused();
			if (char === "'") return result;
			if (char !== '!') {
				result += char;
				continue;
			}
			const escaped = this.next();
			if (escaped === undefined) throw new RisonCrash();
			if (escaped !== '!' && escaped !== "'") throw new RisonRefused();
			result += escaped;
		}
	}

	private number(): number {
		const match = /-?[0-9]*(\.[0-9]*)?(e-?[0-9]*)?/iy;
		match.lastIndex = this.at - 1;
		const text = match.exec(this.text)?.[0] ?? '';
		this.at = match.lastIndex;
		if (text === '-') throw new RisonRefused();
		const value = Number(text);
		if (Number.isNaN(value)) throw new RisonCrash();
		return value;
	}
}
