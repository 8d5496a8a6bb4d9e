import { found, notFound, ok, type Answer } from '../answers.mts';
import type { Call } from '../call.mts';
import type { PathValues } from '../router.mts';

/** GET /api/v1/report_manager/reports, of the add-on. */
export function listReports(call: Call): Answer {
	const { query, world } = call;
	const owners = query.get('ownerIds') === null ? undefined : call.ids(query.get('ownerIds') ?? '', 'ownerIds');
	const rows = [...world.content.reports.values()].filter(
		({ owner }) => owners === undefined || owners.includes(owner),
	);
	const [limit, page] = [Number(query.get('limit') ?? 100), Number(query.get('page') ?? 1)];
	const end = page * limit;
	return ok({ data: rows.slice(end - limit, end).map(reportRow), pagination: { isLastPage: end >= rows.length } });
}

const reportRow = ({ id, owner, ...rest }: { readonly id: string; readonly owner: string }) => ({
	_id: id,
	ownerId: owner,
	...rest,
});

export function patchReport(call: Call, path: PathValues): Answer {
	const report = found(call.world.content.reports.get(path.id), () => notFound('report', path.id));
	const { enabled, recipients } = call.fields;
	if (typeof enabled === 'boolean') report.enabled = enabled;
	if (Array.isArray(recipients)) report.recipients = recipients.map(String);
	return ok(reportRow(report));
}

/** Any route of the add-on where it is not installed, or its service is down (contract 8). */
export const noReports = (status: 404 | 504) => (): Answer => ({ status });

/** GET /api/v2/audit/files. */
export const auditFiles = (): Answer => ok([]);
