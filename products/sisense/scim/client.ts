import type { IDataObject } from 'n8n-workflow';

import { Api, type ApiContext, type ApiLimits, type ApiProfile, type ApiRequest } from '../../../kit/http/api';
import { Problem } from '../../../kit/problem';
import { without } from '../../../kit/shape';
import { explain, incomplete, notAvailable } from './errors';
import { ScimGroups } from './groups';
import { ScimUsers } from './users';
import { attribute, isTrue, MEDIA_TYPE, URN } from './words';

export const SCIM_CREDENTIAL = 'sisenseScimApi';

const PROFILE: ApiProfile = {
	product: 'SCIM',
	credential: SCIM_CREDENTIAL,
	perSecond: 0,
	writesPerSecond: 8,
	// A token has no session that could run out.
	isExpired: () => false,
	sessionProbe: ['ServiceProviderConfig'],
	explain,
};

/** Rows asked for at a time; a server may send fewer. */
const PAGE_SIZE = 100;

/** Times a list is read that stays shorter than the server says. */
const MOST_PASSES = 5;

/** A server that sends the same page for ever is no reason to ask for ever. */
const MOST_PAGES = 10_000;

/** What the server can do; everything in it is optional in the RFC, so it is obeyed and never assumed. */
export interface ScimConfiguration {
	patch: boolean;
	filter: boolean;
	maxResults: number | null;
	sort: boolean;
	etag: boolean;
	bulk: boolean;
	changePassword: boolean;
	raw: IDataObject;
}

export interface Resource extends IDataObject {
	id: string;
	meta?: { version?: string; created?: string; lastModified?: string };
}

export type Endpoint = 'Users' | 'Groups';

/** A SCIM 2.0 server (RFC 7643 and 7644), for one execution. */
export class Scim {
	readonly users = new ScimUsers(this);

	readonly groups = new ScimGroups(this);

	private readonly api: Api;

	private probe?: Promise<ScimConfiguration>;

	constructor(context: ApiContext, limits: ApiLimits) {
		this.api = new Api(context, PROFILE, limits);
	}

	/** What the server can do; asked once, before anything else. Throws the Problem "not available" where there is no SCIM. */
	async configuration(): Promise<ScimConfiguration> {
		this.probe ??= this.send('GET', ['ServiceProviderConfig']).then(toConfiguration, (thrown: unknown) => {
			if (thrown instanceof Problem && isNoScim(thrown)) throw notAvailable(thrown.detail);
			throw thrown;
		});
		return await this.probe;
	}

	/**
	 * All resources that match, page by page as they come: a page may hold fewer than asked for, and the list is no
	 * snapshot (RFC 7644 3.4.2.4). Servers that ignore the filter send everything: the caller compares.
	 */
	async list<T extends Resource>(endpoint: Endpoint, filter?: string): Promise<T[]> {
		const { filter: filters, maxResults, sort } = await this.configuration();
		const query = { ...(filter && filters && { filter }), ...(sort && !filter && { sortBy: 'id' }) };
		const count = Math.min(PAGE_SIZE, maxResults ?? PAGE_SIZE);
		const found = new Map<string, T>();
		// Pages without an order can overlap and leave gaps: pages that begin elsewhere fill them.
		let total = 0;
		for (let pass = 0; pass < MOST_PASSES; pass++) {
			total = await this.pages(endpoint, query, Math.max(1, count - pass), found);
			if (filter || found.size >= total) return [...found.values()];
		}
		throw incomplete(endpoint, total, found.size);
	}

	/** All pages, into `found`. @returns how many resources there are, by the last page */
	private async pages<T extends Resource>(endpoint: Endpoint, query: Record<string, string>, count: number, found: Map<string, T>): Promise<number> {
		for (let start = 1, pages = 0; ; pages++) {
			const answer = await this.page<T>(endpoint, { ...query, startIndex: String(start), count: String(count) });
			const total = Number(attribute(answer, 'totalResults') ?? 0);
			const rows = attribute<T[]>(answer, 'Resources') ?? [];
			for (const row of rows) found.set(row.id, row);
			start += rows.length;
			if (rows.length === 0 || start > total || pages >= MOST_PAGES) return total;
		}
	}

	/** One page. Without filter and order where the server says it has them and refuses these. */
	private async page<T>(endpoint: Endpoint, query: Record<string, string>): Promise<Record<string, unknown> & { Resources?: T[] }> {
		const ask = async (asked: Record<string, string>) => await this.send<IDataObject>('GET', [endpoint], { query: asked });
		const answer = await ask(query).catch(async (thrown: unknown) => {
			const plain = without(query, ['filter', 'sortBy']) as Record<string, string>;
			const refused = thrown instanceof Problem && ['400', '501'].includes(thrown.httpCode ?? '') && Object.keys(plain).length < Object.keys(query).length;
			if (!refused) throw thrown;
			return await ask(plain);
		});
		if (attribute(answer, 'schemas') === undefined) throw notAvailable();
		return answer as Record<string, unknown> & { Resources?: T[] };
	}

