import type { IDataObject } from 'n8n-workflow';

import { Api, type ApiContext, type ApiLimits, type ApiProfile, type ApiRequest } from '../../kit/http/api';
import type { Page } from '../../kit/lookup';
import { Problem } from '../../kit/problem';
import { OwnedContent } from './content';
import { DataSources } from './dataSources';
import { explain, noAdmin, reopensIn } from './errors';
import { Events } from './events';
import { Groups } from './groups';
import { Guards } from './guards';
import { absoluteLink } from './links';
import { Users } from './users';

export const CREDENTIAL = 'redashApi';

const PROFILE: ApiProfile = {
	product: 'Redash',
	credential: CREDENTIAL,
	// The routes used here have budgets by the hour and the day, none by the second (contract 10).
	perSecond: 0,
	// A key has no session that could run out.
	isExpired: () => false,
	sessionProbe: ['api', 'session'],
	explain,
	reopensIn,
	urlHint: "the organization's slug if the server has several",
};

/** Most rows a page can have (contract 5). */
export const PAGE_SIZE = 250;

type Path = ApiRequest['path'];

/** Parameters of a list, beside page and size. `order` is always sent: with `q` alone there is none (contract 5). */
export type ListQuery = Record<string, string> & { order: string };

/** What `GET /api/session` tells about the key's user and the server (contract 3). */
export interface Session {
	user: { id: number; email: string; name: string; groups: number[]; permissions: string[] };
	client_config: { version?: string; mailSettingsMissing?: boolean; [other: string]: unknown };
	org_slug: string;
}

/** What to do about a write whose answer was lost: `once` needs a look-up. */
export type Effect = Pick<ApiRequest, 'effect' | 'lookUp' | 'budget' | 'goneIsDone' | 'query'>;

const REPEATABLE: Effect = { effect: 'repeat' };

/** One organization of a Redash server as one API key sees it, for one execution. */
export class Redash {
	readonly users = new Users(this);

	readonly groups = new Groups(this);

	readonly dataSources = new DataSources(this);

	readonly content = new OwnedContent(this);

	readonly events = new Events(this);

	readonly guards = new Guards(this);

	private readonly api: Api;

	private who?: Promise<Session>;

	private setup?: Promise<IDataObject>;

	constructor(
		context: ApiContext,
		limits: ApiLimits,
	) {
		this.api = new Api(context, PROFILE, limits);
	}

	/**
	 * Who the key belongs to and what the server is; asked once, before anything else. Throws a Problem for a server
	 * before 8.0, which answers some things differently, and for a key that is no admin's, which is shown a part only:
	 * its own groups, so that everybody else would seem to be in none and no admin.
	 */
	async session(): Promise<Session> {
		this.who ??= this.read<Session>(['session']).then(supported);
		return await this.who;
	}

	async get<T>(path: Path, query?: Record<string, string>): Promise<T> {
		await this.session();
		return await this.read<T>(path, query);
	}

	private async read<T>(path: Path, query?: Record<string, string>): Promise<T> {
		const answer = await this.api.send({
			method: 'GET',
			path: ['api', ...path],
			...(query && { query: new URLSearchParams(query).toString() }),
			effect: 'read',
		});
		return answer.body as T;
	}

	/** Always with a body: group routes refuse a POST without content type (contract 1). */
	async post<T>(path: Path, body: IDataObject = {}, effect: Effect = REPEATABLE): Promise<T> {
		return (await this.write('POST', path, body, effect)) as T;
	}

	/** @param body only where the route wants one */
	async delete<T>(path: Path, effect: Effect = REPEATABLE, body?: IDataObject): Promise<T> {
		return (await this.write('DELETE', path, body, effect)) as T;
	}

	private async write(method: 'POST' | 'DELETE', path: Path, body: IDataObject | undefined, effect: Effect) {
		await this.session();
		const expect = 'any';
		return (await this.api.send({ method, path: ['api', ...path], body, expect, ...effect })).body;
	}

	/** One page of a list with an envelope, from 0. A page past the end is an empty one that tells no total. */
	async list<T>(path: Path, page: number, query: ListQuery, pageSize = PAGE_SIZE): Promise<Page<T>> {
		const paging = { page: String(page + 1), page_size: String(pageSize) };
		const answer = await this.get<{ count: number; results: T[] }>(path, { ...query, ...paging }).catch(
			(thrown: unknown) => {
				if (page > 0 && isPastTheEnd(thrown)) return PAST_THE_END;
				throw thrown;
			},
		);
		if (Array.isArray(answer)) throw tooOld();
		return { rows: answer.results as T[], total: answer.count };
	}

	/** Whether a key of somebody is refused. Where it is not, this counts as their activity. */
	async isKeyRefused(key: string): Promise<boolean> {
		return await this.api.isRefused(['api', 'session'], { Authorization: `Key ${key}` });
	}

	/** What the organization is set up for: ways to sign in (contract 3); asked once. */
	async settings(): Promise<IDataObject> {
		this.setup ??= this.get<{ settings: IDataObject }>(['settings', 'organization']).then(({ settings }) => settings);
		return await this.setup;
	}

	/** A link of the server, usable from anywhere. It is a secret. */
	async absolute(link: string): Promise<string> {
		return absoluteLink(link, await this.url());
	}

	/** The credential's URL, without slash at the end. */
	async url(): Promise<string> {
		return await this.api.url();
	}
}

/** A total below every other one, so that a sweep sees that the list shrank, and starts over. */
const PAST_THE_END = { count: -1, results: [] };

/** The list became shorter while it was read; an empty list has another status for it (contract 5). */
const isPastTheEnd = (thrown: unknown) =>
	thrown instanceof Problem &&
	(thrown.kind === 'notFound' || (thrown.httpCode === '400' && /out of range/.test(thrown.what)));

function supported(session: Session): Session {
	const major = Number.parseInt(session.client_config.version ?? '', 10);
	if (major < 8) throw tooOld();
	if (!session.user.permissions.includes('admin')) throw noAdmin();
	return session;
}

const tooOld = () =>
	new Problem('This Redash is older than 8.0, which is the oldest one supported.', 'Update the server.', {
		kind: 'notOffered',
	});

export const connect = (context: ApiContext, limits: ApiLimits) => new Redash(context, limits);
