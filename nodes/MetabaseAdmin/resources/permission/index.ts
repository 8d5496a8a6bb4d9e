import { collection, integer, json, many } from '../../../../kit/fields';
import { GROUP, pick } from '../../../../kit/names';
import type { Resource } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import type { Metabase } from '../../../../products/metabase/client';
import type { Permissions } from '../../../../products/metabase/graph';
import { groupField } from '../../fields';
import { operation } from '../../operation';
import { graphView } from '../../views';

const prepare = async (metabase: Metabase) => await metabase.groups.all();

const getGraph = operation({
	name: 'Get Graph',
	action: 'Get the data permissions of groups',
	description:
		'Get what groups may do with each database, one item a group; a database or word that is missing means no permission',
	fields: {
		filters: collection(
			{ displayName: 'Filters', placeholder: 'Add Filter' },
			{
				groups: many(
					{ displayName: 'Group Names or IDs', description: 'Only these groups' },
					{ load: 'getEveryGroup' },
				),
			},
		),
	},
	repeat: 'safe',
	view: graphView,
	prepare,
	async run(metabase, { filters }, all) {
		const groups = filters.groups ? await metabase.groups.named(filters.groups) : all;
		return (await metabase.graph.of(groups)).map((entity) => ({ entity }));
	},
});

/** An entry per database id, each an object of words. Throws a Problem that shows the form. */
function checked(graph: object): Permissions {
	const entries = Object.entries(graph);
	const isWords = (words: unknown) => typeof words === 'object' && words !== null && !Array.isArray(words);
	if (entries.length > 0 && entries.every(([database, words]) => /^\d+$/.test(database) && isWords(words))) {
		return graph as Permissions;
	}
	throw new Problem(
		'"Graph" has no entry by database ID, or one that is no object.',
		'Give it as "Get Graph" puts it out, such as { "2": { "view-data": "unrestricted", "create-queries": "query-builder" } }.',
	);
}

const updateGraph = operation({
	name: 'Update Graph',
	action: 'Change the data permissions of a group',
	description:
		'Change what one group may do with the databases given; other groups and databases stay, and a change by somebody else in between is never overwritten',
	fields: {
		group: groupField(),
		graph: json({
			displayName: 'Graph',
			required: true,
			placeholder: 'e.g. { "2": { "view-data": "unrestricted", "create-queries": "query-builder" } }',
			description: 'By database ID; the words are those of this server, as "Get Graph" puts them out',
		}),
		additionalFields: collection(
			{ displayName: 'Additional Fields' },
			{
				revision: integer(
					{
						displayName: 'Revision',
						default: 0,
						description: 'The state your wish is made on, from "Get Graph"; fails if there is a newer one',
					},
					{ min: 0, max: 2_147_483_647 },
				),
			},
		),
	},
	repeat: 'safe',
	view: graphView,
	output: { changed: 'boolean' },
	prepare,
	// The whole graph has one revision: changes go one after another.
	target: ({ group }, all) => pick(group, all, GROUP) && 'graph',
	async run(metabase, { group: reference, graph, additionalFields }, all) {
		const group = pick(reference, all, GROUP);
		const wanted = checked(graph);
		if (group.magic === 'admin') {
			throw new Problem(
				`"${group.name}" may do everything in Metabase, and nothing changes that.`,
				'Choose another group.',
			);
		}
		const done = await metabase.graph.update(group, wanted, additionalFields.revision);
		return { entity: done ?? (await metabase.graph.ofOne(group)), changed: done !== undefined };
	},
});

export const permission: Resource<Metabase> = { name: 'Permission', operations: { getGraph, updateGraph } };
