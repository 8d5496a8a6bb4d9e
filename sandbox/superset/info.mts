import type { InfoExtras } from './lists.mts';
import { userFields } from './users.mts';
import type { Field } from './validate.mts';
import type { World } from './world.mts';

const NAMES = ['roles', 'first_name', 'last_name', 'username', 'active', 'email', 'password', 'groups'];

const TYPES: Readonly<Record<Field['type'], string>> = {
	string: 'String',
	boolean: 'Boolean',
	ints: 'List',
	any: 'Raw',
};

/** The add and edit columns that `_info` of users describes (R `info:users-info-full`). */
export function userColumns(world: World): InfoExtras {
	return { add_columns: describe(world, true), edit_columns: describe(world, false) };
}

function describe(world: World, adding: boolean): unknown[] {
	const fields = userFields(world, adding);
	return NAMES.filter((name) => name in fields).map((name) => {
		const field = fields[name];
		const validators = validatorsOf(name, field);
		return {
			description: description(world),
			label: name
				.split('_')
				.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
				.join(' '),
			name,
			required: field.required ?? false,
			type: TYPES[field.type],
			unique: false,
			...(validators.length > 0 ? { validate: validators } : {}),
		};
	});
}

function validatorsOf(name: string, field: Field): string[] {
	if (name === 'password') return ['<PasswordComplexityValidator(error=None)>'];
	const { min, max } = field;
	if (min === undefined && max === undefined) return [];
	return [`<Length(min=${min ?? 'None'}, max=${max ?? 'None'}, equal=None, error=None)>`];
}

/** An empty description is translated to the header of the translation file: a quirk of the server. */
function description(world: World): string {
	const { created, babel } = world.behaviour.catalogue;
	return [
		'Project-Id-Version: PROJECT VERSION',
		'Report-Msgid-Bugs-To: EMAIL@ADDRESS',
		`POT-Creation-Date: ${created}`,
		'PO-Revision-Date: 2016-05-02 08:49-0700',
		'Last-Translator: FULL NAME <EMAIL@ADDRESS>',
		'Language: en',
		'Language-Team: en <LL@li.org>',
		'Plural-Forms: nplurals=2; plural=(n != 1);',
		'MIME-Version: 1.0',
		'Content-Type: text/plain; charset=utf-8',
		'Content-Transfer-Encoding: 8bit',
		`Generated-By: Babel ${babel}`,
		'',
	].join('\n');
}
