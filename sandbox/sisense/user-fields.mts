import { refuse } from './answers.mts';
import type { Call, Fields } from './call.mts';
import { isEmail } from './users.mts';

/** What a body may say about a person. All else is taken and forgotten (contract 3). */
export interface UserFields {
	readonly email?: string;
	readonly userName?: string;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly roleId?: string;
	readonly groups?: readonly string[];
	readonly preferences?: Fields;
	readonly uiSettings?: Fields;
	readonly password?: string;
	readonly active?: unknown;
	readonly tenantId?: string;
}

const TEXTS = ['email', 'userName', 'firstName', 'lastName', 'password'] as const;
const OBJECTS = ['preferences', 'uiSettings'] as const;

/** The form of everything, before any of it means something. */
export function readUser(call: Call, value: unknown): UserFields {
	if (!isObject(value)) throw call.invalid('a user must be an object');
	for (const name of TEXTS)
		if (name in value && typeof value[name] !== 'string') throw call.invalid(`${name} must be text`);
	for (const name of OBJECTS)
		if (name in value && !isObject(value[name])) throw call.invalid(`${name} must be an object`);
	if (value.email !== undefined && value.email !== '' && !isEmail(value.email))
		throw call.invalid('email must be a valid e-mail address');
	if ('active' in value && call.world.settings.active === 'rejected')
		throw call.invalid('active is not a known field');
	const id = (name: string): Record<string, string> => (name in value ? { [name]: call.id(value[name], name) } : {});
	return {
		...(value as UserFields),
		...id('roleId'),
		...id('tenantId'),
		...('groups' in value ? { groups: readGroups(call, value.groups) } : {}),
	};
}

function readGroups(call: Call, value: unknown): string[] {
	if (!Array.isArray(value)) throw call.invalid('groups must be an array');
	return value.map((one) => call.id(one, 'groups'));
}

/** 422 for a mandatory field that is missing; 400 for any name that is there and empty. */
export function requireFilled(call: Call, fields: UserFields, mandatory: readonly (keyof UserFields)[]): void {
	for (const name of mandatory) if (fields[name] === undefined) throw call.invalid(`${name} is mandatory`, 2003);
	for (const name of TEXTS) if (fields[name] === '') throw refuse(400, 2009, `Field ${name} must not be empty.`);
}

const isObject = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
