import { clients, person, type Client } from './client.mts';

/** The matrix of contract section 9: one row each, the five versions as columns. */
const VERSIONS = ['4.1', '4.1-fab4.8', '5.0', '6.0', '6.1'] as const;

const S = '/api/v1/security';
const NO_ROUTE = '404 ERRORS';

const start = clients();

/** Status and shape of an answer: `422 MESSAGE`, `404 ERRORS`, `401 MSG`. */
function shape({ status, body }: { status: number; body: Record<string, unknown> }): string {
	if (status < 300) return String(status);
	const kind = 'errors' in body ? 'ERRORS' : 'msg' in body ? 'MSG' : 'MESSAGE';
	return `${status} ${kind}`;
}

/** One row: what to do, and what each version answers. */
function row(
	name: string,
	expected: readonly [a: unknown, b: unknown, b5: unknown, c60: unknown, c61: unknown],
	act: (client: Client) => Promise<unknown>,
): void {
	describe(name, () => {
		test.each(VERSIONS.map((version, index) => [version, expected[index]] as const))(
			'%s: %j',
			async (version, wanted) => {
				expect(await act(await start({ version }))).toEqual(wanted);
			},
		);
	});
}

const ab = <A, B, C>(a: A, b: B, c: C): [A, B, B, C, C] => [a, b, b, c, c];

row('PUT user without password destroys it', ab(401, 200, 200), async (client) => {
	const id = await client.addPerson('trap');
	await client.put(`${S}/users/${id}`, { first_name: 'New' });
	return (await client.login('trap', 'x')).status;
});

row('… so does active alone, and a password repairs it', ab([401, 200], [200, 200], [200, 200]), async (client) => {
	const id = await client.addPerson('trap');
	await client.put(`${S}/users/${id}`, { active: false });
	await client.put(`${S}/users/${id}`, { active: true });
	const broken = (await client.login('trap', 'x')).status;
	await client.put(`${S}/users/${id}`, { password: 'y' });
	return [broken, (await client.login('trap', 'y')).status];
});

row('POST user without active', ab([null, 401, 0], [null, 401, 0], [true, 200, 0]), async (client) => {
	const { active: _, ...body } = person('idle');
	await client.post(`${S}/users/`, body);
	const filters = ['(col:active,opr:eq,value:!t)', '(col:active,opr:eq,value:!f)', '(col:active,opr:neq,value:!t)'];
	const found = await Promise.all(
		filters.map(
			async (filter) =>
				(await client.get(`${S}/users/?q=(filters:!(${filter},(col:username,opr:eq,value:'idle')))`)).body
					.count,
		),
	);
	const { active } = await client.account('idle');
	return [active, (await client.login('idle', 'x')).status, active === null ? found[0] + found[1] + found[2] : 0];
});

row('POST user with an unknown role', ab(['201', 1], ['400 MESSAGE', 0], ['400 MESSAGE', 0]), async (client) => {
	const reply = await client.post(`${S}/users/`, person('lost', { roles: [4, 4242] }));
	return [shape(reply), (await client.account('lost')) === undefined ? 0 : 1];
});

row(
	'PUT user with an unknown role',
	ab(['200', []], ['500 MESSAGE', ['Gamma']], ['500 MESSAGE', ['Gamma']]),
	async (client) => {
		const id = await client.addPerson('lost');
		const reply = await client.put(`${S}/users/${id}`, { roles: [4242], password: 'x' });
		return [shape(reply), (await client.account('lost')).roles];
	},
);

row('POST user, taken name', ab('422 MESSAGE', '422 MESSAGE', '422 MESSAGE'), async (client) =>
	shape(await client.post(`${S}/users/`, person('admin'))),
);

row(
	'PUT user, taken name; with roles in the same body',
	ab(['422', '422'], ['422', '422'], ['500', '422']),
	async (client) => {
		const id = await client.addPerson('other');
		const alone = await client.put(`${S}/users/${id}`, { email: 'admin@example.com', password: 'x' });
		const both = await client.put(`${S}/users/${id}`, { email: 'admin@example.com', password: 'x', roles: [4] });
		return [String(alone.status), String(both.status)];
	},
);

