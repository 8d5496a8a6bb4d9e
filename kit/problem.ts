/**
 * The one error this package throws on purpose: what happened, in the product's words, and what to do about it.
 * Becomes `{ error: what, message: todo }` on the error output and `what todo` as the message of a thrown error,
 * because that is all an AI agent gets to see (docs/contracts/n8n-app.md sections 7 and 8).
 */
export class Problem extends Error {
	/** HTTP status or socket code, for n8n's own handling. Absent where no server was involved. */
	readonly httpCode?: string;

	/**
	 * `notFound` = no such record; `notOffered` = no such function, or switched off; `forbidden` = not for this account;
	 * `throttled` = not now, and not sooner for trying.
	 */
	readonly kind?: 'notFound' | 'notOffered' | 'forbidden' | 'throttled';

	/** The server's own words or other detail for a person who looks closer. Never a secret. */
	readonly detail?: string;

	constructor(
		readonly what: string,
		readonly todo: string,
		more: { httpCode?: string | number; detail?: string; kind?: Problem['kind'] } = {},
	) {
		super(`${what} ${todo}`.trim());
		this.httpCode = more.httpCode === undefined ? undefined : String(more.httpCode);
		this.detail = more.detail;
		this.kind = more.kind;
	}
}

/** A guard that keeps somebody from harm, and that an option of the operation lifts. */
export class Refusal extends Problem {
	/**
	 * @param instead what to do better, as the begin of a sentence
	 * @param option as the editor calls it
	 */
	constructor(
		what: string,
		readonly instead: string,
		option: string,
	) {
		super(what, `${instead}, or switch on "${option}" in the options.`);
	}
}

/** Whatever was thrown, as a Problem. Anything that is not one already is a fault of ours or of n8n and says so. */
export function asProblem(thrown: unknown): Problem {
	if (thrown instanceof Problem) return thrown;
	const text = thrown instanceof Error ? thrown.message : String(thrown);
	return new Problem(text, 'Check the fields of this item and the credential; report it if it stays.');
}

/** Undefined instead of the Problem of this kind; every other one passes. */
export async function unless<T>(kind: Problem['kind'], work: Promise<T>): Promise<T | undefined> {
	return await work.catch((thrown: unknown) => {
		if (thrown instanceof Problem && thrown.kind === kind) return undefined;
		throw thrown;
	});
}

/** The text with each secret replaced by dots. Short secrets are left alone: they would blot out ordinary words. */
export function scrub(text: string, secrets: Iterable<string>): string {
	let clean = text;
	for (const secret of secrets) if (secret.length >= 4) clean = clean.split(secret).join('•••');
	return clean;
}
