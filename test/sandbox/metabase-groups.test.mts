import { ANALYTICS, FINANCE, GROUPS, idOf, SYNC_KEY } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract section 4: groups and memberships. */
const start = metabaseClients();
const GROUP = '/api/permissions/group';
const MEMBERSHIP = '/api/permissions/membership';
const ALL_USERS_TEXT = "You cannot add or remove users to/from the 'All Users' group.";
interface Group {
	readonly id: number;
	readonly name: string;
	readonly member_count: number;
}
interface Member {
	readonly user_id: number;
	readonly membership_id: number;
}

describe('groups', () => {
	test('a bare array by name in any case, with limit and offset', async () => {
		const client = await start();
		const names = async (query: string) => (await client.get(GROUP + query)).body.map((row: Group) => row.name);
		expect(await names('')).toEqual([
			'Administrators',
			'All Users',
			'Analytics',
			'Finance',
			'Finance Team',
			'Interns',
			'People Ops',
			'sALES, emea',
		]);
		expect(await names('?limit=2&offset=3')).toEqual(['Finance', 'Finance Team']);
		expect(await names('?limit=x')).toHaveLength(GROUPS.length + 2);
	});

	test('member_count counts active members, accounts of keys too', async () => {
		const client = await start();
		const { body } = await client.get(GROUP);
		const count = (id: number) => body.find((row: Group) => row.id === id).member_count;
		// Admin, Grace and the keys "n8n" and "Nightly export"; Boris is deactivated.
		expect(count(2)).toBe(4);
		expect(count(ANALYTICS)).toBe(3);
	});

	test.each([
		['v49', ['id', 'member_count', 'name']],
		['v54', ['entity_id', 'id', 'magic_group_type', 'member_count', 'name']],
		['v57', ['entity_id', 'id', 'is_tenant_group', 'magic_group_type', 'member_count', 'name']],
	])('%s: fields', async (version, fields) => {
		const client = await start({ version });
		const [admins] = (await client.get(GROUP)).body;
		expect(Object.keys(admins).sort()).toEqual(fields);
		if (version !== 'v49') expect(admins.magic_group_type).toBe('admin');
	});

	test('one group with its active members', async () => {
		const client = await start();
		const { body } = await client.get(`${GROUP}/${ANALYTICS}`);
		expect(body.members.map((row: Member) => row.user_id)).toEqual([idOf('maria.silva'), idOf('lena.fischer'), 22]);
		expect(body.members[2].email).toMatch(/@api-key\.invalid$/);
		expect(Object.keys(body.members[0]).sort()).toEqual([
			'email',
			'first_name',
			'group_id',
			'id',
			'is_superuser',
			'last_name',
			'membership_id',
			'user_id',
		]);
		expect((await client.get(`${GROUP}/999`)).body).toBe('Not found.');
	});

	test('create: 200; taken in any case, blank, too long', async () => {
		const client = await start();
		const create = (name: unknown) => client.post(GROUP, { name });
		const { status, body } = await create('New');
		expect([status, body.name]).toEqual([200, 'New']);
		expect((await create('FINANCE')).body).toBe('A group with that name already exists.');
		expect((await create(' ')).body.errors).toEqual({ name: 'value must be a non-blank string.' });
		expect((await create('x'.repeat(256))).status).toBe(500);
	});

	test('rename: the same name is fine, another case of it is not, magic ones are named', async () => {
		const client = await start();
		const rename = async (id: number, name: string) => {
			const { status, body } = await client.put(`${GROUP}/${id}`, { name });
			return status === 200 ? body.name : [status, body];
		};
		expect(await rename(FINANCE, 'Finance')).toBe('Finance');
		expect(await rename(FINANCE, 'finance')).toEqual([400, 'A group with that name already exists.']);
		expect(await rename(FINANCE, 'Money')).toBe('Money');
		expect(await rename(1, 'X')).toEqual([400, "You cannot edit or delete the 'All Users' permissions group!"]);
		expect(await rename(999, 'X')).toEqual([404, 'Not found.']);
	});

	test('delete: 204, also for what is not there; keys move to All Users', async () => {
		const client = await start();
		expect((await client.del(`${GROUP}/2`)).body).toBe(
			"You cannot edit or delete the 'Administrators' permissions group!",
		);
		for (const id of [ANALYTICS, 999]) expect((await client.del(`${GROUP}/${id}`)).status).toBe(204);
		const { apiKeys } = await client.control('state');
		expect(apiKeys.at(-1)).toMatchObject({ name: 'Dashboard sync', group: 'All Users' });
	});

	test('ordinary people and keys see none', async () => {
		const client = await start();
		for (const who of [await client.as('kofi.mensah'), { key: SYNC_KEY }])
			for (const path of [GROUP, `${GROUP}/${FINANCE}`, MEMBERSHIP])
				expect((await client.get(path, who)).status).toBe(403);
	});

	test('v60: Data Analysts is hidden without the feature; adding is paid for', async () => {
		const client = await start();
		expect((await client.post(MEMBERSHIP, { group_id: 3, user_id: idOf('ann') })).status).toBe(402);
		const listed = async (edition: string) =>
			(await (await start({ edition })).get(GROUP)).body.some((row: Group) => row.name === 'Data Analysts');
		expect([await listed('unlicensed'), await listed('ee')]).toEqual([false, true]);
	});
});

