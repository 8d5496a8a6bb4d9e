import SCIMMY from 'scimmy';
import { tieOrder } from '../../frame/sql.mts';
import type { World } from '../world.mts';
import { groupRow, personRow, scimGroups, scimPeople } from './rows.mts';
import * as writes from './writes.mts';

/*
 * The library keeps its resources, its configuration and its URLs once for the whole process. So the handlers get the
 * world with each request, and everything else is set before each (serve.mts).
 */

type Row = Readonly<Record<string, unknown>>;

/** Rows of a page when a client says nothing, as the library has it. */
const USUAL_PAGE = 20;

/** Anything but a refusal would be told as 404 by the library; a bug should look like one. */
function guarded<Result>(work: () => Result): Result {
	try {
		return work();
	} catch (error) {
		if (error instanceof SCIMMY.Types.Error || error instanceof TypeError) throw error;
		throw new SCIMMY.Types.Error(500, null as unknown as string, String(error));
	}
}

/**
 * A page of rows. The library's own paging makes a resource of every row there is first, and cuts pages wrong of which
 * only the rows are handed over; its filter, order and message are used as they are.
 */
function pageOf(
	world: World,
	rows: readonly Row[],
	{ filter, constraints = {} }: SCIMMY.Types.Resource,
	write: (row: Row) => SCIMMY.Types.Schema,
): SCIMMY.Messages.ListResponse {
	const { maxPage, stableOrder } = world.settings.scim;
	const { sortBy, sortOrder, startIndex = 1, count = USUAL_PAGE } = constraints;
	const found = filter === undefined ? rows : filter.match([...rows]);
	const ordered =
		sortBy === undefined
			? arrange(found, stableOrder ? 0 : startIndex)
			: new SCIMMY.Messages.ListResponse(found as never[], { sortBy, sortOrder, count: found.length }).Resources;
	const itemsPerPage = Math.min(count, maxPage);
	const page = ordered.slice(startIndex - 1, startIndex - 1 + itemsPerPage).map(write);
	const list = new SCIMMY.Messages.ListResponse(page, { totalResults: found.length, itemsPerPage });
	return Object.assign(list, { startIndex });
}

function arrange(rows: readonly Row[], salt: number): readonly Row[] {
	if (salt === 0) return rows;
	return rows
		.map((row, index) => ({ row, tie: tieOrder(salt, index) }))
		.sort((left, right) => left.tie - right.tie)
		.map(({ row }) => row);
}

class People extends SCIMMY.Resources.User {
	override async read<Context>(world?: Context): Promise<SCIMMY.Messages.ListResponse | SCIMMY.Schemas.User> {
		if (this.id !== undefined) return super.read(world);
		const here = world as World;
		const rows = scimPeople(here).map((user) => personRow(here, user));
		return pageOf(here, rows, this, (row) => writeOut(SCIMMY.Schemas.User, row, this, People));
	}
}

class Groups extends SCIMMY.Resources.Group {
	override async read<Context>(world?: Context): Promise<SCIMMY.Messages.ListResponse | SCIMMY.Schemas.Group> {
		if (this.id !== undefined) return super.read(world);
		const here = world as World;
		const members = here.members();
		const rows = scimGroups(here).map((group) => groupRow(here, group, members));
		return pageOf(here, rows, this, (row) => writeOut(SCIMMY.Schemas.Group, row, this, Groups));
	}
}

/** As the library's own `read` does it; its types leave out the last two parameters. */
function writeOut<Resource extends SCIMMY.Types.Schema>(
	Schema: new (data: Row, direction: string) => Resource,
	row: Row,
	{ attributes }: SCIMMY.Types.Resource,
	{ basepath }: { basepath(): unknown },
): Resource {
	const Whole = Schema as new (data: Row, direction: string, path: unknown, attributes: unknown) => Resource;
	return new Whole(row, 'out', basepath(), attributes);
}

interface Handlers {
	write(world: World, id: string | undefined, data: never): Row;
	read(world: World, id: string): Row;
	remove(world: World, id: string): void;
}

/** Tells the library about people and groups, once. Its types let only its own classes pass for resources. */
export function declareResources(): void {
	declare(People as never, 'User', {
		write: (world, id, data) => personRow(world, writes.writePerson(world, id, data)),
		read: (world, id) => personRow(world, writes.personBy(world, id)),
		remove: writes.removePerson,
	});
	declare(Groups as never, 'Group', {
		write: (world, id, data) => groupRow(world, writes.writeGroup(world, id, data)),
		read: (world, id) => groupRow(world, writes.groupBy(world, id)),
		remove: writes.removeGroup,
	});
}

function declare(Resource: typeof SCIMMY.Types.Resource, name: string, { write, read, remove }: Handlers): void {
	Resource.ingress(({ id }: { id?: string }, data: unknown, world: World) =>
		guarded(() => write(world, id, data as never)),
	);
	Resource.egress(({ id = '' }: { id?: string }, world: World) => guarded(() => read(world, id)));
	Resource.degress(({ id = '' }: { id?: string }, world: World) => guarded(() => remove(world, id)));
	SCIMMY.Resources.declare(Resource, name);
}
