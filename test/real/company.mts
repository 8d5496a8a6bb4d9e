/**
 * Puts the sandbox's company (sandbox/superset/seed.mts) into a freshly installed server, with the ids it has there.
 * People, roles and content are made through the API, so that all their records are the server's own work. What the API
 * can't say goes into the database afterwards: who made and changed things when, and who was seen how often.
 */
import { createHash, pbkdf2Sync } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { Superset } from '../../scripts/superset/server.mts';
import { COMMON_PASSWORD, CONTENT, GROUPS, PEOPLE, ROLES, type Content, type Person } from '../../sandbox/superset/seed.mts';
import { ADMIN_PASSWORD } from '../../sandbox/superset/world.mts';
import { openSql, type Statement } from './sql.mts';
import { tableOf } from './state.mts';
import { behaviourOf } from './superset.mts';

type Body = Record<string, unknown>;

/** One round in place of the server's thousands: tests sign in all the time, and the server takes any number. */
export function cheapHash(password: string): string {
	return `pbkdf2:sha256:1$salt$${pbkdf2Sync(password, 'salt', 1, 32, 'sha256').toString('hex')}`;
}

/**
 * The database with the company in it, made on the running server if it is missing: once per installation, for each way
 * to set it up and each state of the seed. The server is left with it.
 * @returns its path
 */
export async function companyDatabase(server: Superset, python: string): Promise<string> {
	const { file, clean } = server.database;
	const recipe = [PEOPLE, ROLES, GROUPS, CONTENT, COMMON_PASSWORD, readFileSync(path.resolve('test/real/company.mts'), 'utf8')];
	const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12);
	const kind = path.basename(clean, '.db').replace('clean', 'company');
	const folder = path.dirname(clean);
	const result = path.join(folder, `${kind}-${hash}.db`);
	if (existsSync(result)) return result;

	await server.reset();
	await fillServer(server, python);
	const outdated = readdirSync(folder).filter((name) => new RegExp(`^${kind}-[0-9a-f]{12}\\.db$`).test(name));
	for (const name of outdated) rmSync(path.join(folder, name));
	copyFileSync(file, `${result}.part`);
	renameSync(`${result}.part`, result);
	return result;
}

async function fillServer({ url, version, database }: Superset, python: string): Promise<void> {
	const api = await signIn(url);
	const roleIds = await addRoles(api);
	const groupIds = behaviourOf(version).groups ? await addGroups(api, roleIds) : undefined;
	const userIds = await addPeople(api, roleIds, groupIds);
	const made = await addContent(api, userIds);
	const sql = openSql(python, database.file);
	try {
		await sql.run(...history(userIds, made));
	} finally {
		await sql.close();
	}
}

type Api = (method: string, path: string, body?: Body) => Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any

async function signIn(url: string): Promise<Api> {
	const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' };
	const send = async (method: string, path: string, body?: Body) => {
		const answer = await fetch(`${url}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
		if (!answer.ok) throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${await answer.text()}`);
		return answer;
	};
	const json = async (...args: Parameters<typeof send>) => (await (await send(...args)).json()) as Body;
	const login = await json('POST', 'security/login', { username: 'admin', password: ADMIN_PASSWORD, provider: 'db' });
	headers.authorization = `Bearer ${String(login.access_token)}`;
	const csrf = await send('GET', 'security/csrf_token/');
	headers.cookie = csrf.headers.getSetCookie()[0].split(';')[0];
	headers['x-csrftoken'] = String(((await csrf.json()) as Body).result);
	return json;
}

/** Ids by name, the built-in roles among them. */
async function addRoles(api: Api): Promise<Map<string, number>> {
	const pairs = await permissions(api);
	for (const [name, texts] of Object.entries(ROLES)) {
		const { id } = await api('POST', 'security/roles/', { name });
		const ids = texts.map((text) => idOf(pairs, text));
		await api('POST', `security/roles/${id}/permissions`, { permission_view_menu_ids: ids });
	}
	const { result } = await api('GET', 'security/roles/');
	return new Map(result.map(({ name, id }: { name: string; id: number }) => [name, id]));
}

async function permissions(api: Api): Promise<Map<string, number>> {
	const found = new Map<string, number>();
	for (let page = 0; ; page++) {
		const q = `(order_column:id,order_direction:asc,page:${page},page_size:100)`;
		const { result } = await api('GET', `security/permissions-resources/?q=${q}`);
		for (const { id, permission, view_menu } of result) found.set(`${permission.name} on ${view_menu.name}`, id);
		if (result.length === 0) return found;
	}
}

