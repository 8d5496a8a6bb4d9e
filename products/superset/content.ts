import { eachAtOnce } from '../../kit/concurrency';
import { sweep } from '../../kit/lookup';
import { asProblem, type Problem } from '../../kit/problem';
import type { Superset } from './client';
import type { User } from './person';

/** What people own; each with the column that names it (contract 7). */
const KINDS = { dashboard: 'dashboard_title', chart: 'slice_name', dataset: 'table_name', report: 'name' } as const;

export type Kind = keyof typeof KINDS;

export interface Owner {
	id: number;
	first_name?: string;
	last_name?: string;
}

export interface Content {
	type: Kind;
	id: number;
	name: string;
	owners: Owner[];
}

/** What no account but the person's own can see or move; named in every result that could be taken for complete. */
export const NOT_MOVABLE = [
	'Saved queries: each person sees only their own',
	'Creator and last editor of content: they stay as they are, and may hold back a deletion',
	'Favorites, SQL Lab history and tabs',
	'Mail addresses among the recipients of a report: the person may go on receiving it',
];

const AT_ONCE = 5;

/** What a transfer did. */
export interface Transfer {
	moved: Content[];
	failed: Array<{ content: Content; problem: Problem }>;
}

export class OwnedContent {
	constructor(private readonly superset: Superset) {}

	/**
	 * What a person owns, reports first. The person must have been read in this execution: for an unknown id the
	 * server sends everything of everybody (contract 7), so each row is checked as well.
	 */
	async of(user: User): Promise<Content[]> {
		const found: Content[] = [];
		for (const type of ['report', 'dashboard', 'chart', 'dataset'] as const) {
			const rows = await sweep<Content>({
				page: async (index) => {
					const { rows: page, total } = await this.superset.owned(type, KINDS[type], user.id, index);
					return {
						rows: page.map((row) => ({
							type,
							id: row.id,
							name: String(row[KINDS[type]]),
							owners: row.owners,
						})),
						total,
					};
				},
				idOf: ({ id }) => id,
			});
			found.push(...rows.filter(({ owners }) => owners.some(({ id }) => id === user.id)));
		}
		return found;
	}

	/**
	 * Gives content to the successor, keeping other owners. Reports go first: they run without anybody looking, and
	 * one that only an inactive person owns may stop (contract 8).
	 */
	async transfer(contents: Content[], from: User, to: User): Promise<Transfer> {
		const result: Transfer = { moved: [], failed: [] };
		await eachAtOnce(contents, AT_ONCE, async (content) => {
			const owners = [...new Set([...content.owners.map(({ id }) => id).filter((id) => id !== from.id), to.id])];
			try {
				await this.superset.putOwners(content.type, content.id, owners);
				result.moved.push(content);
			} catch (thrown) {
				result.failed.push({ content, problem: asProblem(thrown) });
			}
		});
		return result;
	}
}
