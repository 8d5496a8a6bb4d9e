/** Body validation with the texts of the library the server uses (marshmallow). Contract 2.4 FIELDS, sections 3 to 6. */

export interface Field {
	readonly type: 'string' | 'boolean' | 'ints' | 'any';
	readonly required?: boolean;
	readonly nullable?: boolean;
	readonly min?: number;
	readonly max?: number;
	/** Further texts for a value that passed so far. */
	check?(value: string): string[];
}

export type Fields = Readonly<Record<string, Field>>;

type Messages = string[] | Record<string, string[]>;

/** The body does not fit; `messages` is the object that goes under `message`. */
export class BadFields extends Error {
	constructor(readonly messages: Record<string, Messages>) {
		super('bad fields');
	}
}

/** The accepted values in the order the fields are declared, converted (digit strings to ints). Throws {@link BadFields}. */
export function load(fields: Fields, body: unknown): Record<string, unknown> {
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw new BadFields({ _schema: ['Invalid input type.'] });
	const input = body as Record<string, unknown>;
	const messages: Record<string, Messages> = {};
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		const outcome = loadField(field, input, name);
		if (outcome === undefined) continue;
		if ('messages' in outcome) messages[name] = outcome.messages;
		else values[name] = outcome.value;
	}
	for (const name of Object.keys(input)) if (!Object.hasOwn(fields, name)) messages[name] = ['Unknown field.'];
	if (Object.keys(messages).length > 0) throw new BadFields(messages);
	return values;
}

type Outcome = { value: unknown } | { messages: Messages } | undefined;

function loadField(field: Field, input: Record<string, unknown>, name: string): Outcome {
	if (!Object.hasOwn(input, name))
		return field.required ? { messages: ['Missing data for required field.'] } : undefined;
	const raw = input[name];
	if (raw === null) return field.nullable ? { value: null } : { messages: ['Field may not be null.'] };
	switch (field.type) {
		case 'any':
			return { value: raw };
		case 'string':
			return typeof raw === 'string' ? checked(field, raw) : { messages: ['Not a valid string.'] };
		case 'boolean':
			return toBoolean(raw);
		case 'ints':
			return toInts(field, raw);
	}
}

function checked(field: Field, value: string): Outcome {
	const messages = [...lengthProblem(field, [...value].length), ...(field.check?.(value) ?? [])];
	return messages.length > 0 ? { messages } : { value };
}

function lengthProblem({ min, max }: Field, length: number): string[] {
	const tooShort = min !== undefined && length < min;
	const tooLong = max !== undefined && length > max;
	if (!tooShort && !tooLong) return [];
	if (min !== undefined && max !== undefined) return [`Length must be between ${min} and ${max}.`];
	return [tooShort ? `Shorter than minimum length ${min}.` : `Longer than maximum length ${max}.`];
}

const TRUE: ReadonlySet<unknown> = new Set([
	't',
	'T',
	'true',
	'True',
	'TRUE',
	'on',
	'On',
	'ON',
	'y',
	'Y',
	'yes',
	'Yes',
	'YES',
	'1',
	1,
	true,
]);
const FALSE: ReadonlySet<unknown> = new Set([
	'f',
	'F',
	'false',
	'False',
	'FALSE',
	'off',
	'Off',
	'OFF',
	'n',
	'N',
	'no',
	'No',
	'NO',
	'0',
	0,
	false,
]);

function toBoolean(raw: unknown): Outcome {
	if (TRUE.has(raw)) return { value: true };
	if (FALSE.has(raw)) return { value: false };
	return { messages: ['Not a valid boolean.'] };
}

function toInts(field: Field, raw: unknown): Outcome {
	if (!Array.isArray(raw)) return { messages: ['Not a valid list.'] };
	const messages: Record<string, string[]> = {};
	const value = raw.map((item, index) => {
		if (item === null) messages[index] = ['Field may not be null.'];
		const number = typeof item === 'string' && /^\s*-?\d+\s*$/.test(item) ? Number(item) : item;
		if (item !== null && typeof number !== 'number') messages[index] = ['Not a valid integer.'];
		return typeof number === 'number' ? Math.trunc(number) : number;
	});
	if (Object.keys(messages).length > 0) return { messages };
	const wrongLength = lengthProblem(field, value.length);
	return wrongLength.length > 0 ? { messages: wrongLength } : { value };
}
