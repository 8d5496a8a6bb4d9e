import { flag } from '../../../../kit/fields';
import type { Reference } from '../../../../kit/fields';
import { GROUP, pick } from '../../../../kit/names';
import type { Resource } from '../../../../kit/operation';
import type { Redash } from '../../../../products/redash/client';
import { DATA_SOURCE, type DataSource, type Grant } from '../../../../products/redash/dataSources';
import type { Group } from '../../../../products/redash/groups';
import { dataSourceField, groupField } from '../../fields';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { operation } from '../../operation';
import { dataSourceView, grantView } from '../../views';

interface Known {
	sources: DataSource[];
	groups: Group[];
}

interface Pair {
	dataSource: Reference;
	group: Reference;
}

const pair = () => ({ dataSource: dataSourceField(), group: groupField() });

const viewOnly = flag({
	displayName: 'View Only',
	description: 'Whether members may see results only, and neither run nor write queries',
});

const prepare = async (redash: Redash): Promise<Known> => ({
	sources: await redash.dataSources.all(),
	groups: await redash.groups.all(),
});

const bothOf = ({ dataSource, group }: Pair, { sources, groups }: Known): [DataSource, Group] => [
	pick(dataSource, sources, DATA_SOURCE),
	pick(group, groups, GROUP),
];

/** One data source is rewritten for one group at a time: its groups are one list on the server. */
const target = (wish: Pair, known: Known) => bothOf(wish, known)[0].id;

/** Read back already. */
const outcome = async (redash: Redash, [source, group]: [DataSource, Group], done: Grant | undefined) => ({
	entity: done ?? (await redash.dataSources.grantOf(source, group)),
	changed: done !== undefined,
});

const CHANGED = { changed: 'boolean' } as const;

const getAll = operation({
	name: 'Get Many',
	action: 'Get many data sources',
	description: 'Get many data sources',
	fields: catalogueFields('Sales'),
	repeat: 'safe',
	view: dataSourceView,
	prepare,
	run: async (_, input, { sources }) => catalogueHits(sources, input),
});

const granting = (method: 'attach' | 'setAccess', name: string, action: string, description: string) =>
	operation({
		name,
		action,
		description,
		fields: { ...pair(), viewOnly },
		repeat: 'safe',
		view: grantView,
		output: CHANGED,
		prepare,
		target,
		async run(redash, { viewOnly: only, ...input }, known) {
			const both = bothOf(input, known);
			return await outcome(redash, both, await redash.dataSources[method](...both, only));
		},
	});

const addToGroup = granting(
	'attach',
	'Add to Group',
	'Give a group access to a data source',
	'Give a group access to a data source; with View Only on, Redash grants full access for a moment before it is narrowed',
);

const setAccess = granting(
	'setAccess',
	'Set Access',
	'Set how a group may use a data source',
	'Change between full and view-only access of a group that has the data source already',
);

const removeFromGroup = operation({
	name: 'Remove From Group',
	action: 'Take a data source away from a group',
	description: 'Take a data source away from a group, also where it is attached twice',
	fields: pair(),
	repeat: 'safe',
	view: grantView,
	output: CHANGED,
	prepare,
	target,
	async run(redash, input, known) {
		const both = bothOf(input, known);
		return await outcome(redash, both, await redash.dataSources.detach(...both));
	},
});

export const dataSource: Resource<Redash> = {
	name: 'Data Source',
	operations: { addToGroup, getAll, removeFromGroup, setAccess },
};
