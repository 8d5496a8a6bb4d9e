import type { IDataObject } from 'n8n-workflow';

import { Problem } from '../../kit/problem';
import { without } from '../../kit/shape';
import type { Metabase } from './client';
import type { Group } from './groups';
import { isPerson } from './person';

export interface ApiKey {
	id: number;
	name: string;
	group: { id: number; name: string };
	creator_id?: number;
	masked_key: string;
	/** The key itself: only in the answers that make it, and never shown unasked. */
	unmasked_key?: string;
	created_at: string;
	updated_at: string;
	[other: string]: unknown;
}

export const API_KEY: [string, string] = ['API key', 'API keys'];

/** The product's own object without the key. */
export const stripped = (row: ApiKey): IDataObject => without(row, ['unmasked_key']);

/** What is not as it was written, as a sentence; undefined if all is. */
export function faultOfKey(wanted: { name?: string; group?: Group }, now: ApiKey | undefined): string | undefined {
	if (!now) return 'Metabase accepted the change of the API key, but it can\'t be found any more.';
	if (wanted.name !== undefined && wanted.name !== now.name)
		return `Metabase accepted the name "${wanted.name}" but the API key is still called "${now.name}".`;
	if (wanted.group && wanted.group.id !== now.group.id)
		return `Metabase accepted the group "${wanted.group.name}" but the API key is still in "${now.group.name}".`;
	return undefined;
}

export class ApiKeys {
	/** Known once it was renamed: the account is remembered by its old name. */
	private ownId?: number;

	constructor(private readonly metabase: Metabase) {}

	/** All keys, those of SCIM not among them (contract 5). */
	async all(): Promise<ApiKey[]> {
		return await this.metabase.get<ApiKey[]>(['api-key']);
	}

	async readBack(ids: string[]): Promise<Map<string, ApiKey>> {
		const all = await this.all();
		return new Map(all.filter(({ id }) => ids.includes(String(id))).map((key) => [String(key.id), key]));
	}

	/** The new key, whose secret nobody can get again: a key whose answer was lost is there, but of no use. */
	async create(name: string, group: Group): Promise<ApiKey> {
		const lookUp = async () => (await this.all()).find((key) => key.name === name);
		const key = await this.metabase.post<ApiKey>(['api-key'], { name, group_id: group.id }, { effect: 'once', lookUp });
		if (key.unmasked_key !== undefined) return key;
		throw new Problem(
			`The API key "${name}" was made, but the connection broke before Metabase told it.`,
			'Use "Regenerate" for it.',
		);
	}

	/** Both go along, as the server's own client does (contract 5). Everybody who holds the key's entry sees the new ones. */
	async update(key: ApiKey, name: string, group: ApiKey['group']): Promise<void> {
		if (await this.isOwn(key)) this.ownId = key.id;
		await this.metabase.put(['api-key', key.id], { name, group_id: group.id });
		Object.assign(key, { name, group: { id: group.id, name: group.name } });
	}

	/** The old key is dead at once. */
	async regenerate(key: ApiKey): Promise<ApiKey> {
		return await this.metabase.put<ApiKey>(['api-key', key.id, 'regenerate']);
	}

	async remove(key: ApiKey): Promise<void> {
		await this.metabase.delete(['api-key', key.id], { goneIsDone: true });
		if (!(await this.all()).some(({ id }) => id === key.id)) return;
		throw new Problem('Metabase accepted the deletion but still has the API key.', 'Look at it in Metabase.');
	}

	/** The key the credential uses has a hidden account that is called like the key (contract 5). */
	private async isOwn(key: ApiKey): Promise<boolean> {
		const current = await this.metabase.current();
		return this.ownId === key.id || (!isPerson(current) && current.first_name === key.name);
	}

	/** Throws a Problem for the key the credential uses. */
	async refuseOwn(key: ApiKey, doing: string): Promise<void> {
		if (!(await this.isOwn(key))) return;
		throw new Problem(
			`"${key.name}" is the API key of this credential: if it were ${doing}, the credential would stop working.`,
			'Do that in Metabase, and put the new key into the credential; or use another credential here.',
		);
	}
}
