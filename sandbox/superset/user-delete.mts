import { fatal, message, notFound, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { visibleUser } from './users.mts';
import { writing } from './writes.mts';
import type { Item, World } from './world.mts';

const TABLES: Readonly<Record<Exclude<Item['kind'], 'saved_query'>, string>> = {
	dashboard: 'dashboards',
	chart: 'slices',
	dataset: 'tables',
	report: 'report_schedule',
	database: 'dbs',
};

/** `DELETE /users/{pk}` (contract 4, table of what holds it back). */
export function deleteUser(call: Call, pk: string): Answer {
	const { world } = call;
	const user = /^\d+$/.test(pk) ? visibleUser(world, Number(pk)) : undefined;
	if (user === undefined) return notFound();
	const { behaviour } = world;
	if (user.createdBy === user.id || user.changedBy === user.id)
		return behaviour.selfReferenceIsFatal
			? fatal(behaviour.cookieOnWrites)
			: message(
					422,
					'Database exception occurred: Circular dependency detected. (DeleteState(<User at 0x7f47e09fd2d0>))',
				);
	const table = heldBy(world, user.id);
	if (table !== undefined) return foreignKeyError(world, user.id, table);
	strip(world, user.id);
	world.users.remove(user);
	return writing(world, message(200, 'OK'));
}

/** The table whose rows hold the delete back: ownership does not, authorship does. */
function heldBy(world: World, id: number): { table: string; key: string } | undefined {
	for (const item of world.allContent()) {
		if (item.kind === 'saved_query') continue;
		const table = TABLES[item.kind];
		if (item.createdBy === id) return { table, key: `${table}_created_by_fk_fkey` };
		if (item.changedBy === id) return { table, key: `${table}_changed_by_fk_fkey` };
	}
	if (world.queriesBy.includes(id)) return { table: 'query', key: 'query_user_id_fkey' };
	if (world.favouritesOf.includes(id)) return { table: 'favstar', key: 'favstar_user_id_fkey' };
	return undefined;
}

function foreignKeyError(world: World, id: number, { table, key }: { table: string; key: string }): Answer {
	const { wrapsDatabaseErrors } = world.behaviour;
	const { postgres } = world.settings;
	const detail = postgres
		? `update or delete on table "ab_user" violates foreign key constraint "${key}" on table "${table}"\nDETAIL:  Key (id)=(${id}) is still referenced from table "${table}".\n`
		: 'FOREIGN KEY constraint failed';
	if (!wrapsDatabaseErrors) return writing(world, message(422, detail));
	const [kind, mark] = postgres
		? ['psycopg2.errors.ForeignKeyViolation', `%(id)s]\n[parameters: {'id': ${id}}]`]
		: ['sqlite3.IntegrityError', `?]\n[parameters: (${id},)]`];
	const sql = `[SQL: DELETE FROM ab_user WHERE ab_user.id = ${mark}\n(Background on this error at: https://sqlalche.me/e/14/gkpj)`;
	return writing(world, message(422, `Database exception occurred: (${kind}) ${detail}\n${sql}`));
}

/** What vanishes with a person, without a word: ownership, saved queries, names in the log, authorship of people. */
function strip(world: World, id: number): void {
	for (const item of world.allContent()) item.owners = item.owners.filter((owner) => owner !== id);
	for (const query of [...world.content.saved_query.rows])
		if (query.createdBy === id) world.content.saved_query.remove(query);
	for (const row of world.log.rows) if (row.user === id) row.user = null;
	for (const other of world.users.rows) {
		if (other.createdBy === id) other.createdBy = null;
		if (other.changedBy === id) other.changedBy = null;
	}
	for (let index = world.apiKeys.length - 1; index >= 0; index--)
		if (world.apiKeys[index].user === id) world.apiKeys.splice(index, 1);
}
