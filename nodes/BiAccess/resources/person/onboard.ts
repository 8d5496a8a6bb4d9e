import type { Names } from '../../../../access/directory';
import { onboard as onboardIn, type Wish } from '../../../../access/onboarding';
import { choice, flag, text, texts, unknowable, type Input } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { emailField } from '../../../fields';
import { accessCollection, breakGlass, dryRun, mappingField, mappingRowsField, namesIn, toolsField } from '../../fields';
import { ACCESS, AUDIT, byTool, now, operation, together } from '../../operation';
import { TOOLS, type ToolName } from '../../tools';

const fields = {
	tools: toolsField(),
	email: emailField(),
	firstName: text({ displayName: 'First Name', placeholder: 'e.g. Nathan' }, { empty: true, max: 64 }),
	lastName: text({ displayName: 'Last Name', placeholder: 'e.g. Smith' }, { empty: true, max: 64 }),
	directoryGroups: unknowable(
		texts({
			displayName: 'Directory Groups',
			placeholder: 'e.g. analysts, finance',
			description: 'The groups this person is in, in your directory or HR system; "Mapping" says what they give. A name with a comma needs a list.',
		}),
	),
	mapping: mappingField(),
	mappingRows: mappingRowsField(),
	grants: accessCollection('Roles and Groups', 'What this person should have beside what "Mapping" gives'),
	accessMode: choice({ displayName: 'Access Mode', description: 'What to do about roles and groups the person has but should not' }, [
		{ name: 'Add', value: 'add', description: 'Take nothing away' },
		{ name: 'Exactly', value: 'exactly', description: 'Take everything else away' },
		{
			name: 'Exactly Within',
			value: 'exactlyWithin',
			description: 'Take away only what "Mapping" names for anybody, and what is managed here besides; the rest stays as people gave it',
		},
	]),
	within: { ...accessCollection('Managed Here Besides', 'What may be taken away beside what "Mapping" names'), when: { accessMode: ['exactlyWithin'] } },
};

const options = {
	breakGlass,
	dryRun,
	noMail: flag({
		displayName: 'Send No Invitation',
		description: 'Whether to keep the tools from mailing an invitation, where they let themselves be kept from it (Redash and Sisense)',
	}),
	returnInviteLink: flag({
		displayName: 'Return Invite Link',
		description: 'Whether to put the link into the output by which a new person chooses a password, where the tool makes one. Who has it can sign in as the person.',
	}),
	returnPassword: flag({
		displayName: 'Return Generated Password',
		description: 'Whether to set a generated password for new accounts and put it into the output, where the tool takes one (all but Redash)',
	}),
	updateNames: flag({ displayName: 'Update Names', description: 'Whether to also change first and last name of accounts that are there; needs both' }),
	whenInactive: choice({ displayName: 'When Inactive', description: 'What to do if the account exists but is inactive: somebody may have left' }, [
		{ name: 'Refuse', value: 'refuse', description: 'Change nothing there' },
		{ name: 'Reactivate', value: 'reactivate', description: 'Let the person in again' },
	]),
};

type Onboarding = Input<typeof fields> & { options: Partial<Input<typeof options>> };

const folded = (name: string | number) => String(name).trim().toLowerCase();

const merged = (...all: Names[]): Names => ({ roles: all.flatMap(({ roles }) => roles), groups: all.flatMap(({ groups }) => groups) });

/** What the rows of the mapping name for one tool. */
const mapped = (rows: Onboarding['mapping'], tool: ToolName): Names => {
	const names = (kind: 'role' | 'group') => rows.filter((row) => row.tool === tool && row.kind === kind).map(({ name }) => name);
	return { roles: names('role'), groups: names('group') };
};

/** Of the editor and from data. */
const mappingOf = ({ mapping, mappingRows }: Pick<Onboarding, 'mapping' | 'mappingRows'>) => [...mapping, ...mappingRows];

function wishOf(input: Onboarding, tool: ToolName): Wish {
	const { email, firstName, lastName, accessMode, directoryGroups = [], grants, within, options: chosen } = input;
	const mapping = mappingOf(input);
	const groups = new Set(directoryGroups.map(folded));
	const own = mapping.filter(({ directoryGroup }) => directoryGroup === '' || groups.has(folded(directoryGroup)));
	return {
		email,
		firstName,
		lastName,
		names: merged(mapped(own, tool), namesIn(grants, tool)),
		mode: accessMode,
		within: merged(mapped(mapping, tool), namesIn(within, tool)),
		whenInactive: chosen.whenInactive ?? 'refuse',
		updateNames: chosen.updateNames ?? false,
		dryRun: chosen.dryRun ?? false,
		noMail: chosen.noMail ?? false,
		returnPassword: chosen.returnPassword ?? false,
		returnInviteLink: chosen.returnInviteLink ?? false,
		breakGlass: chosen.breakGlass ?? [],
	};
}

export const onboard = operation({
	name: 'Onboard',
	action: 'Onboard a person by email, with names of roles and groups',
	description:
		'Create the accounts of a person or bring them to what they should be, in all chosen tools: one row for each tool, with what was done and what is true now. A second run changes nothing.',
	fields,
	options,
	repeat: 'safe',
	output: {
		...AUDIT.begin,
		step: 'string?',
		changed: 'boolean',
		id: 'string?',
		name: 'string?',
		state: 'string?',
		admin: 'boolean?',
		access: [ACCESS],
		added: [ACCESS],
		removed: [ACCESS],
		warnings: ['string'],
		dryRun: 'boolean',
		'password?': 'string?',
		'inviteLink?': 'string?',
		...AUDIT.end,
	},
	check(input) {
		if (input.directoryGroups === undefined && input.accessMode !== 'add') {
			throw new Problem('The expression of "Directory Groups" delivers nothing, and what it does not name would be taken away.', 'Correct the expression: who is in no group has an empty list.');
		}
		const wrong = mappingOf(input).find(({ tool, kind }) => kind === 'role' && !TOOLS[tool].hasRoles);
		if (!wrong) return;
		throw new Problem(`"Mapping" names the role "${wrong.name}" for ${TOOLS[wrong.tool].product}, which has groups only.`, 'Set "Kind" of that row to Group.');
	},
	target: together,
	async runMany(tools, inputs) {
		const at = now();
		return await byTool(inputs, async (tool, concerned) => await onboardIn(tools.of(tool), concerned.map((input) => wishOf(input, tool)), at));
	},
});
