import { eachAtOnce, Turns } from '../../kit/concurrency';
import { Handover } from '../../kit/handover';
import { sweep } from '../../kit/lookup';
import { Problem } from '../../kit/problem';
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

const NOT_APPLIED = new Problem('Superset accepted the change but did not apply it.', 'Look at it in Superset.');


export class OwnedContent {
	private readonly turns = new Turns();

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
	 * Gives everything a person owns to the successor, keeping other owners, and lists it again to prove it. Reports go
	 * first: they run without anybody looking, and one that only an inactive person owns may stop (contract 8). One
	 * person at a time: two may own one dashboard, and owners are replaced as a whole.
	 */
	async handOver(from: User, to: User): Promise<Handover> {
		return await this.turns.take('owners', async () => {
			const owned = await this.of(from);
			const result = new Handover();
			const sent: Content[] = [];
			await eachAtOnce(owned, AT_ONCE, async (content) => {
				const owners = [...new Set([...content.owners.map(({ id }) => id).filter((id) => id !== from.id), to.id])];
				await result.attempt(content, async () => {
					await this.superset.putOwners(content.type, content.id, owners);
					sent.push(content);
				});
			});
			const left = owned.length === 0 ? [] : await this.of(from);
			for (const one of sent) {
				if (left.some(({ type, id }) => type === one.type && id === one.id)) result.fail(one, NOT_APPLIED);
				else result.move(one);
			}
			return result;
		});
	}
}
