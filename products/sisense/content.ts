import { asProblem, Problem } from '../../kit/problem';
import { v1, type Sisense } from './client';
import { allPages, rowsOf } from './lists';
import type { User } from './person';

/** Something of a person's, in the words all kinds share. */
export interface Owned {
	type: 'dashboard' | 'folder' | 'report';
	id: string;
	name: string;
	/** Of a dashboard: the folder it is in, which may be one that nobody else sees. */
	folderId?: string;
}

/** What somebody owns, and what the server does not show. */
export interface Stock {
	owned: Owned[];
	/** Sentences; empty where everything was seen. */
	blindSpots: string[];
	/** IDs of folders that hold dashboards of the person and are in no list: nobody tells whose they are. */
	hiddenFolders: string[];
}

interface Dashboard {
	oid: string;
	title: string;
	owner: string;
	parentFolder?: string | null;
}

interface Folder {
	oid: string;
	name: string;
	owner?: string;
}

interface Report {
	_id?: string;
	id?: string;
	name?: string;
	title?: string;
}

interface Reports {
	data: Report[];
	pagination?: { isLastPage?: boolean };
}

/** The only list that shows every dashboard with its owner (contract 8). */
const EVERY_DASHBOARD = { dashboardType: 'owner', fields: 'oid,title,owner,parentFolder' };

export class Content {
	private dashboards?: Promise<Dashboard[]>;

	private folders?: Promise<Folder[]>;

	/** What came of asking for reports where it is no list; nobody is asked for again then. */
	private noReports?: Problem;

	constructor(private readonly sisense: Sisense) {}

	/** What a person owns, as far as an admin sees it. A list that fails is a failure, not "owns nothing". */
	async of(user: User): Promise<Stock> {
		this.dashboards ??= this.readDashboards();
		this.folders ??= this.readFolders();
		const blindSpots: string[] = [];
		const [all, folders] = await Promise.all([this.dashboards, this.folders]);
		const dashboards = all.filter(({ owner }) => owner === user.id);
		const hiddenFolders = [...new Set(dashboards.map(({ parentFolder }) => parentFolder ?? ''))].filter(
			(id) => id !== '' && !folders.some(({ oid }) => oid === id),
		);
		if (hiddenFolders.length > 0) {
			blindSpots.push(
				`${hiddenFolders.length} folders that hold dashboards of ${user.email} are shown to nobody else, nor who owns them: IDs ${hiddenFolders.join(', ')}.`,
			);
		}
		return {
			owned: [
				...dashboards.map(({ oid, title, parentFolder }): Owned => ({ type: 'dashboard', id: oid, name: title, ...(parentFolder && { folderId: parentFolder }) })),
				...folders.filter(({ owner }) => owner === user.id).map(({ oid, name }): Owned => ({ type: 'folder', id: oid, name })),
				...(await this.reports(user, blindSpots)),
			],
			blindSpots,
			hiddenFolders,
		};
	}

	/** As it is now. */
	async fresh(user: User): Promise<Stock> {
		this.dashboards = undefined;
		this.folders = undefined;
		return await this.of(user);
	}

	/** The list repeats dashboards (contract 8); an account that is no admin gets 403, never a part. */
	private async readDashboards(): Promise<Dashboard[]> {
		return await allPages<Dashboard>(
			async (query) => await this.sisense.get(v1('dashboards', 'admin'), { ...EVERY_DASHBOARD, ...query }),
			({ oid }) => oid,
			false,
		);
	}

	private async readFolders(): Promise<Folder[]> {
		return rowsOf<Folder>(await this.sisense.get(v1('folders'), { structure: 'flat' }));
	}

	/** An add-on: 404 is a server without it, 504 one where it is down (contract 8). */
	private async reports(user: User, blindSpots: string[]): Promise<Owned[]> {
		const found = this.noReports ?? (await this.readReports(user).catch(asProblem));
		if (!(found instanceof Problem)) return found;
		this.noReports = found;
		if (!['404', '405'].includes(found.httpCode ?? '')) blindSpots.push(`Reports could not be read: ${found.what}`);
		return [];
	}

	private async readReports({ id }: User): Promise<Owned[]> {
		const found: Owned[] = [];
		for (let page = 1; ; page++) {
			const query = { ownerIds: id, limit: '100', page: String(page) };
			const { data, pagination } = await this.sisense.get<Reports>(v1('report_manager', 'reports'), query);
			found.push(...data.map((row): Owned => ({ type: 'report', id: String(row._id ?? row.id), name: row.name ?? row.title ?? '' })));
			if (pagination?.isLastPage !== false || data.length === 0) return found;
		}
	}
}
