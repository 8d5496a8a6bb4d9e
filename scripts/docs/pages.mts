/** The pages of docs/ that have a generated part, one per node. A new one is an entry here and a file of examples. */
import { createRequire } from 'node:module';

import type { INodeParameters } from 'n8n-workflow';

import type { Resources } from '../../kit/operation';
import type { resources as BiAccessResources } from '../../nodes/BiAccess/resources';
import { resources as metabase } from '../../nodes/MetabaseAdmin/resources';
import { resources as redash } from '../../nodes/Redash/resources';
import { resources as sisense } from '../../nodes/Sisense/resources';
import { resources as superset } from '../../nodes/Superset/resources';
import { examples as biAccessExamples, set as biAccessSet } from './bi-access-examples.mts';
import { examples as metabaseExamples } from './metabase-examples.mts';
import { examples as redashExamples } from './redash-examples.mts';
import { before as sisenseBefore, examples as sisenseExamples } from './sisense-examples.mts';
import { examples as supersetExamples } from './superset-examples.mts';

/** As built: they need the clients of all products, which take a bundled library along that only the build makes. */
const { resources: biAccess } = createRequire(import.meta.url)('../../dist/nodes/BiAccess/resources/index.js') as {
	resources: typeof BiAccessResources;
};

/** What each stand-in of the sandbox gives, by tool. */
type Given = Record<string, Record<string, string>>;

export interface Page {
	file: string;
	/** Of the stand-ins in the sandbox. */
	tools: string[];
	node: string;
	/** By type: the fields of each credential of the node, from those the stand-ins give. */
	credentials: Record<string, (given: Given) => Record<string, string>>;
	resources: Resources<never>;
	/** By `resource.operation`. */
	examples: Record<string, INodeParameters>;
	/** What an operation may put out besides what its schema foresees; by `resource.operation`. */
	besides?: Record<string, string>;
	/** Most output items shown of an example; 2 if absent. */
	shown?: number;
	/** Switches of the stand-in, where an example needs another server than the usual one. */
	set?: Record<string, string>;
	/** Switches of one example alone, among those in `set`; by `resource.operation`. */
	setFor?: Record<string, Record<string, string>>;
	/** An operation to run first, where an example would have nothing to show; by `resource.operation`. */
	before?: Record<string, INodeParameters>;
}

export const PAGES: Page[] = [
	{
		file: 'docs/lifecycle.md',
		tools: ['superset', 'redash', 'metabase', 'sisense'],
		node: 'biAccess',
		credentials: {
			supersetApi: (given) => given.superset,
			redashApi: (given) => given.redash,
			metabaseAdminApi: (given) => given.metabase,
			sisenseApi: (given) => given.sisense,
		},
		resources: biAccess as unknown as Resources<never>,
		examples: biAccessExamples,
		shown: 4,
		besides: { 'access.review': '*Report* puts out one item with `title`, `totals`, `rows` and the binary `report` ([more](#review)).' },
		set: biAccessSet,
	},
	{
		file: 'docs/superset.md',
		tools: ['superset'],
		node: 'superset',
		credentials: { supersetApi: (given) => given.superset },
		resources: superset as unknown as Resources<never>,
		examples: supersetExamples,
	},
	{
		file: 'docs/redash.md',
		tools: ['redash'],
		node: 'redash',
		credentials: { redashApi: (given) => given.redash },
		resources: redash as unknown as Resources<never>,
		examples: redashExamples,
		// Without a worker the log has no entries.
		set: { 'redash.worker': 'on' },
		before: { 'event.getAll': { resource: 'group', operation: 'create', name: 'Interns' } },
	},
	{
		file: 'docs/metabase.md',
		tools: ['metabase'],
		node: 'metabaseAdmin',
		credentials: { metabaseAdminApi: (given) => given.metabase },
		resources: metabase as unknown as Resources<never>,
		examples: metabaseExamples,
		// Group managers need the paid edition, reset mails a server with mail.
		set: { 'metabase.edition': 'ee', 'metabase.mail': 'on' },
	},
	{
		file: 'docs/sisense.md',
		tools: ['sisense'],
		node: 'sisense',
		credentials: {
			sisenseApi: (given) => given.sisense,
			sisenseScimApi: (given) => ({ url: given.sisense.scimUrl, token: given.sisense.scimToken }),
		},
		resources: sisense as unknown as Resources<never>,
		examples: sisenseExamples,
		before: sisenseBefore,
		set: { 'sisense.scim': 'present', 'sisense.reportManager': 'present', 'sisense.active': 'ignored' },
		// Nobody can be reactivated where nobody can be deactivated.
		setFor: { 'user.reactivate': { 'sisense.active': 'stored' } },
	},
];
