import {
	bare,
	created,
	forbidden,
	found,
	nothing,
	notFound,
	ok,
	Refusal,
	userNotFound,
	type Answer,
} from '../answers.mts';
import type { Call } from '../call.mts';
import type { PathValues } from '../router.mts';
import type { Folder } from './model.mts';
import { ownDashboards, ownFolders } from './sight.mts';

type Row = Record<string, unknown>;

const folderRow = ({ id, name, parent, owner }: Folder): Row => ({ oid: id, name, parentId: parent, owner });

/** GET /api/v1/folders: what the caller sees, flat or as a tree. */
export function listFolders(call: Call): Answer {
	const structure = call.query.get('structure') ?? 'flat';
	if (structure !== 'flat' && structure !== 'tree') throw call.invalid('structure must be flat or tree');
	return ok(structure === 'tree' ? tree(call) : ownFolders(call).map(folderRow));
}

/** GET /api/v1/navver. */
export function navigation(call: Call): Answer {
	return ok({ folders: tree(call) });
}

function tree(call: Call): Row[] {
	const folders = ownFolders(call);
	const dashboards = ownDashboards(call);
	const below = (parent: string | null): Row[] =>
		folders
			.filter((folder) => folder.parent === parent)
			.map((folder) => ({
				...folderRow(folder),
				folders: below(folder.id),
				dashboards: dashboards
					.filter((one) => one.folder === folder.id)
					.map(({ id, title, owner }) => ({ oid: id, title, owner })),
			}));
	return below(null);
}

export function getFolder(call: Call, path: PathValues): Answer {
	return ok(
		folderRow(
			found(
				ownFolders(call).find(({ id }) => id === path.oid),
				() => notFound('folder', path.oid),
			),
		),
	);
}

/** POST /api/v1/folders. */
export function postFolder(call: Call): Answer {
	const { world, fields, user, tenant } = call;
	const { name, parentId } = fields;
	if (typeof name !== 'string' || name === '') throw call.invalid('name is mandatory', 2003);
	const parent = parentId === undefined || parentId === null ? null : call.id(parentId, 'parentId');
	const folder: Folder = { id: world.newId(), tenant: tenant.id, name, parent, owner: user.id };
	world.content.folders.set(folder.id, folder);
	return created(folderRow(folder));
}

/** PATCH /api/v1/folders/{oid}: an administrator may, even where the folder is hidden from them (contract 13, step 6). */
export function patchFolder(call: Call, path: PathValues): Answer {
	const { world, fields } = call;
	const folder = changeable(call, path);
	const { owner, name, parentId } = fields;
	const next = owner === undefined ? undefined : found(world.users.get(call.id(owner, 'owner')), userNotFound);
	if (parentId !== undefined) folder.parent = parentId === null ? null : call.id(parentId, 'parentId');
	if (typeof name === 'string') folder.name = name;
	if (next !== undefined) folder.owner = next.id;
	return world.settings.emptyBodies ? bare(200) : ok(folderRow(folder));
}

/** DELETE /api/v1/folders/{oid}: with its dashboards, whoever owns them. */
export function deleteFolder(call: Call, path: PathValues): Answer {
	call.world.content.deleteFolder(changeable(call, path));
	return nothing();
}

function changeable(call: Call, path: PathValues): Folder {
	const folder = call.world.content.folders.get(path.oid.toLowerCase());
	const seen = folder !== undefined && call.sees(folder.tenant) ? folder : undefined;
	const existing = found(seen, () => notFound('folder', path.oid));
	if (existing.owner !== call.user.id && !call.manages) throw new Refusal(forbidden());
	return existing;
}
