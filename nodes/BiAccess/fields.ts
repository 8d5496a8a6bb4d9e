import { choice, choices, collection, emails, flag, locator, many, rows, safeguard, table, text, type Input } from '../../kit/fields';
import { TOOL_NAMES, TOOLS, type ToolName } from './tools';

/** Fields that mean the same thing in every operation of the node; names as in the design's table of public names. */

const TOOL_OPTIONS = TOOL_NAMES.map((value) => ({ name: TOOLS[value].product, value }));

export const toolsField = () =>
	choices(
		{ displayName: 'Tools', required: true, description: 'Each of them needs its credential in this node' },
		TOOL_OPTIONS,
	);

/** A role or group that somebody is given by what they are in elsewhere. */
const MAPPING = {
	directoryGroup: text({ displayName: 'Directory Group', placeholder: 'e.g. analysts', description: 'Upper and lower case make no difference' }, { empty: true }),
	tool: choice({ displayName: 'Tool' }, TOOL_OPTIONS),
	kind: choice({ displayName: 'Kind', description: 'Redash and Metabase have groups only' }, [
		{ name: 'Group', value: 'group' },
		{ name: 'Role', value: 'role' },
	]),
	name: text({ displayName: 'Name or ID', placeholder: 'e.g. Analytics', description: 'As the tool calls the role or group' }),
};

export const mappingField = () =>
	table(
		{
			displayName: 'Mapping',
			description: 'Which group of your directory gives which role or group in which tool. A row without directory group holds for everybody.',
		},
		'Row',
		MAPPING,
	);

/** For a mapping that is kept in a sheet: beside the one of the editor, for which n8n takes no expression. */
export const mappingRowsField = () =>
	rows(
		{
			displayName: 'Mapping From Data',
			description:
				'More rows of the mapping, from a sheet or data table by expression: a list of objects with directoryGroup, tool (superset, redash, metabase or sisense), kind (role or group) and name',
		},
		MAPPING,
	);

const named = (displayName: string, load: string) => many({ displayName: `${displayName} Names or IDs` }, { load, empty: true });

/** Roles and groups by tool, of which each is a list of names. */
export const accessCollection = (displayName: string, description: string) =>
	collection(
		{ displayName, description, placeholder: 'Add Tool' },
		{
			metabaseGroups: named('Metabase Group', 'getMetabaseGroups'),
			redashGroups: named('Redash Group', 'getRedashGroups'),
			sisenseGroups: named('Sisense Group', 'getSisenseGroups'),
			sisenseRole: text({ displayName: 'Sisense Role', placeholder: 'e.g. Viewer', description: 'Name or ID; a person has exactly one' }),
			supersetGroups: named('Superset Group', 'getSupersetGroups'),
			supersetRoles: named('Superset Role', 'getSupersetRoles'),
		},
	);

export type AccessByTool = Input<{ access: ReturnType<typeof accessCollection> }>['access'];

/** What such a collection names for one tool. */
export function namesIn(access: AccessByTool, tool: ToolName): { roles: Array<string | number>; groups: Array<string | number> } {
	const role = access.sisenseRole === undefined ? [] : [access.sisenseRole];
	return {
		metabase: { roles: [], groups: access.metabaseGroups ?? [] },
		redash: { roles: [], groups: access.redashGroups ?? [] },
		sisense: { roles: role, groups: access.sisenseGroups ?? [] },
		superset: { roles: access.supersetRoles ?? [], groups: access.supersetGroups ?? [] },
	}[tool];
}

export const successorField = () =>
	locator(
		{ displayName: 'Successor', description: 'Who receives what can be handed over; needs an active account in each tool where there is something' },
		{ search: 'searchPeople', modes: ['email'], id: /^$/, idHint: '' },
	);

export const breakGlass = safeguard(
	emails({
		displayName: 'Break-Glass Accounts',
		placeholder: 'e.g. emergency@example.com',
		description: 'E-mails of people from whom nothing is ever taken here, whatever the input says',
	}),
);

export const dryRun = safeguard(
	flag({
		displayName: 'Dry Run',
		description: 'Whether to only say what would be done; nothing is written',
	}),
);