async function addGroups(api: Api, roleIds: Map<string, number>): Promise<Map<string, number>> {
	const ids = new Map<string, number>();
	for (const { roles, ...group } of GROUPS) {
		const body = { ...group, roles: roles.map((role) => idOf(roleIds, role)), users: [] };
		ids.set(group.name, (await api('POST', 'security/groups/', body)).id);
	}
	return ids;
}

const emailOf = ({ username, email = `${username}@example.com` }: Person): string => email;

async function addPeople(api: Api, roleIds: Map<string, number>, groupIds?: Map<string, number>): Promise<Map<string, number>> {
	const ids = new Map([['admin', 1]]);
	for (const person of PEOPLE) {
		const { username, first, last, roles, groups = [], active = true } = person;
		const { id } = await api('POST', 'security/users/', {
			username,
			email: emailOf(person),
			first_name: first,
			last_name: last,
			password: COMMON_PASSWORD,
			roles: roles.map((role) => idOf(roleIds, role)),
			...(groupIds && { groups: groups.map((group) => idOf(groupIds, group)) }),
			// Left out, a server before 6 makes it null by itself.
			...(active !== 'null before 6' && { active }),
		});
		ids.set(username, id);
	}
	return ids;
}

/** What each kind of content can't be made without. */
function bodyOf({ kind, name, fields = {} }: Content): Body {
	switch (kind) {
		case 'database':
			return { database_name: name, sqlalchemy_uri: 'sqlite://', ...fields };
		case 'dataset':
			return { table_name: name, sql: 'select 1 as n', ...fields };
		case 'chart':
			return { slice_name: name, datasource_type: 'table', viz_type: 'table', params: '{}', ...fields };
		case 'dashboard':
			return { dashboard_title: name, ...fields };
		case 'report':
			return { name, recipients: [{ type: 'Email', recipient_config_json: { target: 'all@example.com' } }], ...fields };
		case 'saved_query':
			return { label: name, ...fields };
	}
}

type Made = Content & { id: number };

/** All by the admin: a maker with fewer rights could not leave themselves out of the owners. */
async function addContent(api: Api, userIds: Map<string, number>): Promise<Made[]> {
	const made: Made[] = [];
	for (const content of CONTENT) {
		const { kind, by, owners = [by] } = content;
		const { id } = await api('POST', `${kind}/`, bodyOf(content));
		made.push({ ...content, id });
		if (kind === 'database' || kind === 'saved_query') continue;
		await api('PUT', `${kind}/${id}`, { owners: owners.map((owner) => idOf(userIds, owner)) });
	}
	return made;
}

const time = (text: string): string => `${text.replace('T', ' ')}.000000`;

function history(userIds: Map<string, number>, made: Made[]): Statement[] {
	const tomas = idOf(userIds, 'tomas.novak');
	const seen = 'update ab_user set last_login = ?, login_count = ?, fail_login_count = ?, password = ? where id = ?';
	const since = 'update ab_user set created_on = ?, changed_on = ? where id = ?';
	return [
		[seen, [time('2026-11-20T09:00:00'), 512, 0, cheapHash(ADMIN_PASSWORD), 1]],
		[since, [time('2025-01-13T08:00:00'), time('2025-01-13T08:00:00'), 1]],
		...PEOPLE.flatMap((person): Statement[] => {
			const [lastLogin, count] = person.seen ?? [];
			const id = idOf(userIds, person.username);
			const row = [lastLogin ? time(lastLogin) : null, count ?? null, lastLogin ? 0 : null];
			return [
				[seen, [...row, cheapHash(COMMON_PASSWORD), id]],
				[since, [time(person.since), time(person.since), id]],
			];
		}),
		...made.map(({ kind, id, by, at, changed: [editor, then] = [by, at] }): Statement => {
			const columns = 'created_by_fk = ?, changed_by_fk = ?, created_on = ?, changed_on = ?';
			const values = [idOf(userIds, by), idOf(userIds, editor), time(at), time(then)];
			return [`update ${tableOf(kind)} set ${columns} where id = ?`, [...values, id]];
		}),
		['update saved_query set user_id = created_by_fk'],
		// Two more reasons that hold a delete back.
		["insert into query (client_id, database_id, user_id, status) values ('seed', 1, ?, 'success')", [tomas]],
		["insert into favstar (user_id, class_name, obj_id) values (?, 'Dashboard', 1)", [tomas]],
	];
}

function idOf(ids: Map<string, number>, name: string): number {
	const id = ids.get(name);
	if (id === undefined) throw new Error(`The seed names ${name}, which is not on the server`);
	return id;
}
