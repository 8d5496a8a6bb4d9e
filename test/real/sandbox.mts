/**
 * The sandbox's interface on a real server. scripts/test-superset.mts puts it in the place of `sandbox/index.mts`, so the
 * operation tests of test/nodes run on the real thing as they are. What only a stand-in can do (faults, clock, switches)
 * is refused: which tests need none of it is said in test/real/selection.mts.
 */
import { copyFileSync } from 'node:fs';

import type { ControlRoute } from '../../sandbox/frame/control.mts';
import type { PeopleWish } from '../../sandbox/frame/product.mts';
import type { Sandbox, SandboxOptions } from '../../sandbox/index.mts';
import { PRODUCTS } from '../../sandbox/registry.mts';
import { COMMON_PASSWORD } from '../../sandbox/superset/seed.mts';
import { cheapHash } from './company.mts';
import { startProxy } from './proxy.mts';
import { openSql, type Sql, type Statement } from './sql.mts';
import { describeServer } from './state.mts';
import { behaviourOf, realSuperset } from './superset.mts';

export type { Sandbox } from '../../sandbox/index.mts';

export async function startSandbox({ tools, set = {} }: SandboxOptions = {}): Promise<Sandbox> {
	if (tools?.join() !== 'superset') throw new Error('Only Superset is real here: { tools: ["superset"] }');
	refuseSwitches(set);
	const { url: target, username, password, database, python, version } = realSuperset();
	const proxy = await startProxy({ target });
	const sql = openSql(python, database.file);

	async function reset({ set: switches = {}, fresh = false }: Pick<SandboxOptions, 'set' | 'fresh'>): Promise<void> {
		refuseSwitches(switches);
		// A transaction cut in two would leave its half in a file beside the database.
		await proxy.idle();
		copyFileSync(fresh ? database.clean : database.company, database.file);
		proxy.journal.clear();
	}

	return {
		tools: { superset: { url: proxy.url, authentication: 'login', provider: 'db', username, password } },
		async control(_tool: string, route: ControlRoute, body?: unknown) {
			switch (route) {
				case 'reset':
					return await reset((body ?? {}) as SandboxOptions);
				case 'state':
					return await describeServer(sql, behaviourOf(version));
				case 'requests':
					return proxy.journal.report();
				case 'people':
					return await addPeople(sql, body as Partial<PeopleWish>);
				default:
					throw new Error(`A real server has no route "${route}"`);
			}
		},
		async close() {
			await proxy.close();
			await sql.close();
		},
	};
}

/** The version is taken as it is: the selection of tests has seen to it that it fits. */
function refuseSwitches(set: Record<string, string>): void {
	const [{ switches }] = PRODUCTS.filter(({ name }) => name === 'superset');
	for (const [key, value] of Object.entries(set)) {
		const name = key.replace('superset.', '');
		if (name !== 'version' && value !== switches[name].initial)
			throw new Error(`A real server can't be switched: ${key}=${value}`);
	}
}

/** Past the API, where three people before each test would take longer than most tests. */
async function addPeople(sql: Sql, wish: Partial<PeopleWish>): Promise<void> {
	const { count = 0, prefix = 'person', active = true, roles = [] } = wish;
	const now = new Date().toISOString().replace('T', ' ').replace('Z', '000');
	const person = `insert into ab_user (username, email, first_name, last_name, password, active,
		created_on, changed_on, created_by_fk, changed_by_fk) values (?, ?, 'Person', ?, ?, ?, ?, ?, 1, 1)`;
	const role = `insert into ab_user_role (user_id, role_id)
		select (select id from ab_user where username = ?), (select id from ab_role where name = ?)`;
	const statements = Array.from({ length: count }, (_, index): Statement[] => {
		const username = `${prefix}${index + 1}`;
		const values = [String(index + 1), cheapHash(COMMON_PASSWORD), active, now, now];
		return [
			[person, [username, `${username}@example.com`, ...values]],
			...(roles.length > 0 ? roles : ['Gamma']).map((name): Statement => [role, [username, name]]),
		];
	});
	await sql.run(...statements.flat());
}
