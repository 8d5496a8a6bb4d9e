import type { IDataObject } from 'n8n-workflow';

import { Api, type ApiContext, type ApiLimits, type ApiProfile, type ApiRequest } from '../../kit/http/api';
import { ApiKeys } from './apiKeys';
import { Content } from './content';
import { explain, noAdmin } from './errors';
import { Graph } from './graph';
import { Groups } from './groups';
import { Guards } from './guards';
import { Memberships } from './memberships';
import type { RawUser } from './person';
import { groupSyncsIn, reviversIn, type Setting } from './provisioning';
import { Server } from './server';
import { isExpired } from './session';
import { Users } from './users';

export const CREDENTIAL = 'metabaseAdminApi';

const PROFILE: ApiProfile = {
	product: 'Metabase',
	credential: CREDENTIAL,
	// No limit by the second is known; sign-ins alone are throttled (contract 2).
	perSecond: 0,
	isExpired,
	sessionProbe: ['api', 'user', 'current'],
	explain,
};

type Path = ApiRequest['path'];

/** What to do about a write whose answer was lost: `once` needs a look-up. */
export type Effect = Partial<Pick<ApiRequest, 'effect' | 'lookUp' | 'goneIsDone' | 'query'>>;

/** One Metabase as one credential sees it, for one execution. */
export class Metabase {
	readonly users = new Users(this);

	readonly groups = new Groups(this);

	readonly memberships = new Memberships(this);

	readonly apiKeys = new ApiKeys(this);

	readonly graph = new Graph(this);

	readonly content = new Content(this);

	readonly guards = new Guards(this);

	private readonly api: Api;

	private who?: Promise<RawUser>;

	private facts?: Promise<Server>;

	private settings?: Promise<Setting[]>;

	constructor(context: ApiContext, limits: ApiLimits) {
		this.api = new Api(context, PROFILE, limits);
	}

	/**
	 * The credential's own account; for a key a hidden one. Asked once, before anything else: routes that are open to all
	 * would hide a wrong key. Throws a Problem for somebody who is no admin, whom many routes tell a part only.
	 */
	async current(): Promise<RawUser> {
		this.who ??= this.read<RawUser>(['user', 'current']).then((user) => {
			if (!user.is_superuser) throw noAdmin();
			return user;
		});
		return await this.who;
	}

	/** The credential's URL, without slash at the end. */
	async url(): Promise<string> {
		return await this.api.url();
	}

	/** What the server is and has; asked once. */
	async server(): Promise<Server> {
		this.facts ??= this.get<IDataObject>(['session', 'properties']).then((properties) => new Server(properties));
		return await this.facts;
	}

	/** All settings an admin may see; asked once. */
	private async allSettings(): Promise<Setting[]> {
		this.settings ??= this.get<Setting[]>(['setting']);
		return await this.settings;
	}

	/** Through what a deactivated person may become active again (contract 13.8). */
	async revivers(): Promise<string[]> {
		return reviversIn(await this.allSettings());
	}

	/** Settings by which groups are set anew at each sign-in. */
	async groupSyncs(): Promise<string[]> {
		return groupSyncsIn(await this.allSettings());
	}

	async get<T>(path: Path, query?: Record<string, string>): Promise<T> {
		await this.current();
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

	async post<T>(path: Path, body: IDataObject, effect: Effect = {}): Promise<T> {
		return (await this.write('POST', path, body, effect)) as T;
	}

	async put<T>(path: Path, body?: IDataObject, effect: Effect = {}): Promise<T> {
		return (await this.write('PUT', path, body, effect)) as T;
	}

	async delete(path: Path, effect: Effect = {}): Promise<void> {
		await this.write('DELETE', path, undefined, effect);
	}

	/** Many writes answer 204 without a body (contract 1). */
	private async write(method: 'POST' | 'PUT' | 'DELETE', path: Path, body: IDataObject | undefined, effect: Effect) {
		await this.current();
		const request: ApiRequest = { method, path: ['api', ...path], body, effect: 'repeat', expect: 'any', ...effect };
		return (await this.api.send(request)).body;
	}
}

export const connect = (context: ApiContext, limits: ApiLimits) => new Metabase(context, limits);