row('PUT unknown user is never a 404; a bad body wins', ab([500, 400], [500, 400], [500, 400]), async (client) => [
	(await client.put(`${S}/users/4242`, { password: 'x' })).status,
	(await client.put(`${S}/users/4242`, { nope: 1 })).status,
]);

row(
	'POST role; PUT role, taken name',
	ab(['422', '422', false], ['422', '422', false], ['500', '422', true]),
	async (client) => {
		const made = await client.post(`${S}/roles/`, { name: 'Gamma' });
		const renamed = await client.put(`${S}/roles/3`, { name: 'Gamma' });
		return [
			String(made.status),
			String(renamed.status),
			renamed.body.message.startsWith('Database exception occurred: '),
		];
	},
);

row(
	'POST group; PUT group, taken name',
	ab([NO_ROUTE, NO_ROUTE], ['422 MESSAGE', '422 MESSAGE'], ['422 MESSAGE', '500 MESSAGE']),
	async (client) => [
		shape(await client.post(`${S}/groups/`, { name: 'Finance' })),
		shape(await client.put(`${S}/groups/1`, { name: 'Finance' })),
	],
);

row('DELETE user held back', ab(['422', false], ['422', false], ['422', true]), async (client) => {
	const reply = await client.del(`${S}/users/2`);
	return [String(reply.status), reply.body.message.startsWith('Database exception occurred: ')];
});

row('DELETE a user whose row points at itself', ab(500, 500, 422), async (client) => {
	const id = await client.addPerson('selfish', { roles: [1] });
	await client.put(`${S}/users/${id}`, { last_name: 'C', password: 'x' }, await client.tokenOf('selfish', 'x'));
	return (await client.del(`${S}/users/${id}`)).status;
});

row(
	'token of an inactive user, of a deleted one, and on refresh',
	ab(Array(3).fill('500 ERRORS'), Array(3).fill('500 ERRORS'), Array(3).fill('401 MSG')),
	async (client) => {
		const first = await client.addPerson('leaver', { roles: [1] });
		const second = await client.addPerson('gone', { roles: [1] });
		const { access_token: token, refresh_token: refresh } = (await client.login('leaver', 'x', { refresh: true }))
			.body;
		const goneToken = await client.tokenOf('gone', 'x');
		await client.put(`${S}/users/${first}`, { active: false, password: 'x' });
		await client.del(`${S}/users/${second}`);
		return [
			shape(await client.get(`${S}/users/`, token)),
			shape(await client.get(`${S}/users/`, goneToken)),
			shape(await client.post(`${S}/refresh`, undefined, refresh)),
		];
	},
);

row('operator in', ab('everyone', 'real', 'real'), async (client) => {
	const { count } = (await client.get(`${S}/users/?q=(filters:!((col:username,opr:in,value:!('admin','zoe'))))`))
		.body;
	return count === 2 ? 'real' : count === 17 ? 'everyone' : count;
});

row(
	'user filters on id and dates; on created_by',
	ab(['400', '400', '200'], ['400', '400', '200'], ['200', '200', '400']),
	async (client) =>
		await Promise.all(
			[
				'(col:id,opr:eq,value:1)',
				"(col:last_login,opr:gt,value:'2026-01-01')",
				'(col:created_by,opr:rel_o_m,value:1)',
			].map(async (filter) => String((await client.get(`${S}/users/?q=(filters:!(${filter}))`)).status)),
		),
);

row(
	'groups, /roles/{id}/users, /roles/{id}/groups',
	ab([NO_ROUTE, NO_ROUTE, NO_ROUTE], ['200', '200', '200'], ['200', '200', '200']),
	async (client) => [
		shape(await client.get(`${S}/groups/`)),
		shape(await client.put(`${S}/roles/7/users`, { user_ids: [2] })),
		shape(await client.put(`${S}/roles/7/groups`, { group_ids: [] })),
	],
);

row(
	'groups key in a user; permission can_update_role_users',
	ab([false, false], [true, true], [true, true]),
	async (client) => [
		'groups' in (await client.get(`${S}/users/1`)).body.result,
		(await client.get(`${S}/roles/_info?q=(keys:!(permissions))`)).body.permissions.includes(
			'can_update_role_users',
		),
	],
);

