import { Problem } from '../../kit/problem';
import { addressOf } from './address';
import { v1, type Sisense } from './client';
import { rowsOf } from './lists';

interface RawTenant {
	_id: string;
	name: string;
	default?: boolean;
	[other: string]: unknown;
}

export interface Tenant {
	id: string;
	name: string;
	raw: RawTenant;
}

/** Whether the server has no such route: then it has one tenant only (contract 7). Anything else is a failure. */
const isMissing = (thrown: unknown) => thrown instanceof Problem && ['404', '405'].includes(thrown.httpCode ?? '');

/** Of a URL's path, in lower case; empty if it has none. */
const lastSegment = (url: string) => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '').toLowerCase();

export class Tenants {
	private list?: Promise<Tenant[] | undefined>;

	private own?: Promise<string | undefined>;

	constructor(private readonly sisense: Sisense) {}

	/** All tenants the account sees; undefined on a server with a single one. */
	async all(): Promise<Tenant[] | undefined> {
		this.list ??= this.sisense.get<unknown>(v1('tenants')).then(
			(answer) => rowsOf<RawTenant>(answer).map((raw): Tenant => ({ id: raw._id, name: raw.name, raw })),
			(thrown: unknown) => {
				if (isMissing(thrown)) return undefined;
				throw thrown;
			},
		);
		return await this.list;
	}

	/** Rows of the credential's tenant: who belongs to the system's is shown everybody's. A row that names none is kept. */
	async mine<T extends { tenantId?: string }>(rows: T[]): Promise<T[]> {
		const id = await this.ownId();
		return id === undefined ? rows : rows.filter(({ tenantId }) => tenantId === undefined || tenantId === id);
	}

	/** The tenant that the credential names, in its own field or as the end of the URL, else the one its account belongs to. */
	async ownId(): Promise<string | undefined> {
		this.own ??= this.findOwn();
		return await this.own;
	}

	private async findOwn(): Promise<string | undefined> {
		const { tenantId } = await this.sisense.self();
		const credentials = await this.sisense.credentials();
		const { tenant } = credentials;
		const named = String(tenant ?? '').trim().toLowerCase();
		const name = named === '' ? lastSegment(addressOf(credentials)) : named;
		if (tenantId === undefined || name === '') return tenantId;
		const all = await this.all().catch((thrown: unknown) => {
			// Not everybody may list tenants: then the account's own is what it sees.
			if (thrown instanceof Problem && thrown.kind === 'forbidden') return undefined;
			throw thrown;
		});
		if (!all) return tenantId;
		const found = all.find((one) => one.name.toLowerCase() === name);
		if (found) return found.id;
		// A proxy's path.
		if (named === '') return tenantId;
		throw new Problem(
			`Sisense has no tenant "${String(tenant)}"; it has: ${all.map((one) => one.name).join(', ')}.`,
			'Correct the tenant in the credential.',
		);
	}
}
