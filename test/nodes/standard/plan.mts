/** From a declaration and the cast to the parameters and items of a run: good ones, and bad ones in every way there is. */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { Field } from '../../../kit/fields';
import type { Operation } from '../../../kit/operation';
import { fieldsOf } from '../../../kit/properties';
import { entryOf, operationCast, type Cast, type Mode, type OperationCast, type Things } from './cast.mts';

/** How a locator is given: by one of its names, or chosen from its list. */
export type Way = Mode | 'list';

/** One place a value goes to: a field, or one inside a collection (`filters.email`). */
export interface Slot {
	path: string;
	field: Field<unknown>;
	collection?: Field<unknown>;
}

/** The values of one item, by path. */
export type Values = Record<string, unknown>;

/** A value that must be refused, and how the field is called in the editor. */
export interface Bad {
	values: Values;
	says: string;
	way: Way;
}

export class Plan {
	readonly slots: Slot[];

	readonly special: OperationCast;

	constructor(
		readonly key: string,
		readonly operation: Operation<unknown>,
		private readonly cast: Cast,
	) {
		this.special = operationCast(cast, key);
		const all = Object.entries(fieldsOf(operation)).flatMap(([name, field]): Slot[] =>
			field.inner
				? Object.entries(field.inner).map(([inner, one]) => ({ path: `${name}.${inner}`, field: one, collection: field }))
				: [{ path: name, field }],
		);
		this.slots = all.filter(({ path }) => !this.special.without?.includes(path));
	}

	get reads(): boolean {
		return !this.special.makes && /^(get|check|review)/.test(this.key.split('.')[1]);
	}

	private ofType(...types: Array<INodeProperties['type']>): Slot[] {
		return this.slots.filter(({ field }) => types.includes(field.property.type));
	}

	get locators(): Slot[] {
		return this.ofType('resourceLocator');
	}

	get lists(): Slot[] {
		return this.ofType('multiOptions').filter(({ path }) => !path.startsWith('options.'));
	}

	/** Ways the locators of the operation can be given; `id` for an operation without any. */
	private get ways(): Way[] {
		const ways = new Set(this.locators.flatMap(waysOf));
		return ways.size === 0 ? ['id'] : [...ways];
	}

	/** A way to give locators; other numbers, other ways. */
	way(n: number): Way {
		return this.ways[n % this.ways.length];
	}

	/** What no run goes without. */
	required(n: number, way: Way): Values {
		const always = this.special.always ?? [];
		return this.good(n, way, ({ path, field, collection }) => always.includes(path) || (!collection && field.property.required === true));
	}

	/** Every field with a value, but for what says how to run. */
	everything(n: number, way: Way): Values {
		const always = this.special.always ?? [];
		const shown = ({ field }: Slot) => Object.entries(field.when ?? {}).every(([other, values]) => other !== 'returnAll' || values.includes(true));
		return this.good(n, way, (slot) => always.includes(slot.path) || (!/^(options\.|simplify$)/.test(slot.path) && shown(slot)));
	}

	get optional(): Slot[] {
		const required = this.required(0, this.way(0));
		return this.slots.filter(({ path }) => !(path in required) && !/^(options\.|simplify$|returnAll$|limit$)/.test(path));
	}

	/** What of these values a write puts into the thing itself, as it is. */
	texts(values: Values): string[] {
		const unseen = this.special.unseen ?? [];
		const plain = this.ofType('string').filter(({ path, field }) => !field.secret && !path.startsWith('options.') && !unseen.includes(path));
		return plain.flatMap(({ path }) => (path in values ? [String(values[path])] : []));
	}

	private good(n: number, way: Way, which: (slot: Slot) => boolean): Values {
		return Object.fromEntries(this.slots.filter(which).map((slot) => [slot.path, this.goodOne(slot, n, way)]));
	}

	private goodOne(slot: Slot, n: number, way: Way): unknown {
		const { path, field } = slot;
		const own = this.special.values?.[path] ?? this.cast.values[path];
		if (own) return own(n);
		const { type, options = [], default: initial } = field.property;
		switch (type) {
			case 'resourceLocator':
				return nameBy(this.there(path, n), wayOf(slot, way), this.key, path);
			case 'multiOptions': {
				const { id, name, email, username } = this.there(path, n);
				const named = name ?? email ?? username;
				return [n % 2 === 0 ? (named ?? id) : (id ?? named)];
			}
			case 'options':
				return (options[n % options.length] as { value: unknown }).value;
			case 'boolean':
				return true;
			case 'number':
				return initial;
			default:
				return entryOf(this.key, path, 'values', this.special.values, this.cast.values)(n);
		}
	}

	private thingsOf(path: string): Things {
		return entryOf(this.key, path, 'things', this.special.things, this.cast.things);
	}

	private there(path: string, n: number) {
		const { there } = this.thingsOf(path);
		if (there.length <= n) throw new Error(`Add a value for field ${path} to the cast: ${this.key} needs ${n + 1} that exist.`);
		return there[n];
	}

