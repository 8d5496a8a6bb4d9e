/** What the story's people made before it, on a data model of the server. */
import type { SisenseApi } from './sisense-api.mts';
import type { Content } from './types.mts';

interface Made extends Content {
	id: string;
}

interface Imported {
	/** Spelled so by most servers, and right by some (contract 8). */
	succeded?: Array<{ oid: string }>;
	succeeded?: Array<{ oid: string }>;
}

export class StoryContent {
	private readonly made: Made[] = [];

	private constructor(
		private readonly api: SisenseApi,
		private readonly admin: string,
		private readonly model: string,
	) {}

	/**
	 * @param admin ID of the account behind `api`
	 * @throws if the server has no data model for the story's dashboards
	 */
	static async on(api: SisenseApi, admin: string): Promise<StoryContent> {
		const [model] = await api.get<Array<{ title: string }>>('v2/datamodels/schema');
		if (model === undefined) throw new Error('This Sisense has no data model: the story needs one for its dashboards.');
		return new StoryContent(api, admin, model.title);
	}

	/** Made by the owner's own session: whoever asks becomes the owner. A dashboard goes into the folder before it. */
	async make(wanted: Content[], ownerId: string, owner: SisenseApi): Promise<void> {
		let folder: string | undefined;
		for (const { kind, name } of wanted) {
			if (kind === 'folder') {
				({ oid: folder } = await owner.write<{ oid: string }>('POST', 'v1/folders', { name }));
				this.made.push({ kind, name, id: folder });
				continue;
			}
			const body = [{ title: name, datasource: { title: this.model }, widgets: [] }];
			const imported = await owner.write<Imported>('POST', 'v1/dashboards/import/bulk?action=duplicate', body);
			const [{ oid }] = imported.succeded ?? imported.succeeded ?? [];
			this.made.push({ kind, name, id: oid });
			if (folder !== undefined) await move(owner, oid, folder);
			await this.show(oid, ownerId, owner);
		}
	}

	/** A folder is in the admin's list only if a dashboard in it was given to the admin (contract 8). */
	private async show(oid: string, ownerId: string, owner: SisenseApi): Promise<void> {
		const entry = (shareId: string, rule: string) => ({ shareId, type: 'user', rule, subscribe: false });
		const sharesTo = [entry(ownerId, 'owner'), entry(this.admin, 'view')];
		await owner.write('POST', `shares/dashboard/${oid}`, { sharesTo });
	}

	/** Who owns what now: ID of a user → names. */
	async owners(): Promise<Map<string, string[]>> {
		const owners = new Map<string, string[]>();
		for (const made of this.made) {
			const owner = (await this.listed(made)).find(({ oid }) => oid === made.id)?.owner ?? 'nobody';
			owners.set(owner, [...(owners.get(owner) ?? []), made.name].sort());
		}
		return owners;
	}

	/** The list of all dashboards may be cut where nobody says how long it is to be, so each is asked for alone (contract 16). */
	private async listed({ kind, id }: Made): Promise<Array<{ oid: string; owner: string }>> {
		return await this.api.get(kind === 'folder' ? 'v1/folders?structure=flat' : `v1/dashboards/admin?dashboardType=owner&id=${id}`);
	}

	/** Dashboards go with the account that owns them; what is left are folders, empty by then. */
	async putAway(): Promise<void> {
		for (const { kind, id } of this.made.splice(0)) if (kind === 'folder') await this.api.write('DELETE', `v1/folders/${id}`);
	}
}

/** Older servers take the same by PUT only (contract 8). */
async function move(owner: SisenseApi, oid: string, parentFolder: string): Promise<void> {
	const { status } = await owner.ask('PATCH', `dashboards/${oid}`, { parentFolder });
	if (status === 404 || status === 405) await owner.write('PUT', `dashboards/${oid}`, { parentFolder });
}
