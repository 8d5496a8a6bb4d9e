import type { IDataObject } from 'n8n-workflow';

import { Problem, unless } from '../../kit/problem';
import type { Metabase } from './client';
import type { Group } from './groups';

/** Words of one database for one group: plain, or broken down by schema and table (contract 6). */
export type Words = IDataObject;

/** What a group may do, by database id. What is missing is not allowed. */
export type Permissions = Record<string, Words>;

interface Answer {
	revision: number;
	groups: Record<string, Permissions>;
}

/** One group's part of the graph, and which state of the whole it comes from. */
export interface GroupGraph {
	group: Group;
	revision: number;
	permissions: Permissions;
}

/** What a missing entry means, by its key (contract 6): the server leaves defaults out. */
const DEFAULTS: Record<string, unknown> = {
	'view-data': 'blocked',
	'create-queries': 'no',
	details: 'no',
	transforms: 'no',
};

export class Graph {
	private whole?: Promise<Answer>;

	constructor(private readonly metabase: Metabase) {}

	/** Several groups: the whole graph once per execution. One: only its part. */
	async of(groups: Group[]): Promise<GroupGraph[]> {
		if (groups.length === 1) return [await this.ofOne(groups[0])];
		this.whole ??= this.metabase.get<Answer>(['permissions', 'graph']);
		const answer = await this.whole;
		return groups.map((group) => partOf(answer, group));
	}

	/** As it is now. */
	async ofOne(group: Group): Promise<GroupGraph> {
		const part = await unless('notOffered', this.metabase.get<Answer>(['permissions', 'graph', 'group', group.id]));
		return partOf(part ?? (await this.metabase.get<Answer>(['permissions', 'graph'])), group);
	}

	/**
	 * Changes what is given of one group and nothing else: only groups that are sent are changed (contract 6). Never
	 * forced: a change by somebody else in between fails with what is there now.
	 *
	 * @param revision the state the wish was made on; undefined: what is there now
	 * @returns what is true afterwards, or undefined if it was so already
	 */
	async update(group: Group, wanted: Permissions, revision?: number): Promise<GroupGraph | undefined> {
		const before = await this.ofOne(group);
		if (missing(wanted, before.permissions).length === 0) return undefined;
		if (revision !== undefined && revision !== before.revision) throw stale(before, revision);
		const groups = { [String(group.id)]: wanted };
		await this.metabase
			.put(['permissions', 'graph'], { revision: before.revision, groups }, { query: 'skip-graph=true' })
			.catch(async (thrown: unknown) => {
				if (!(thrown instanceof Problem) || thrown.httpCode !== '409') throw thrown;
				const now = await this.ofOne(group);
				// An answer that was lost: the change itself made the revision a new one.
				if (missing(wanted, now.permissions).length > 0) throw stale(now, before.revision);
			});
		this.whole = undefined;
		const after = await this.ofOne(group);
		const wrong = missing(wanted, after.permissions);
		if (wrong.length === 0) return after;
		throw new Problem(
			`Metabase accepted the permissions of "${group.name}" but stored others: ${wrong.join('; ')}.`,
			'Look at them in Metabase: some combinations need a paid edition, or are raised by the server.',
		);
	}
}

const partOf = ({ revision, groups }: Answer, group: Group): GroupGraph => ({
	group,
	revision,
	permissions: groups[String(group.id)] ?? {},
});

/** What is wanted and not so, in words. */
export function missing(wanted: Permissions, now: Permissions): string[] {
	return Object.entries(wanted).flatMap(([database, words]) =>
		Object.entries(words).flatMap(([key, value]) => {
			const is = now[database]?.[key];
			return covers(is, value, DEFAULTS[key])
				? []
				: [`database ${database}: ${key} is ${is === undefined ? 'not set' : JSON.stringify(is)}`];
		}),
	);
}

/**
 * Whether the value is as wanted. One word stands for everything below it; a breakdown may have more entries than asked
 * for, and defaults may be left out.
 */
function covers(is: unknown, wanted: unknown, initial: unknown): boolean {
	if (!isBreakdown(wanted)) return is === wanted || (is === undefined && (wanted === initial || wanted === 'none'));
	return Object.entries(wanted).every(([key, value]) => covers(isBreakdown(is) ? is[key] : is, value, initial));
}

const isBreakdown = (value: unknown): value is IDataObject => typeof value === 'object' && value !== null;

const stale = ({ group, revision, permissions }: GroupGraph, seen: number) =>
	new Problem(
		`Somebody else changed permissions meanwhile: revision ${seen} is now ${revision}. "${group.name}" has ${JSON.stringify(permissions)}.`,
		'Look at what is there now, then run the item again without "Revision" or with the new one.',
		{ httpCode: 409 },
	);