describe('memberships', () => {
	test('a map by id as text, of everybody: deactivated people and keys too', async () => {
		const client = await start();
		const { body } = await client.get(MEMBERSHIP);
		expect(body[idOf('omar.haddad')]).toHaveLength(2);
		expect(body['2']).toHaveLength(2);
		const [row] = body[idOf('ann')];
		expect(Object.keys(row).sort()).toEqual(['group_id', 'membership_id', 'user_id']);
		const users = new Set(Object.keys(body).map(Number));
		expect((Object.values(body).flat() as Member[]).some((one) => users.has(one.membership_id))).toBe(false);
	});

	test('adding answers with all active members of the group', async () => {
		const client = await start();
		const { status, body } = await client.post(MEMBERSHIP, { group_id: FINANCE, user_id: idOf('ann') });
		const mine = body.find((row: Member) => row.user_id === idOf('ann'));
		expect([status, body.length, mine.group_id]).toEqual([200, 4, FINANCE]);
		expect((await client.del(`${MEMBERSHIP}/${mine.membership_id}`)).status).toBe(204);
		expect((await client.del(`${MEMBERSHIP}/${mine.membership_id}`)).status).toBe(404);
	});

	test('twice is a 500 of the database; All Users is refused; Administrators promotes', async () => {
		const client = await start();
		const add = (group: number, user = idOf('kofi.mensah')) =>
			client.post(MEMBERSHIP, { group_id: group, user_id: user });
		const twice = await add(FINANCE);
		expect([twice.status, 'sql-exception-chain' in twice.body]).toEqual([500, true]);
		expect((await add(1, idOf('tomas.novak'))).body).toBe(ALL_USERS_TEXT);
		await add(2);
		expect((await client.account(idOf('kofi.mensah'))).admin).toBe(true);
	});

	test.each([
		['v54', 500],
		['v57', 400],
		['v60', 400],
	])('%s: an id that is not there is %i', async (version, status) => {
		const client = await start({ version });
		const { body, ...reply } = await client.post(MEMBERSHIP, { group_id: FINANCE, user_id: 999 });
		expect(reply.status).toBe(status);
		if (status === 400) expect(body.message).toBe('Cannot add non-tenant user to tenant-group or vice versa');
	});

	test('removing: All Users never, the last active admin never, an inactive one may go', async () => {
		const client = await start();
		const membershipOf = async (user: number, group: number) =>
			(await client.memberships(user)).find((row) => row.group_id === group).membership_id;
		const remove = async (user: number, group: number) => {
			const { status, body } = await client.del(`${MEMBERSHIP}/${await membershipOf(user, group)}`);
			return status === 204 ? status : body;
		};
		expect(await remove(idOf('ann'), 1)).toBe(ALL_USERS_TEXT);
		expect(await remove(idOf('boris.ivanov'), 2)).toBe(204);
		expect(await remove(idOf('grace.okafor'), 2)).toBe(204);
		expect(await remove(1, 2)).toBe("You cannot remove the last member of the 'Admin' group!");
	});

	test('clear takes the id of a group', async () => {
		const client = await start();
		const statuses = [1, 2, 999, FINANCE].map(async (id) => (await client.put(`${MEMBERSHIP}/${id}/clear`)).status);
		expect(await Promise.all(statuses)).toEqual([400, 400, 404, 204]);
		expect((await client.get(`${GROUP}/${FINANCE}`)).body.members).toEqual([]);
	});

	test('oss: flags of managers are paid for', async () => {
		const client = await start();
		const [row] = await client.memberships(idOf('ann'));
		const text = /^The group manager permissions functionality is only enabled/;
		for (const { status, body } of [
			await client.put(`${MEMBERSHIP}/${row.membership_id}`, { is_group_manager: true }),
			await client.post(MEMBERSHIP, { group_id: FINANCE, user_id: idOf('ann'), is_group_manager: true }),
		]) {
			expect(status).toBe(402);
			expect(body).toMatch(text);
		}
	});

	test('ee: managers are made, but never of admins', async () => {
		const client = await start({ edition: 'ee' });
		const add = { group_id: FINANCE, is_group_manager: true };
		expect((await client.post(MEMBERSHIP, { ...add, user_id: 1 })).body).toBe('Admin cannot be a group manager.');
		const { body } = await client.post(MEMBERSHIP, { ...add, user_id: idOf('ann') });
		const mine = body.find((row: Member) => row.user_id === idOf('ann'));
		expect(mine.is_group_manager).toBe(true);
		const changed = await client.put(`${MEMBERSHIP}/${mine.membership_id}`, { ...mine, is_group_manager: false });
		expect(changed.body).toEqual({
			id: mine.membership_id,
			group_id: FINANCE,
			user_id: idOf('ann'),
			is_group_manager: false,
		});
		expect((await client.put(`${MEMBERSHIP}/1`, { is_group_manager: false })).status).toBe(404);
	});

	test('ee: a manager works within the group', async () => {
		const client = await start({ edition: 'ee' });
		const kofi = await client.as('kofi.mensah');
		expect((await client.get(GROUP, kofi)).body.map((row: Group) => row.id)).toEqual([FINANCE]);
		const user = idOf('ann');
		expect((await client.post(MEMBERSHIP, { group_id: FINANCE, user_id: user }, kofi)).status).toBe(200);
		expect((await client.post(MEMBERSHIP, { group_id: ANALYTICS, user_id: user }, kofi)).status).toBe(403);
		expect((await client.put(`${GROUP}/${FINANCE}`, { name: 'Money' }, kofi)).status).toBe(200);
		expect((await client.post(GROUP, { name: 'Mine' }, kofi)).status).toBe(403);
		const change = {
			first_name: 'Skipped',
			user_group_memberships: [1, 7].map((id) => ({ id, is_group_manager: false })),
		};
		const { status, body } = await client.put(`/api/user/${user}`, change, kofi);
		expect([status, body.first_name, body.user_group_memberships.length]).toEqual([200, 'Ann', 2]);
	});
});
