export interface Share {
	readonly shareId: string;
	readonly type: 'user' | 'group';
	readonly rule: string;
	readonly subscribe: boolean;
}

export interface Widget {
	readonly oid: string;
	readonly title: string;
}

/** What is in a dashboard. Under co-authoring there are two: the owner's and the one others see (contract 8). */
export interface Copy {
	title: string;
	widgets: readonly Widget[];
}

export interface Dashboard extends Copy {
	readonly id: string;
	readonly tenant: string;
	owner: string;
	folder?: string;
	/** Without the owner. */
	shares: readonly Share[];
	/** Title of the data model. */
	readonly model: string;
	lastUpdated: string;
	lastPublish?: string;
	/** As others see it since it was published. */
	published?: Copy;
}

export interface Folder {
	readonly id: string;
	readonly tenant: string;
	name: string;
	parent: string | null;
	owner: string;
}

export interface ModelShare {
	readonly partyId: string;
	readonly type: 'user' | 'group';
	readonly permission: string;
}

export interface Model {
	readonly id: string;
	readonly tenant: string;
	readonly title: string;
	readonly type: 'EXTRACT' | 'LIVE';
	creator: string;
	shares: readonly ModelShare[];
}

export interface Report {
	readonly id: string;
	readonly name: string;
	readonly owner: string;
	enabled: boolean;
	recipients: readonly string[];
	errorEmails: readonly string[];
}

/** What people make. Each map is in the order things were made. */
export class Content {
	readonly dashboards = new Map<string, Dashboard>();
	readonly folders = new Map<string, Folder>();
	readonly models = new Map<string, Model>();
	readonly reports = new Map<string, Report>();

	/** Somebody goes: their dashboards too, and what was shared with them. Folders, models and reports keep their id. */
	forgetPerson(id: string): void {
		for (const dashboard of this.dashboards.values())
			if (dashboard.owner === id) this.dashboards.delete(dashboard.id);
		this.unshare(id);
	}

	forgetGroup(id: string): void {
		this.unshare(id);
	}

	deleteFolder(folder: Folder): void {
		for (const child of this.folders.values()) if (child.parent === folder.id) this.deleteFolder(child);
		for (const dashboard of this.dashboards.values())
			if (dashboard.folder === folder.id) this.dashboards.delete(dashboard.id);
		this.folders.delete(folder.id);
	}

	private unshare(party: string): void {
		for (const dashboard of this.dashboards.values())
			dashboard.shares = dashboard.shares.filter(({ shareId }) => shareId !== party);
		for (const model of this.models.values())
			model.shares = model.shares.filter(({ partyId }) => partyId !== party);
	}
}
