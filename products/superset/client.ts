import type { IDataObject } from 'n8n-workflow';

import { Turns } from '../../kit/concurrency';
import { bodyOf, type Answer } from '../../kit/http/answer';
import { Api, type ApiContext, type ApiLimits, type ApiProfile, type ApiRequest } from '../../kit/http/api';
import { baseUrlOf } from '../../kit/http/session';
import type { Page } from '../../kit/lookup';
import { Problem, unless } from '../../kit/problem';
import { OwnedContent, type Kind, type Owner } from './content';
import { explain, isCsrfRefusal, isExpired } from './errors';
import { Groups } from './groups';
import { Guards } from './guards';
import { Permissions } from './permissions';
import { contentQuery, infoQuery, listQuery, searchQuery, type Filter } from './query';
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
export type Collection = 'users' | 'roles' | 'groups' | 'permissions-resources';

interface CsrfPair {
	token: string;
	cookie: string;
	referer: string;
}

/** One Superset server as one credential sees it, for one execution: requests, and the things they are about. */
export class Superset {
	readonly users = new Users(this);

	readonly roles = new Roles(this);

	readonly groups = new Groups(this);

	readonly permissions = new Permissions(this);

	readonly content = new OwnedContent(this);

	readonly guards = new Guards(this);

	private readonly api: Api;

	private self?: Promise<number | undefined>;

	private csrf?: Promise<CsrfPair>;

	private readonly lists = new Turns();

	constructor(
		private readonly context: ApiContext,
		limits: ApiLimits,
	) {
		this.api = new Api(context, PROFILE, limits);
	}

	/** The credential's URL, without slash at the end. */
	async url(): Promise<string> {
		return await this.api.url();
	}

	/** One page of a collection, ordered by id. */
	async list<T>(collection: Collection, page: number, filters?: Filter[], pageSize?: number): Promise<Page<T>> {
		return await this.page<T>(security(collection, ''), listQuery(page, filters, pageSize));
	}

	/** One record. Throws the Problem of a 404 if there is none. */
	async item<T>(collection: Collection, id: number): Promise<T> {
		return (await this.read(security(collection, id))).result as T;
	}

	/** Creates a record; the new id. After a lost answer `lookUp` decides whether it is there. */
	async create(
		collection: Collection,
		body: IDataObject,
		lookUp: () => Promise<{ id: number } | undefined>,
	): Promise<number> {
		const answer = await this.api.send({
			method: 'POST',
			path: security(collection, ''),
			body,
			effect: 'once',
			lookUp,
		});
		return Number(bodyOf(answer).id);
	}

	async update(collection: Collection, id: number, body: IDataObject): Promise<void> {
		await this.write('PUT', security(collection, id), body);
	}

	/** Deletes a record and looks whether it is gone. One that is gone already after a lost answer is deleted. */
	async remove(collection: Collection, id: number): Promise<void> {
		await this.api.send({ method: 'DELETE', path: security(collection, id), effect: 'repeat', goneIsDone: true });
		if ((await unless('notFound', this.item(collection, id))) !== undefined) {
			throw new Problem('Superset accepted the deletion but still has the record.', 'Look at it in Superset.');
		}
	}

	/** Replaces the members of a role; touches no password (contract 5). */
	async putRoleUsers(role: number, users: number[]): Promise<void> {
		await this.write('PUT', security('roles', role, 'users'), { user_ids: users });
	}

	/** Roles with their members, whose name contains this; from 6.0 on, with no limit to a page (contract 5). */
	async searchRoles<T>(name: string): Promise<T[]> {
		return (await this.read(security('roles', 'search', ''), searchQuery(name))).result as unknown as T[];
	}

	async rolePermissions(
		role: number,
	): Promise<Array<{ id: number; permission_name: string; view_menu_name: string }>> {
		return (await this.read(security('roles', role, 'permissions', ''))).result as never;
	}

	/** Replaces all permissions of a role, by permission-view ids. */
	async setRolePermissions(role: number, ids: number[]): Promise<void> {
		await this.write('POST', security('roles', role, 'permissions'), { permission_view_menu_ids: ids });
	}

	/** One page of what somebody owns. */
	async owned(
		kind: Kind,
		name: string,
		owner: number,
		page: number,
	): Promise<Page<IDataObject & { id: number; owners: Owner[] }>> {
		return await this.page(
			['api', 'v1', kind, ''],
			contentQuery(page, name, { col: 'owners', opr: 'rel_m_m', value: owner }),
		);
	}

	/** How much content has somebody as creator or last editor: it holds a deletion back (contract 4). */
	async authored(kind: Kind, col: 'created_by' | 'changed_by', user: number): Promise<number> {
		return (
			await this.page(['api', 'v1', kind, ''], contentQuery(0, 'id', { col, opr: 'rel_o_m', value: user }, 1))
		).total;
	}