row(
	'groups API for Gamma',
	ab([NO_ROUTE, NO_ROUTE], ['200', '201'], ['403 MESSAGE', '403 MESSAGE']),
	async (client) => {
		const token = await client.tokenOf('gita.rao');
		return [
			shape(await client.get(`${S}/groups/`, token)),
			shape(await client.post(`${S}/groups/`, { name: 'mine' }, token)),
		];
	},
);

row('roles through groups count', ab([403, false], [403, false], [200, true]), async (client) => {
	const { status } = await client.get(`${S}/users/`, await client.tokenOf('chen.wei'));
	return [status, (await client.account('chen.wei')).admin];
});

row(
	'/roles/search/; /user_registrations/',
	ab([NO_ROUTE, NO_ROUTE], [NO_ROUTE, NO_ROUTE], ['200', '200']),
	async (client) => [
		shape(await client.get(`${S}/roles/search/`)),
		shape(await client.get(`${S}/user_registrations/`)),
	],
);

row(
	'/me/ with Bearer; without',
	[
		'401 MESSAGE,401 MESSAGE',
		'401 MESSAGE,401 MESSAGE',
		'401 MESSAGE,401 MESSAGE',
		'401 MESSAGE,401 MESSAGE',
		'200,401 MSG',
	],
	async (client) => [await client.get('/api/v1/me/'), await client.get('/api/v1/me/', '')].map(shape).join(),
);

row('/version', [NO_ROUTE, NO_ROUTE, NO_ROUTE, NO_ROUTE, '200'], async (client) =>
	shape(await client.get('/version', '')),
);

row('sub in the token', ab('number', 'string', 'string'), async (client) => {
	const [, payload] = (await client.tokenOf('zoe')).split('.');
	const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
	expect(Object.keys(claims)).toEqual(['fresh', 'iat', 'jti', 'type', 'sub', 'nbf', 'csrf', 'exp']);
	expect(claims.exp - claims.iat).toBe(900);
	return typeof claims.sub;
});

row('dashboard with columns', ['whole', 'whole', 'whole', 'whole', 'only those'], async (client) => {
	const { result } = (await client.get('/api/v1/dashboard/1?q=(columns:!(id,owners.id))')).body;
	return Object.keys(result).length === 1 ? 'only those' : 'owners' in result ? 'whole' : result;
});

row(
	'dataset answer: currency_code_column, owners[].email, supports_oauth2',
	[
		[false, false, false],
		[false, false, false],
		[false, false, true],
		[false, false, true],
		[true, true, true],
	],
	async (client) => {
		const { data } = (
			await client.content('POST', '/api/v1/dataset/', {
				database: 1,
				schema: 'main',
				table_name: 't',
				sql: 'select 1 as n',
			})
		).body;
		return [
			'currency_code_column' in data,
			'email' in data.owners[0],
			'supports_oauth2' in data.database.engine_information,
		];
	},
);

row(
	'order by roles.name',
	ab(500, 500, 200),
	async (client) => (await client.get(`${S}/users/?q=(order_column:roles.name,order_direction:asc)`)).status,
);

row('session cookie on a successful user write', ab(true, true, false), async (client) =>
	(await client.post(`${S}/users/`, person('c'))).headers.has('set-cookie'),
);

row('before init: me, csrf_token', ['401,200', '401,200', '401,200', '401,403', '403,403'], async (client) => {
	const { url, sandbox } = client;
	expect(url).toBe(sandbox.tools.superset.url);
	await sandbox.control('superset', 'reset', { set: { 'superset.init': 'off' } });
	expect(shape(await client.get(`${S}/users/`))).toBe('403 MESSAGE');
	return [(await client.get('/api/v1/me/')).status, (await client.get(`${S}/csrf_token/`)).status].join();
});

row(
	'flag off: users, roles/search, owners picker, login',
	ab([404, 404, 200, 200], [404, 404, 200, 200], [404, 200, 200, 200]),
	async (client) => {
		await client.sandbox.control('superset', 'reset', { set: { 'superset.securityApi': 'off' } });
		const { status } = await client.login('admin', 'admin');
		const paths = [`${S}/users/`, `${S}/roles/search/`, '/api/v1/chart/related/owners'];
		return [...(await Promise.all(paths.map(async (path) => (await client.get(path)).status))), status];
	},
);
