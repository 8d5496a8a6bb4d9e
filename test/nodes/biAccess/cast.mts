/** Values for the fields of BI Access, and who is refused by which tool. */
import type { IDataObject } from 'n8n-workflow';

import * as metabase from '../metabase/cast.mts';
import * as redash from '../redash/cast.mts';
import * as sisense from '../sisense/cast.mts';
import type { Cast, Things } from '../standard/cast.mts';
import * as superset from '../superset/cast.mts';
import { ALL, everything, type ToolName } from './stage.mts';

/** By tool, credential fields with a wrong key, and those of somebody who is no admin, with what each is told. */
const TOOL_CASTS = {
	metabase: metabase.castFor({ next: 23 }),
	redash: redash.castFor(20),
	sisense: sisense.castFor({}),
	superset: superset.castFor('6.1'),
};

export const wrongKey = (tool: ToolName) => TOOL_CASTS[tool].wrongPassword;
export const outsider = (tool: ToolName) => TOOL_CASTS[tool].outsider!;

const things = (...names: string[]): Things => ({ there: names.map((name) => ({ name })), missing: { name: 'No Such Thing' } });

const person = (local: string) => ({ email: `${local}@example.com` });

/** Active in all four tools, able to own things in all of them. */
const heirs: Things = { there: [person('grace.okafor'), person('svc-people'), person('grace.okafor')], missing: person('nobody') };

const LEAVERS = ['maria.silva', 'tomas.novak', 'gita.rao'];

const emailOf = (n: number) => `${LEAVERS[n]}@example.com`;

export const cast: Cast = {
	values: {
		tools: () => ALL,
		email: (n) => `new${n}@example.com`,
		firstName: (n) => `Frances ${n}`,
		lastName: (n) => `O'New-${n}`,
		directoryGroups: () => ['analysts', 'Finance, EMEA'],
		mapping: () => ({ entries: [{ directoryGroup: 'analysts', tool: 'metabase', kind: 'group', name: 'Interns' }] }),
		mappingRows: () => [{ directoryGroup: 'ANALYSTS', tool: 'redash', kind: 'group', name: 'Analytics' }],
		sisenseRole: () => 'Designer',
		title: (n) => `Review ${n}`,
		accessMode: () => 'exactlyWithin',
		whenOwnedContent: () => 'transfer',
		directory: () => 'input',
		internalDomains: () => 'example.com',
		breakGlass: () => 'emergency@example.com',
	},
	things: {
		successor: heirs,
		supersetRoles: things('Gamma', 'Alpha', 'Gamma'),
		supersetGroups: things('Finance', 'Finance', 'Finance'),
		redashGroups: things('Analytics', 'People Ops', 'Analytics'),
		metabaseGroups: things('Analytics', 'Finance', 'Analytics'),
		sisenseGroups: things('Analytics', 'Finance', 'Analytics'),
	},
	operations: {
		'person.onboard': { always: ['grants.supersetRoles'] },
		'person.offboard': { values: { email: emailOf } },
		'access.review': { values: { email: emailOf } },
	},
	state: everything,
	truth: (_, item: IDataObject, state) => truthOf(item, state as Record<string, { accounts: Array<{ id: unknown; email: string }> }>),
	wrongPassword: wrongKey('superset'),
};

/** The account a row is about is there under its id, or is gone where the row says so. */
function truthOf({ tool, id, email, proof }: IDataObject, state: Record<string, { accounts: Array<{ id: unknown; email: string }> }>): IDataObject | undefined {
	if (id === undefined || id === null) return undefined;
	const found = state[String(tool)].accounts.find((one) => String(one.id) === id);
	if ((proof as IDataObject | null)?.state === 'deleted') return found ? { proof: 'still there' } : undefined;
	return { email: expect.stringMatching(new RegExp(`^${String(found?.email.trim()).replace(/[+.?]/g, '\\$&')}$`, 'i')) as never, ...(found === undefined && { id: 'not there', email }) };
}
