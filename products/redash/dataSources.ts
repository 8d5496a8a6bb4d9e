import { Problem } from '../../kit/problem';
import type { Redash } from './client';
import type { Group } from './groups';

export interface DataSource {
	id: number;
	/** Not unique (contract 7). */
	name: string;
	type: string;
	paused?: number;
	pause_reason?: string | null;
	[other: string]: unknown;
}

/** A data source with the groups that may use it: id of the group → whether it may only look at results. */
export interface DataSourceAccess extends DataSource {
	groups: Record<string, boolean>;
}

/** One group's right to a data source. */
export interface Grant {
	dataSource: DataSource;
	group: Group;
	/** Undefined: none. */
	viewOnly: boolean | undefined;
}

export const DATA_SOURCE: [string, string] = ['data source', 'data sources'];

export class DataSources {
	private catalogue?: Promise<DataSource[]>;

	private readonly seen = new Map<number, Promise<DataSourceAccess>>();

	constructor(private readonly redash: Redash) {}

	/** All data sources of the organization; read once per execution. */
	async all(): Promise<DataSource[]> {
		this.catalogue ??= this.redash.get<DataSource[]>(['data_sources']);
		return await this.catalogue;
	}

	/** One request; the list does not tell the groups. */
	async access(source: DataSource): Promise<DataSourceAccess> {
		return await this.redash.get<DataSourceAccess>(['data_sources', source.id]);
	}

	/** The same, asked once per execution: to look at, not to base a write on. */
	async accessSeen(source: DataSource): Promise<DataSourceAccess> {
		const known = this.seen.get(source.id) ?? this.access(source);
		this.seen.set(source.id, known);
		return await known;
	}

	async grantOf(dataSource: DataSource, group: Group): Promise<Grant> {
		const { groups } = await this.access(dataSource);
		return { dataSource, group, viewOnly: groups[String(group.id)] };
	}

	/**
	 * Gives a group a data source, or changes how. Attaching twice would break the group until it is detached (contract
	 * 7), so what is there decides. The server attaches with full access first: there is no way around that moment.
	 *
	 * @returns what is true afterwards, or undefined if nothing had to be done
	 */
	async attach(dataSource: DataSource, group: Group, viewOnly: boolean): Promise<Grant | undefined> {
		const before = await this.grantOf(dataSource, group);
		if (before.viewOnly === viewOnly) {
			await this.refuseTwice(dataSource, group);
			return undefined;
		}
		if (before.viewOnly === undefined) {
			const lookUp = async () => ((await this.grantOf(dataSource, group)).viewOnly === undefined ? undefined : true);
			const body = { data_source_id: dataSource.id };
			await this.redash.post(['groups', group.id, 'data_sources'], body, { effect: 'once', lookUp });
		}
		if (viewOnly || before.viewOnly !== undefined) await this.setViewOnly(dataSource, group, viewOnly);
		return await this.confirmed(dataSource, group, viewOnly);
	}

	/** @returns what is true afterwards, or undefined if nothing had to be done */
	async setAccess(dataSource: DataSource, group: Group, viewOnly: boolean): Promise<Grant | undefined> {
		const before = await this.grantOf(dataSource, group);
		if (before.viewOnly === undefined) {
			throw new Problem(
				`The group "${group.name}" does not have the data source "${dataSource.name}".`,
				'Use "Add to Group" first.',
			);
		}
		if (before.viewOnly === viewOnly) {
			await this.refuseTwice(dataSource, group);
			return undefined;
		}
		await this.setViewOnly(dataSource, group, viewOnly);
		return await this.confirmed(dataSource, group, viewOnly);
	}

	/** @returns what is true afterwards, or undefined if nothing had to be done */
	async detach(dataSource: DataSource, group: Group): Promise<Grant | undefined> {
		if ((await this.grantOf(dataSource, group)).viewOnly === undefined) return undefined;
		await this.redash.delete(['groups', group.id, 'data_sources', dataSource.id]);
		return await this.confirmed(dataSource, group, undefined);
	}

	/** A 500 on either route has one cause once both are known to be attached: they are so twice (contract 7). */
	private async setViewOnly(dataSource: DataSource, group: Group, viewOnly: boolean): Promise<void> {
		const path = ['groups', group.id, 'data_sources', dataSource.id];
		await this.redash.post(path, { view_only: viewOnly }).catch(explainTwice(`The data source "${dataSource.name}"`, group));
	}

	/** The list of the group fails, whichever of its data sources is attached twice. */
	private async refuseTwice(dataSource: DataSource, group: Group): Promise<void> {
		await this.redash.get(['groups', group.id, 'data_sources'])
			.catch(explainTwice(`The data source "${dataSource.name}", or another one,`, group));
	}

	private async confirmed(dataSource: DataSource, group: Group, viewOnly: boolean | undefined): Promise<Grant> {
		const now = await this.grantOf(dataSource, group);
		if (now.viewOnly === viewOnly) return now;
		throw new Problem(
			`Redash accepted the access of the group "${group.name}" to "${dataSource.name}" but did not apply it.`,
			'Look at it in Redash.',
		);
	}
}

/** The single data source shows a doubled attachment as one, so only this failure tells. */
const explainTwice = (what: string, group: Group) => (thrown: unknown) => {
	if (!(thrown instanceof Problem) || thrown.httpCode !== '500') throw thrown;
	throw new Problem(
		`${what} is attached to the group "${group.name}" twice, which breaks the group's list.`,
		'Use "Remove From Group", which takes both away, then "Add to Group" with the access you want.',
		{ httpCode: 500, detail: thrown.detail },
	);
};
