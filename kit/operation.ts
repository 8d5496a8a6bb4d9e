import type { IDataObject } from 'n8n-workflow';

import type { Fields, Input } from './fields';
import type { Problem } from './problem';
import type { Shape } from './shape';

/**
 * What running an operation twice does: `safe` = the second run changes nothing; `resends` = it does the same again
 * (another mail, another key); `fails` = it ends with a clear message and changes nothing.
 */
export type Repeat = 'safe' | 'resends' | 'fails';

/** How an entity leaves the node: `simple` has at most ten useful keys in a fixed order, `full` is the product's own object without secrets. */
export interface View<E> {
	shape: Shape;
	simple(entity: E): IDataObject;
	full(entity: E): IDataObject;
}

/** What one item led to. */
export interface Outcome<E = unknown> {
	/** Shown through the operation's view. */
	entity?: E;
	/** For results that are no entity, such as `{ deleted: true, id }`. */
	json?: IDataObject;
	/** Only for writes: whether anything had to be done. */
	changed?: boolean;
	/** A file beside the JSON, by the name of its property. */
	file?: { property: string; name: string; type: string; text: string };
	/** Further keys of the output item, after `changed`. */
	extra?: IDataObject;
	/** A write to be read back: what is at fault with what is there now, or undefined if it is as asked. */
	confirm?: { id: string; fault(now: E | undefined): string | undefined };
}

type Options<O extends Fields> = { options: Partial<Input<O>> };

/** One operation, declared once; the menu, fields, validation, output, docs, schema and standard tests follow from it. */
export interface Declaration<C, F extends Fields, O extends Fields, P, E> {
	/** In the menu, Title Case, without the resource. */
	name: string;
	/** The prompt an AI agent sees: what it does, sentence case, with the resource. */
	action: string;
	description: string;
	fields: F;
	/** Entries of "Options" beside the ones every operation has. */
	options?: O;
	repeat: Repeat;
	/** How entities are shown; the output item is the view's shape plus `output`. */
	view?: View<E>;
	/** Keys of the output item beside the view's. */
	output?: Shape;
	/** Throws a Problem where fields do not fit each other; before anything is sent. */
	check?(input: Input<F> & Options<O>): void;
	/** Shared reads for all valid items, once. If it throws, each of them fails and the server isn't asked again. */
	prepare?(client: C, inputs: Array<Input<F> & Options<O>>): Promise<P>;
	/**
	 * What the item rewrites, by the one key it has whatever the user called it. Items with one target run one after
	 * another, in input order. Throws a Problem if the thing does not exist.
	 */
	target?(input: Input<F> & Options<O>, prepared: P): string | number;
	/** One item. Throws a Problem if it can't be done. */
	run?(client: C, input: Input<F> & Options<O>, prepared: P): Promise<Outcome<E> | Array<Outcome<E>>>;
	/** Instead of `run`: all items of one target with one write. The results or a Problem for each, in order. */
	runMany?(client: C, inputs: Array<Input<F> & Options<O>>, prepared: P): Promise<Array<Outcome<E> | Array<Outcome<E>> | Problem>>;
	/** Reads what was written, by id: everything in one sweep where that is cheaper. Missing ids are left out. */
	readBack?(client: C, ids: string[]): Promise<Map<string, E>>;
}

/** A declaration whose own types no longer matter to the one who runs it. */
export type Operation<C> = Declaration<C, Fields, Fields, unknown, unknown>;

export interface Resource<C> {
	name: string;
	operations: Record<string, Operation<C>>;
}

export type Resources<C> = Record<string, Resource<C>>;

/** Makes the `operation()` of one product: it fixes the client, everything else is inferred from the declaration. */
export const operationsOf =
	<C>() =>
	<F extends Fields, O extends Fields = Record<never, never>, P = undefined, E = unknown>(
		declaration: Declaration<C, F, O, P, E>,
	): Operation<C> =>
		declaration;
