import { ADMINISTRATORS } from './ids.mts';

export type Words = Readonly<Record<string, unknown>>;

/** What a server of this generation calls everything. */
const FULL_OLD: Words = { data: { native: 'write', schemas: 'all' } };
const FULL: Words = { 'view-data': 'unrestricted', 'create-queries': 'query-builder-and-native' };

/** What equals having no entry: the server leaves it out. */
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
	data: ['{"native":"none","schemas":"none"}', '{}'],
	'view-data': ['"blocked"'],
	'create-queries': ['"no"'],
	download: ['{"schemas":"none"}', '{}'],
	'data-model': ['{"schemas":"none"}', '{}'],
	details: ['"no"'],
	transforms: ['"no"'],
};

/** Who may do what with which database, and how often that has been saved (contract 6). */
export class Graph {
	revision = 0;
	private readonly groups = new Map<number, Map<number, Words>>();

	constructor(readonly old: boolean) {}

	get full(): Words {
		return this.old ? FULL_OLD : FULL;
	}

	/** Lays words over what a group has on a database. */
	merge(group: number, database: number, words: Words): void {
		const databases = this.groups.get(group) ?? new Map<number, Words>();
		databases.set(database, withoutDefaults({ ...databases.get(database), ...words }));
		this.groups.set(group, databases);
	}

	forgetGroup(group: number): void {
		this.groups.delete(group);
	}

	/** What a group has, by database; undefined where that is nothing. */
	of(group: number, databases: readonly number[]): Record<string, Words> | undefined {
		const entries = databases.flatMap((database): [string, Words][] => {
			const words = group === ADMINISTRATORS ? this.full : this.groups.get(group)?.get(database);
			return words === undefined || Object.keys(words).length === 0 ? [] : [[String(database), words]];
		});
		return entries.length === 0 ? undefined : Object.fromEntries(entries);
	}
}

function withoutDefaults(words: Words): Words {
	return Object.fromEntries(
		Object.entries(words).filter(([key, value]) => !DEFAULTS[key]?.includes(JSON.stringify(value))),
	);
}
