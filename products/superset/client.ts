import type { IDataObject } from 'n8n-workflow';

import { type Answer, bodyOf } from '../../kit/http/answer';
import { Api, type ApiContext, type ApiLimits, type ApiProfile } from '../../kit/http/api';
import type { Page } from '../../kit/lookup';
import { unless } from '../../kit/problem';
import { explain, isExpired } from './errors';
import { Guards } from './guards';
import { type Filter, listQuery } from './query';
import { Roles } from './roles';
import { ownIdOf } from './session';
import { Users } from './users';

export const CREDENTIAL = 'supersetApi';

const PROFILE: ApiProfile = {
	product: 'Superset',
	credential: CREDENTIAL,
	// Official images allow 50 a second over the whole app, counted in fixed seconds (contract 2.7).
	perSecond: 46,
	isExpired,
	// 401 without a session on every version, also with the security API off (recording auth:csrf-token-no-auth).
	sessionProbe: ['api', 'v1', 'security', 'csrf_token', ''],
	explain,
};

/** Collections below /api/v1/security. */
export type Collection = 'users' | 'roles' | 'groups';

/** One Superset server as one credential sees it, for one execution. */
export class Superset {
	readonly users: Users;

	readonly roles: Roles;

	readonly guards: Guards;

	private readonly api: Api;

	private self?: Promise<number | undefined>;

	constructor(
		private readonly context: ApiContext,
		limits: ApiLimits,
	) {
		this.api = new Api(context, PROFILE, limits);
		this.users = new Users(this);
		this.roles = new Roles(this);
		this.guards = new Guards(this);
	}

	/** One page of a collection, ordered by id. */
	async list<T>(collection: Collection, page: number, filters?: Filter[], pageSize?: number): Promise<Page<T>> {
		const answer = await this.api.send({
			method: 'GET',
			path: root(collection, ''),
			query: listQuery(page, filters, pageSize),
			effect: 'read',
		});
		const { result, count } = bodyOf(answer);
		return { rows: (result ?? []) as T[], total: Number(count) };
	}

	/** One record. Throws the Problem of a 404 if there is none. */
	async item<T>(collection: Collection, id: number): Promise<T> {
		const answer = await this.api.send({ method: 'GET', path: root(collection, id), effect: 'read' });
		return bodyOf(answer).result as T;
	}

	/** Creates a record; the new id. After a lost answer `lookUp` decides whether it is there. */
	async create(
		collection: Collection,
		body: IDataObject,
		lookUp: () => Promise<{ id: number } | undefined>,
	): Promise<number> {
		const answer = await this.api.send({
			method: 'POST',
			path: root(collection, ''),
			body,
			effect: 'once',
			lookUp,
		});
		return Number(bodyOf(answer).id);
	}

	async update(collection: Collection, id: number, body: IDataObject): Promise<Answer> {
		return await this.api.send({ method: 'PUT', path: root(collection, id), body, effect: 'repeat' });
	}

	/** Replaces the members of a role; touches no password (contract 5). */
	async putRoleUsers(role: number, users: number[]): Promise<void> {
		await this.api.send({
			method: 'PUT',
			path: root('roles', role, 'users'),
			body: { user_ids: users },
			effect: 'repeat',
		});
	}

	/** The caller's permissions on a collection, such as `can_put`. */
	async permissionsOn(collection: Collection): Promise<string[]> {
		const query = `q=${encodeURIComponent('(keys:!(permissions))')}`;
		const answer = await this.api.send({ method: 'GET', path: root(collection, '_info'), query, effect: 'read' });
		return (bodyOf(answer).permissions ?? []) as string[];
	}

	/** Whether roles of a group count for its members: from Superset 6.0 on, told by a route that came with it (contract 1). */
	async groupsGrantRoles(): Promise<boolean> {
		const request = {
			method: 'GET',
			path: root('roles', 'search', ''),
			query: 'q=(page_size:1)',
			effect: 'read',
		} as const;
		return (await unless('notOffered', this.api.send(request))) !== undefined;
	}

	/** The credential's own user id; undefined where the server does not tell (API keys before 6.1). */
	async ownId(): Promise<number | undefined> {
		this.self ??= this.findSelf();
		return await this.self;
	}

	private async findSelf(): Promise<number | undefined> {
		const credentials = await this.context.getCredentials(CREDENTIAL);
		if (credentials.authentication !== 'apiKey') return ownIdOf(credentials);
		const answer = await unless(
			'notOffered',
			this.api.send({ method: 'GET', path: ['api', 'v1', 'me', ''], effect: 'read' }),
		);
		return answer && Number((bodyOf(answer).result as IDataObject).id);
	}
}

export const connect = (context: ApiContext, limits: ApiLimits) => new Superset(context, limits);

const root = (...rest: Array<string | number>) => ['api', 'v1', 'security', ...rest];