	/** Required values, but for one field that points at nothing: one set for each field and way, with the text that must be named. */
	notFound(): Bad[] {
		const lost = this.locators.flatMap((slot) =>
			waysOf(slot).map((way): Bad => {
				const missing = nameBy(this.thingsOf(slot.path).missing, way, this.key, slot.path);
				return { values: { ...this.required(1, way), [slot.path]: missing }, says: String(missing), way };
			}),
		);
		const unknown = this.lists.flatMap(({ path }) =>
			Object.values(this.thingsOf(path).missing).map((missing): Bad => {
				return { values: { ...this.required(1, this.way(0)), [path]: [missing] }, says: String(missing), way: this.way(0) };
			}),
		);
		return [...lost, ...unknown];
	}

	/** Required values, but for one that is blank or of the wrong kind. */
	badInput(): Bad[] {
		return this.slots.flatMap((slot) => {
			const ways = slot.field.property.type === 'resourceLocator' ? waysOf(slot) : [this.way(0)];
			return ways.flatMap((way) =>
				[...blanks(slot), ...wrongKinds(slot, way).filter((value) => !looksLikeId(slot, way, value))].map(
					(value): Bad => ({ values: { ...this.required(1, way), [slot.path]: value }, says: `"${slot.field.property.displayName}"`, way }),
				),
			);
		});
	}
}

const waysOf = ({ field }: Slot): Way[] => (field.property.modes ?? []).map(({ name }) => name as Way);

/** This way, or the nearest a locator knows: not everything has an e-mail. */
function wayOf(slot: Slot, way: Way): Way {
	const ways = waysOf(slot);
	return ways.includes(way) ? way : (ways.find((one) => one === 'name' || one === 'username') ?? 'id');
}

/** Left out, empty, or nothing but blanks: refused for a required field. An optional one may be empty, a collection's entry is then ignored. */
function blanks({ field, collection }: Slot): unknown[] {
	if (collection || !field.property.required) return [];
	return field.property.type === 'multiOptions' ? [undefined, '', ' ', []] : [undefined, null, '', '  '];
}

/** What is no ID to one server may be one to another, by the rule the field itself shows. */
function looksLikeId({ field }: Slot, way: Way, value: unknown): boolean {
	const [rule] = field.property.modes?.find(({ name }) => name === 'id')?.validation ?? [];
	const { regex } = (rule && 'properties' in rule ? rule.properties : {}) as { regex?: string };
	return (way === 'id' || way === 'list') && regex !== undefined && typeof value === 'string' && new RegExp(regex).test(value);
}

function wrongKinds({ field }: Slot, way: Way): unknown[] {
	const { type, placeholder } = field.property;
	if (field.secret) return [12345678, { secret: true }];
	switch (type) {
		case 'resourceLocator':
			return way === 'list' || way === 'id' ? ['abc', '1/../2', ' 7', '-1', { id: 7 }] : way === 'email' ? ['no address', 'a@b@c', { e: 1 }] : [{ name: 1 }];
		case 'multiOptions':
			return [[{ id: 1 }], { id: 1 }, [true]];
		case 'options':
			return ['no-such-choice'];
		case 'boolean':
			return ['maybe'];
		case 'number':
			return ['many', 1.5, -1];
		case 'json':
			return ['{ broken', [1], true];
		default:
			return /^e\.g\. [^@]+@/.test(placeholder ?? '') ? ['no address', 'two@example.com, more@example.com', { a: 1 }] : [{ a: 1 }, ['x'], true];
	}
}

function nameBy(names: Things['missing'], way: Way, key: string, path: string): string | number {
	const name = names[way === 'list' ? 'id' : way];
	if (name === undefined) throw new Error(`Add a value for field ${path} to the cast: ${key} can be given it by ${way}, and an entry has none.`);
	return name;
}

/**
 * Items and the parameters that read them, each by an expression over its own key, as a workflow would.
 *
 * @param way how locators are given; one for all items, because the mode of a locator is no expression
 */
export function compose({ slots }: Plan, all: Values[], way: Way): { parameters: INodeParameters; items: IDataObject[] } {
	const parameters: IDataObject = {};
	const used = new Set(all.flatMap((values) => Object.keys(values)));
	for (const slot of slots.filter(({ path }) => used.has(path))) {
		const { path, field } = slot;
		const expression = `={{ $json[${JSON.stringify(path)}] }}`;
		const value = field.property.type === 'resourceLocator' ? { __rl: true, mode: wayOf(slot, way), value: expression } : expression;
		const [name, inner] = path.split('.');
		if (inner === undefined) parameters[name] = value;
		else parameters[name] = { ...(parameters[name] as IDataObject), [inner]: value };
	}
	// A field of the node that only other items give a value to stands at its default in this one; a collection's entry is just absent.
	// A safeguard that was added has to say something in every item.
	const resting = ({ field, collection }: Slot) => (collection && field.safeguard ? (field.property.default === false ? false : 'emergency@example.com') : field.property.default);
	const defaults = Object.fromEntries(slots.filter(({ path, field, collection }) => used.has(path) && (!collection || field.safeguard)).map((slot) => [slot.path, resting(slot)]));
	return { parameters: parameters as INodeParameters, items: structuredClone(all.map((values) => ({ ...defaults, ...values }))) as IDataObject[] };
}
