/** One example of each operation of the node BI Access, with people of the sandbox's company; run to get its output. */
import type { INodeParameters } from 'n8n-workflow';

const tools = ['superset', 'redash', 'metabase', 'sisense'];

const row = (directoryGroup: string, tool: string, kind: 'role' | 'group', name: string) => ({ directoryGroup, tool, kind, name });

/** Switches of the stand-ins that the examples need. */
export const set = { 'redash.mail': 'on' };

/** Parameters by `resource.operation`. */
export const examples: Record<string, INodeParameters> = {
	'access.check': { tools },
	'access.review': { tools, options: { flaggedOnly: true, internalDomains: 'example.com' } },
	'person.offboard': {
		tools,
		email: 'maria.silva@example.com',
		whenOwnedContent: 'transfer',
		successor: { __rl: true, mode: 'email', value: 'tomas.novak@example.com' },
		removeAccess: true,
	},
	'person.onboard': {
		tools,
		email: 'nathan@example.com',
		firstName: 'Nathan',
		lastName: 'Smith',
		directoryGroups: 'Analysts, Berlin',
		mapping: {
			entries: [
				row('', 'superset', 'role', 'Gamma'),
				row('analysts', 'superset', 'role', 'sql_lab'),
				row('analysts', 'redash', 'group', 'Analytics'),
				row('analysts', 'metabase', 'group', 'Analytics'),
				row('analysts', 'sisense', 'role', 'Designer'),
				row('finance', 'redash', 'group', 'People Ops'),
			],
		},
		grants: { sisenseGroups: 'Analytics' },
	},
};
