import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { Api, type ApiContext, type ApiLimits, type ApiProfile, type ApiRequest } from '../../kit/http/api';
import { Problem } from '../../kit/problem';
import { addressOf } from './address';
import { Content } from './content';
import { explain, noAdmin } from './errors';
import { Groups } from './groups';
import { Guards } from './guards';
import { rowsOf } from './lists';
import type { RawUser } from './person';
import { isNoAdmin, Roles } from './roles';
import { Scim } from './scim/client';
import { isExpired } from './session';
import { Tenants } from './tenants';
import { Users } from './users';

export const CREDENTIAL = 'sisenseApi';

const PROFILE: ApiProfile = {
	product: 'Sisense',
	credential: CREDENTIAL,
	perSecond: 0,
	// Five to ten writes a second are what the server's makers advise (contract 9).
	writesPerSecond: 8,
	baseOf: addressOf,
	isExpired,
	sessionProbe: ['api', 'users', 'loggedin'],
	explain,
	urlHint: 'the port, the name of the tenant if there is one',
};

type Path = ApiRequest['path'];

/** What goes beside method and path. Sending twice is harmless if not said otherwise. */
export type More = Partial<Pick<ApiRequest, 'body' | 'effect' | 'lookUp' | 'goneIsDone'>> & { query?: Record<string, string> };

/** One tenant of a Sisense as one credential sees it, for one execution. User administration needs both APIs (contract 1). */
export class Sisense {
	readonly users = new Users(this);

	readonly roles = new Roles(this);

	readonly groups = new Groups(this);

	readonly tenants = new Tenants(this);

	readonly content = new Content(this);

	readonly guards = new Guards(this);

	/** Another address and another credential: asked only by the operations of SCIM. */
	readonly scim: Scim;

	private readonly api: Api;

	private who?: Promise<RawUser>;

	private allowed?: Promise<void>;

	constructor(
		private readonly context: ApiContext,
		limits: ApiLimits,
	) {
		this.api = new Api(context, PROFILE, limits);
		this.scim = new Scim(context, limits);
	}

	/** The credential's own account, asked once before anything else. */
	async self(): Promise<RawUser> {
		this.who ??= this.send<RawUser>('GET', ['api', 'users', 'loggedin']);
		return await this.who;
	}

	/**
	 * Looks once whether the account may manage people; the roles it takes to tell are remembered. Throws a Problem where
	 * it may not: such an account can be shown a part of a list, which must not pass for the whole.
	 */
	async asAdmin(): Promise<void> {
		this.allowed ??= this.judge();
		await this.allowed;
	}

	private async judge(): Promise<void> {
		const self = await this.self();
		const query = { includeBaseRolesName: 'true' };
		const roles = await this.send<unknown>('GET', ['api', 'roles'], { query }).then((answer) => this.roles.remember(rowsOf(answer)));
		const role = roles.find(({ id }) => id === self.roleId);
		if (role && isNoAdmin(role)) throw noAdmin();
	}

	/** The credential's URL, without slash at the end. */
	async url(): Promise<string> {
		return await this.api.url();
	}

	/** As the server tells it; undefined where it does not (contract 1). */
	async version(): Promise<string | undefined> {
		const { version } = await this.get<{ version?: unknown }>(v0('globals')).catch((thrown: unknown) => {
			if (thrown instanceof Problem && ['403', '404'].includes(thrown.httpCode ?? '')) return { version: undefined };
			throw thrown;
		});
		return typeof version === 'string' ? version : undefined;
	}

	async credentials(): Promise<ICredentialDataDecryptedObject> {
		return await this.context.getCredentials(CREDENTIAL);
	}

	async get<T>(path: Path, query?: Record<string, string>): Promise<T> {
		await this.asAdmin();
		return await this.send<T>('GET', path, { query });
	}

	async write<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET', path: Path, more: More = {}): Promise<T> {
		await this.asAdmin();
		return await this.send<T>(method, path, { effect: 'repeat', ...more });
	}

	/** Answers may be empty where the documents promise a body (contract 8). */
	private async send<T>(method: ApiRequest['method'], path: Path, { query, ...more }: More = {}): Promise<T> {
		const asked = query && Object.keys(query).length > 0 ? { query: new URLSearchParams(query).toString() } : {};
		const expect = method === 'GET' && (more.effect ?? 'read') === 'read' ? 'json' : 'any';
		const answer = await this.api.send({ method, path, effect: 'read', expect, ...asked, ...more });
		return answer.body as T;
	}
}

/** Paths of the two APIs, which live side by side (contract 1). */
export const v0 = (...rest: Path): Path => ['api', ...rest];
export const v1 = (...rest: Path): Path => ['api', 'v1', ...rest];

export const connect = (context: ApiContext, limits: ApiLimits) => new Sisense(context, limits);

/** A body of plain values. */
export type Body = IDataObject;
