/** An answer before it is written to the wire. */
export interface Answer {
	readonly status: number;
	/** JSON. */
	readonly body?: unknown;
	/** Plain text instead of JSON: shape 1 of contract section 1. */
	readonly text?: string;
	/** An exception with what it carries: shape 3, or 4 where the server hides it. */
	readonly exception?: { readonly message: string; readonly data: Readonly<Record<string, unknown>> };
	/** A page instead of JSON. */
	readonly html?: string;
	/** Session that the cookies of the answer hold. */
	readonly session?: string;
}

/** Thrown by anything that ends a request early. */
export class Refusal extends Error {
	constructor(readonly answer: Answer) {
		super(`refused with ${answer.status}`);
	}
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** 204 without a body. */
export const nothing = (): Answer => ({ status: 204 });

export const text = (status: number, words: string): Answer => ({ status, text: words });

/** A rule of the model: 400 in shape 1. */
export const rule = (words: string): Refusal => new Refusal(text(400, words));

export type Errors = Readonly<Record<string, unknown>>;

/** Shape 2: what is wrong with which field. */
export const errors = (fields: Errors, status = 400): Answer => ({ status, body: { errors: fields } });

/** The same, thrown: a rule about one field, which is no matter of its form. */
export const badField = (field: string, words: unknown): Refusal => new Refusal(errors({ [field]: words }));

/** Shape 3. */
export const exception = (status: number, message: string, data: Readonly<Record<string, unknown>> = {}): Answer => ({
	status,
	exception: { message, data },
});

export const unauthenticated = (): Answer => text(401, 'Unauthenticated');

export const forbidden = (): Answer => text(403, "You don't have permissions to do that.");

/** No such id. */
export const notFound = (): Answer => text(404, 'Not found.');

/** No such route. */
export const noRoute = (): Answer => text(404, 'API endpoint does not exist.');

/** 402 of a build that could do it, had it the licence. */
export const paid = (feature: string): Answer =>
	exception(
		402,
		`${feature} is a paid feature not currently available to your instance. Please upgrade to use it. Learn more at metabase.com/upgrade/`,
		{ status: 'error-premium-feature-not-available' },
	);

/** What the database says no to. */
export const sqlError = (message: string): Answer =>
	exception(500, message, { 'sql-exception-chain': ['SQLState: 23505', `Message: ${message}`] });

/** The row; throws the given answer where there is none. */
export function found<Row>(row: Row | undefined, missing: () => Answer = notFound): Row {
	if (row === undefined) throw new Refusal(missing());
	return row;
}
