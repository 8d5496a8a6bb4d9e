import { isDeepStrictEqual, stripVTControlCharacters } from 'node:util';

import { messageOf } from './processes.mts';

/** Prints one line under the running step: what the user would read. */
export type Note = (text: string) => void;

export interface StepOptions {
	/** Runs only the steps whose id contains one of these. */
	readonly only: readonly string[];
	/** Called when a step fails, before the next one: the place for a screenshot. */
	onFailure(id: string): Promise<void>;
}

/** Runs steps one after another; a failed one does not stop the rest. */
export class Steps {
	private passed = 0;
	private failed = 0;

	constructor(private readonly options: StepOptions) {}

	async step(id: string, title: string, work: (note: Note) => Promise<void>): Promise<void> {
		const { only } = this.options;
		if (only.length > 0 && !only.some((part) => id.includes(part))) return;
		const since = Date.now();
		const notes: string[] = [];
		let trouble: string | undefined;
		try {
			await work((text) => notes.push(text));
			this.passed++;
		} catch (error) {
			trouble = stripVTControlCharacters(messageOf(error));
			this.failed++;
			await this.options.onFailure(id).catch(() => undefined);
		}
		const seconds = ((Date.now() - since) / 1000).toFixed(1).padStart(5);
		console.log(`${trouble === undefined ? 'ok    ' : 'FAILED'} ${seconds} s  ${id}: ${title}`);
		for (const line of [...notes, ...(trouble === undefined ? [] : [trouble])])
			console.log(`                  ${line.replaceAll('\n', '\n                  ')}`);
	}

	/** Runs what steps need around them, such as a server; when that fails it counts as a failed step, and what comes after still runs. */
	async around(id: string, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.failed++;
			console.log(`FAILED          ${id}: ${stripVTControlCharacters(messageOf(error))}`);
		}
	}

	/** Prints the last line; the exit code. */
	finish(): 0 | 1 {
		console.log(`${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0 && this.passed > 0 ? 0 : 1;
	}
}

export function expect(condition: boolean, message: string): asserts condition {
	if (!condition) throw new Error(message);
}

/** Two lists must be the same, order included; the message names what is missing, surplus or moved. */
export function expectSame(what: string, shown: readonly string[], wanted: readonly string[]): void {
	const missing = wanted.filter((text) => !shown.includes(text));
	const surplus = shown.filter((text) => !wanted.includes(text));
	expect(
		missing.length === 0 && surplus.length === 0,
		`${what}: missing ${JSON.stringify(missing)}, not expected ${JSON.stringify(surplus)}`,
	);
	expect(
		shown.join('\n') === wanted.join('\n'),
		`${what}: another order, ${JSON.stringify(shown)} instead of ${JSON.stringify(wanted)}`,
	);
}

/** Two values must be the same through and through; the message shows both. */
export function expectEqual(what: string, shown: unknown, wanted: unknown): void {
	expect(isDeepStrictEqual(shown, wanted), `${what}: ${JSON.stringify(shown)} instead of ${JSON.stringify(wanted)}`);
}
