import type { Answer } from '../answers.mts';
import type { Call } from '../call.mts';
import type { SortKey } from '../paging.mts';
import { sourcesSeen } from './access.mts';
import { answerList } from './lists.mts';
import type { Dashboard } from './model.mts';
import { showDashboard } from './show.mts';

/**
 * `GET /dashboards`: the caller's own, and those of others that are published and have a widget on a data source of
 * the caller's groups; drafts and empty ones of others are missing even for an admin (contract 8).
 */
export function listDashboards(call: Call): Answer {
	const { id } = call.user;
	const seen = withVisibleWidget(call);
	return answer(
		call,
		unarchivedDashboards(call).filter((row) => row.user === id || (!row.draft && seen.has(row.id))),
	);
}

/** `GET /dashboards/my`: drafts and empty ones too. */
export function ownDashboards(call: Call): Answer {
	const { id } = call.user;
	return answer(
		call,
		unarchivedDashboards(call).filter((row) => row.user === id),
	);
}

/** All of the organisation, which is what the counter counts. */
export function unarchivedDashboards(call: Call): Dashboard[] {
	return call.world.content.dashboards.rows.filter((row) => row.org === call.org.id && !row.archived);
}

function withVisibleWidget(call: Call): ReadonlySet<number> {
	const { content } = call.world;
	const sources = sourcesSeen(call);
	const widgets = content.widgets.rows.filter(({ visualization }) => {
		const source = content.queryOfVisualization(visualization)?.source ?? null;
		return source !== null && sources.has(source);
	});
	return new Set(widgets.map((widget) => widget.dashboard));
}

const KEYS: Readonly<Record<string, (row: Dashboard) => SortKey>> = {
	name: (row) => String(row.name).toLowerCase(),
	created_at: (row) => row.createdAt,
};

const answer = (call: Call, dashboards: readonly Dashboard[]): Answer =>
	answerList(call, dashboards, {
		type: 'dashboard',
		keys: KEYS,
		fits: ({ name }, term) => like(String(name), term),
		show: (row) => showDashboard(call, row),
	});

/** Part of the name, any case; `_` and `%` are wildcards. */
function like(name: string, term: string): boolean {
	const pattern = term
		.replaceAll(/[\\^$+?.()|[\]{}*]/g, '\\$&')
		.replaceAll('%', '.*')
		.replaceAll('_', '.');
	return new RegExp(pattern, 'isu').test(name);
}