	/** Undefined where there is none of this id. */
	async item<T extends Resource>(endpoint: Endpoint, id: string): Promise<T | undefined> {
		await this.configuration();
		return await this.send<T>('GET', [endpoint, id]).catch((thrown: unknown) => {
			if (thrown instanceof Problem && thrown.kind === 'notFound') return undefined;
			throw thrown;
		});
	}

	/** @param lookUp what a create made, where its answer was lost */
	async create<T extends Resource>(endpoint: Endpoint, body: IDataObject, lookUp: () => Promise<unknown>): Promise<T> {
		await this.configuration();
		return await this.send<T>('POST', [endpoint], { body, effect: 'once', lookUp });
	}

	/**
	 * Changes a resource: by PATCH where the server has it, else by writing back what was read with the changes in it,
	 * because a PUT clears what it leaves out (RFC 7644 3.5.1).
	 *
	 * @param operations for PATCH
	 * @param edit the same for a whole resource
	 * @param isDone whether a resource is as it should be: after a lost answer the own change is what somebody changed (412)
	 */
	async change<T extends Resource>(endpoint: Endpoint, resource: T, operations: IDataObject[], edit: (now: T) => T, isDone: (now: T) => boolean): Promise<void> {
		await this.write(endpoint, resource, operations, edit).catch(async (thrown: unknown) => {
			if (!(thrown instanceof Problem) || thrown.httpCode !== '412') throw thrown;
			const now = await this.item<T>(endpoint, resource.id);
			if (!now || !isDone(now)) throw thrown;
		});
	}

	private async write<T extends Resource>(endpoint: Endpoint, resource: T, operations: IDataObject[], edit: (now: T) => T): Promise<void> {
		const { patch } = await this.configuration();
		const path = [endpoint, resource.id];
		if (patch) {
			const body = { schemas: [URN.patch], Operations: operations };
			await this.send('PATCH', path, { body, effect: 'repeat', headers: await this.ifMatch(resource) });
			return;
		}
		const now = (await this.item<T>(endpoint, resource.id)) ?? resource;
		const { meta, ...body } = edit(now);
		await this.send('PUT', path, { body, effect: 'repeat', headers: await this.ifMatch({ meta } as Resource) });
	}

	/** Gone already is as asked only after a lost answer. */
	async remove(endpoint: Endpoint, { id }: Resource): Promise<void> {
		await this.send('DELETE', [endpoint, id], { effect: 'repeat', goneIsDone: true });
	}

	private async ifMatch({ meta }: Pick<Resource, 'meta'>): Promise<IDataObject> {
		const { etag } = await this.configuration();
		return etag && meta?.version ? { 'If-Match': meta.version } : {};
	}

	private async send<T>(
		method: ApiRequest['method'],
		path: ApiRequest['path'],
		{ query, headers, ...more }: Partial<Pick<ApiRequest, 'body' | 'effect' | 'lookUp' | 'goneIsDone' | 'headers'>> & { query?: Record<string, string> } = {},
	): Promise<T> {
		const answer = await this.api.send({
			method,
			path,
			effect: 'read',
			expect: method === 'GET' ? 'json' : 'any',
			...(query && { query: new URLSearchParams(query).toString() }),
			headers: {
				Accept: `${MEDIA_TYPE}, application/json`,
				...(more.body !== undefined && { 'Content-Type': MEDIA_TYPE }),
				...headers,
			},
			...more,
		});
		return answer.body as T;
	}
}

/** No such route, a page that is no data, or a server that refuses the token in other words than SCIM's (contract 10). */
const isNoScim = ({ httpCode = '', kind }: Problem) => ['200', '404', '405', '501'].includes(httpCode) || kind === 'notOffered';

function toConfiguration(raw: unknown): ScimConfiguration {
	const found = raw as IDataObject;
	if (typeof raw !== 'object' || raw === null || attribute(found, 'schemas') === undefined) throw notAvailable();
	const supported = (name: string) => isTrue(attribute(attribute<IDataObject>(found, name) ?? {}, 'supported'));
	const most = Number(attribute(attribute<IDataObject>(found, 'filter') ?? {}, 'maxResults'));
	return {
		patch: supported('patch'),
		filter: supported('filter'),
		maxResults: Number.isInteger(most) && most > 0 ? most : null,
		sort: supported('sort'),
		etag: supported('etag'),
		bulk: supported('bulk'),
		changePassword: supported('changePassword'),
		raw: found,
	};
}
