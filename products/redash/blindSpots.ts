import { eachAtOnce } from '../../kit/concurrency';
import { unless } from '../../kit/problem';
import type { Redash } from './client';

interface Dashboard {
	id: number;
	is_archived?: boolean;
}

const AT_ONCE = 5;

/** So many ids without a dashboard behind the last one found, and the search ends. */
const GAP = 200;

/** Data sources of which even an admin sees no queries and alerts in lists, because no group of theirs has them (contract 8). */
export async function sourcesHidden(redash: Redash): Promise<string[]> {
	const { user } = await redash.session();
	const hidden: string[] = [];
	await eachAtOnce(await redash.dataSources.all(), AT_ONCE, async (source) => {
		const { groups } = await redash.dataSources.accessSeen(source);
		if (!user.groups.some((id) => String(id) in groups)) hidden.push(source.name);
	});
	if (hidden.length === 0) return [];
	return [
		`Queries and alerts on ${hidden.sort().join(', ')}: the user of the API key is in no group that has ${hidden.length === 1 ? 'this data source' : 'these data sources'}, so Redash lists none of them`,
	];
}

/**
 * Dashboards that no list shows to anybody but their owner: drafts, and those without a query in them. The server's own
 * count tells how many there are; by id each can be read.
 */
export async function dashboardsHidden<D extends Dashboard>(
	redash: Redash,
	listed: D[],
	search: boolean,
): Promise<{ found: D[]; blindSpots: string[] }> {
	const { object_counters: counters } = await redash.get<{ object_counters: { dashboards: number } }>([
		'organization',
		'status',
	]);
	const missing = counters.dashboards - listed.filter(({ is_archived }) => is_archived !== true).length;
	if (missing <= 0) return { found: [], blindSpots: [] };
	const found = search ? await searchById(redash, listed, missing) : [];
	const left = missing - found.length;
	if (left <= 0) return { found, blindSpots: [] };
	const how = search ? '' : '; "Search Hidden Dashboards" in the options of the node Redash finds them';
	return {
		found,
		blindSpots: [
			`${left} ${left === 1 ? 'dashboard' : 'dashboards'} of other people that Redash lists to their owners only (drafts, or without a query)${how}`,
		],
	};
}

async function searchById<D extends Dashboard>(redash: Redash, listed: D[], missing: number): Promise<D[]> {
	const known = new Set(listed.map(({ id }) => id));
	const found: D[] = [];
	let last = Math.max(0, ...known);
	for (let from = 1; from <= last + GAP && found.length < missing; from += AT_ONCE) {
		const ids = Array.from({ length: AT_ONCE }, (_, i) => from + i).filter((id) => !known.has(id));
		await eachAtOnce(ids, AT_ONCE, async (id) => {
			const dashboard = await unless('notFound', redash.get<D>(['dashboards', id]));
			// Old versions take the number for a slug.
			if (dashboard?.id !== id) return;
			last = Math.max(last, id);
			if (dashboard.is_archived !== true) found.push(dashboard);
		});
	}
	return found.sort((a, b) => a.id - b.id);
}
