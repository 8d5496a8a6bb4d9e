/** What a product's tests have to say beside the declarations: who is there, and values for fields by their name. */
import type { IDataObject } from 'n8n-workflow';

import type { Reference } from '../../../kit/fields';
import type { Stage } from '../stage.mts';

export type Mode = Reference['by'];

/** Something a field can point at, under every name it has. */
export type Names = Partial<Record<Mode, string | number>>;

/** Things of one kind: some that exist, told apart by their number, and one that does not. */
export interface Things {
	there: Names[];
	missing: Names;
}

/** How one operation differs from what its declaration lets expect. */
export interface OperationCast {
	/** Instead of the values by field name: `user` or, inside a collection, `filters.email`. */
	values?: Record<string, (n: number) => unknown>;
	/** Instead of the things by field name. */
	things?: Record<string, Things>;
	/** Optional fields the operation can do nothing without, such as one entry of `updateFields`. */
	always?: string[];
	/** Text fields that the simplified output does not show. */
	unseen?: string[];
	/** Optional fields the server under test has no use for. */
	without?: string[];
	/** The server under test can't do it: what the refusal says. */
	refuses?: RegExp;
	/** Only a write tells what the server makes of it; nothing comes of it. */
	tries?: boolean;
	/** What the account without rights is told here, where it differs. */
	forbidden?: RegExp;
	/** The operation may put secrets out: they are its result. */
	reveals?: boolean;
	/** Paths of the requests that change something, where their method does not tell. */
	writesBy?: RegExp;
	/** Named like a read, but it makes something new each time. */
	makes?: boolean;
	/** Items that come beside the results, whatever the limit. */
	beside?(item: IDataObject): boolean;
}

export interface Cast {
	/** Values by field name, different ones for different numbers. A choice, a flag or a number needs none. */
	values: Record<string, (n: number) => unknown>;
	/** For locators and many-valued fields, by field name. */
	things: Record<string, Things>;
	/** By `resource.operation`, or `resource.*` for all of a resource. */
	operations: Record<string, OperationCast>;
	/** What is true on the server, without what a mere sign-in moves. */
	state(stage: Stage): Promise<unknown>;
	/** What `state` says about the thing an output item shows, in the item's own keys; undefined if it says nothing. */
	truth(key: string, item: IDataObject, state: unknown): IDataObject | undefined;
	/** Credential fields with a wrong password, and what the message must tell to check. */
	wrongPassword: { fields: IDataObject; says: RegExp };
	/** Credential fields of an account that may sign in and nothing else, and how its lack is named; absent where there is none. */
	outsider?: { fields: IDataObject; says: RegExp };
}

/** What the cast says about an operation; the entry for the whole resource first, the one for the operation over it. */
export function operationCast(cast: Cast, key: string): OperationCast {
	const [resource] = key.split('.');
	const [all, own] = [cast.operations[`${resource}.*`], cast.operations[key]];
	return { ...all, ...own, values: { ...all?.values, ...own?.values }, things: { ...all?.things, ...own?.things } };
}

/** The entry for a field: for an inner one `collection.name` goes before `name`. Throws what to add where there is none. */
export function entryOf<T>(key: string, path: string, kind: 'values' | 'things', ...from: Array<Record<string, T> | undefined>): T {
	const names = [path, path.split('.').at(-1)!];
	for (const record of from) for (const name of names) if (record?.[name] !== undefined) return record[name];
	throw new Error(`Add a value for field ${names.at(-1)} to the cast ("${kind}"): ${key} has a field ${path} and the cast knows none.`);
}