	/** Replaces the owners of a piece of content. The one kind of write that needs a CSRF pair (contract 3.4). */
	async putOwners(kind: Kind, id: number, owners: number[]): Promise<void> {
		const send = async () => {
			this.csrf ??= this.fetchCsrf();
			const { token, cookie, referer } = await this.csrf;
			const headers = { 'X-CSRFToken': token, Cookie: cookie, Referer: referer };
			await this.api.send({
				method: 'PUT',
				path: ['api', 'v1', kind, id],
				body: { owners },
				headers,
				effect: 'repeat',
			});
		};
		await send().catch(async (thrown: unknown) => {
			if (!isCsrfRefusal(thrown)) throw thrown;
			this.csrf = undefined;
			await send();
		});
	}

	/** The caller's permissions on a collection, such as `can_put`. */
	async permissionsOn(collection: Collection): Promise<string[]> {
		return ((await this.read(security(collection, '_info'), infoQuery())).permissions ?? []) as string[];
	}

	/** Whether roles of a group count for its members: from Superset 6.0 on, told by a route that came with it (contract 1). */
	async groupsGrantRoles(): Promise<boolean> {
		const answer = await unless('notOffered', this.searchRoles('Admin')).catch((thrown: unknown) => {
			if (thrown instanceof Problem && thrown.kind === 'forbidden') return [];
			throw thrown;
		});
		return answer !== undefined;
	}

	/** The credential's own user id; undefined where the server does not tell (API keys before 6.1). */
	async ownId(): Promise<number | undefined> {
		this.self ??= this.findSelf();
		return await this.self;
	}

	/** How the credential signs in; a key does not tell how people do. */
	async provider(): Promise<'db' | 'ldap' | 'apiKey'> {
		const { authentication, provider } = await this.context.getCredentials(CREDENTIAL);
		if (authentication === 'apiKey') return 'apiKey';
		return provider === 'ldap' ? 'ldap' : 'db';
	}

	/** As the server tells it, from 6.1 on (contract 1). */
	async version(): Promise<string | undefined> {
		const answer = await this.read(['version']).catch((thrown: unknown) => {
			if (thrown instanceof Problem && thrown.httpCode === '404') return undefined;
			throw thrown;
		});
		return typeof answer?.version_string === 'string' ? answer.version_string : undefined;
	}

	private async findSelf(): Promise<number | undefined> {
		const credentials = await this.context.getCredentials(CREDENTIAL);
		if (credentials.authentication !== 'apiKey') {
			const known = ownIdOf(credentials);
			if (known !== undefined) return known;
			// Nothing was asked yet in this execution: any read signs in, and the session tells who did.
			await this.list('roles', 0, [], 1);
			return ownIdOf(await this.context.getCredentials(CREDENTIAL));
		}
		const me = this.read(['api', 'v1', 'me', '']).catch((thrown: unknown) => {
			// Before 6.1 this route knows no Bearer and says 401 to a good key (contract 3.5).
			if (thrown instanceof Problem && ['401', '404'].includes(thrown.httpCode ?? '')) return undefined;
			throw thrown;
		});
		const result = (await me)?.result as IDataObject | undefined;
		return result && Number(result.id);
	}

	/** Token and cookie of one answer; the cookie is anonymous, the Bearer decides who acts. Over https a Referer of the server itself goes along. */
	private async fetchCsrf(): Promise<CsrfPair> {
		const answer = await this.api.send({ method: 'GET', path: PROFILE.sessionProbe, effect: 'read' });
		const cookies = [answer.headers['set-cookie'] ?? []].flat().map(String);
		const cookie = cookies.find((one) => one.startsWith('session='))?.split(';')[0] ?? '';
		const { origin } = new URL(baseUrlOf(await this.context.getCredentials(CREDENTIAL)));
		return { token: String(bodyOf(answer).result), cookie, referer: `${origin}/` };
	}

	/**
	 * The server keeps the filters of a collection's list in one object for all its threads, so two lists at once can
	 * get each other's and leave rows out (contract 2.6): one at a time.
	 */
	private async page<T>(path: ApiRequest['path'], query: string): Promise<Page<T>> {
		const { result, count } = await this.lists.take(path.join('/'), async () => await this.read(path, query));
		return { rows: (result ?? []) as T[], total: Number(count) };
	}

	private async read(path: ApiRequest['path'], query?: string): Promise<IDataObject> {
		return bodyOf(await this.api.send({ method: 'GET', path, query, effect: 'read' }));
	}

	private async write(method: 'PUT' | 'POST', path: ApiRequest['path'], body: IDataObject): Promise<Answer> {
		return await this.api.send({ method, path, body, effect: 'repeat' });
	}
}

export const connect = (context: ApiContext, limits: ApiLimits) => new Superset(context, limits);

const security = (...rest: Array<string | number>) => ['api', 'v1', 'security', ...rest];
