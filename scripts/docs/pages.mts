/** The pages of docs/ that have a generated part, one per product. A new one is an entry here and a file of examples. */
import type { INodeParameters } from 'n8n-workflow';

import type { Resources } from '../../kit/operation';
import { resources as metabase } from '../../nodes/MetabaseAdmin/resources';
import { resources as redash } from '../../nodes/Redash/resources';
import { resources as sisense } from '../../nodes/Sisense/resources';
import { resources as superset } from '../../nodes/Superset/resources';
import { examples as metabaseExamples } from './metabase-examples.mts';
import { examples as redashExamples } from './redash-examples.mts';
import { before as sisenseBefore, examples as sisenseExamples } from './sisense-examples.mts';
import { examples as supersetExamples } from './superset-examples.mts';

export interface Page {
	file: string;
	/** Of the stand-in in the sandbox. */
	tool: string;
	node: string;
	credential: string;
	/** Further credentials of the node: their fields, from those the stand-in gives. */
	more?: Record<string, (given: Record<string, string>) => Record<string, string>>;
	resources: Resources<never>;
	/** By `resource.operation`. */
	examples: Record<string, INodeParameters>;
	/** Switches of the stand-in, where an example needs another server than the usual one. */
	set?: Record<string, string>;
	/** Switches of one example alone, among those in `set`; by `resource.operation`. */
	setFor?: Record<string, Record<string, string>>;
	/** An operation to run first, where an example would have nothing to show; by `resource.operation`. */
	before?: Record<string, INodeParameters>;
}

export const PAGES: Page[] = [
	{
		file: 'docs/superset.md',
		tool: 'superset',
		node: 'superset',
		credential: 'supersetApi',
		resources: superset as unknown as Resources<never>,
		examples: supersetExamples,
	},
	{
		file: 'docs/redash.md',
		tool: 'redash',
		node: 'redash',
		credential: 'redashApi',
		resources: redash as unknown as Resources<never>,
		examples: redashExamples,
		// Without a worker the log has no entries.
		set: { 'redash.worker': 'on' },
		before: { 'event.getAll': { resource: 'group', operation: 'create', name: 'Interns' } },
	},
	{
		file: 'docs/metabase.md',
		tool: 'metabase',
		node: 'metabaseAdmin',
		credential: 'metabaseAdminApi',
		resources: metabase as unknown as Resources<never>,
		examples: metabaseExamples,
		// Group managers need the paid edition, reset mails a server with mail.
		set: { 'metabase.edition': 'ee', 'metabase.mail': 'on' },
	},
	{
		file: 'docs/sisense.md',
		tool: 'sisense',
		node: 'sisense',
		credential: 'sisenseApi',
		more: { sisenseScimApi: ({ scimUrl, scimToken }) => ({ url: scimUrl, token: scimToken }) },
		resources: sisense as unknown as Resources<never>,
		examples: sisenseExamples,
		before: sisenseBefore,
		set: { 'sisense.scim': 'present', 'sisense.reportManager': 'present', 'sisense.active': 'ignored' },
		// Nobody can be reactivated where nobody can be deactivated.
		setFor: { 'user.reactivate': { 'sisense.active': 'stored' } },
	},
];
