import type { INodeProperties } from 'n8n-workflow';

import { Problem } from '../problem';
import { asEmail, asText, field, isBlank, missing, short, type Field, type Look, type Reference } from './core';

interface LocatorRules {
	/** Method in `methods.listSearch` that fills the list. */
	search: string;
	/** Ways to name the thing beside the list, in the order the editor offers them. Without `id` the list stores e-mails. */
	modes: Array<Reference['by']>;
	/** What an ID looks like; checked untrimmed, because an ID goes into a path. */
	id: RegExp;
	idHint: string;
}

const MODE_LABEL = { id: 'By ID', email: 'By Email', name: 'By Name', username: 'By Username' } as const;
const MODE_EXAMPLE = {
	id: 'e.g. 42',
	email: 'e.g. nathan@example.com',
	name: 'e.g. Analysts',
	username: 'e.g. nathan',
} as const;

/**
 * A thing chosen from a list or named by id, e-mail, name or username. The list stores IDs.
 * A bare text from an expression over the whole field is taken as an e-mail if it has an @, else as name or username.
 */
export function locator(look: Look, rules: LocatorRules): Field<Reference> {
	const label = look.displayName;
	const modes: INodeProperties['modes'] = [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: rules.search, searchable: true },
		},
		...rules.modes.map((mode) => ({
			displayName: MODE_LABEL[mode],
			name: mode,
			type: 'string' as const,
			placeholder: MODE_EXAMPLE[mode],
			...(mode === 'id' && {
				validation: [
					{ type: 'regex', properties: { regex: rules.id.source, errorMessage: `${rules.idHint}` } },
				],
			}),
		})),
	];
	return field(
		{ type: 'resourceLocator', default: { mode: 'list', value: '' }, required: true, modes, ...look },
		(raw) => {
			const { mode, value } = openLocator(raw, label, rules);
			if (isBlank(value)) throw missing(label);
			const stores = rules.modes.includes('id') ? 'id' : 'email';
			if (mode === 'id' || (mode === 'list' && stores === 'id')) {
				const id = String(value);
				if (!rules.id.test(id)) throw new Problem(`"${label}" is not an ID: ${short(id)}.`, `${rules.idHint}.`);
				return { by: 'id', value: id };
			}
			if (mode === 'email' || mode === 'list') return { by: 'email', value: asEmail(value, label) };
			return { by: mode, value: asText(value, label) };
		},
	);
}

function openLocator(
	raw: unknown,
	label: string,
	rules: LocatorRules,
): { mode: Reference['by'] | 'list'; value: unknown } {
	if (typeof raw === 'string' || typeof raw === 'number') {
		const bare = String(raw);
		const named = rules.modes.find((mode) => mode === 'name' || mode === 'username') ?? 'id';
		return { mode: bare.includes('@') && rules.modes.includes('email') ? 'email' : named, value: bare };
	}
	const { mode, value } = (raw ?? {}) as { mode?: unknown; value?: unknown };
	// A value with its own extraction rule comes from outside the editor: it could turn one text into another.
	if (typeof raw === 'object' && raw !== null && '__regex' in raw) {
		throw new Problem(`"${label}" carries its own matching rule.`, 'Choose the entry again in the editor.');
	}
	const known = (['list', ...rules.modes] as const).find((one) => one === mode);
	if (!known)
		throw new Problem(
			`"${label}" does not know the mode ${short(mode)}.`,
			`Use one of: list, ${rules.modes.join(', ')}.`,
		);
	return { mode: known, value };
}
