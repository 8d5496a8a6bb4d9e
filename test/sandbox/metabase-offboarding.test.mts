import { idOf } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract section 13 from end to end: what must be possible in which order. */
const start = metabaseClients();
const [lena, maria] = [idOf('lena.fischer'), idOf('maria.silva')];
const EMAIL = 'lena.fischer@example.com';
interface Membership {
	readonly membership_id: number;
	readonly group_id: number;
}

test.each(['v49', 'v54', 'v57', 'v60'])('%s: somebody leaves, and comes back', async (version) => {
	const client = await start({ version });
	const find = async () => (await client.get(`/api/user?status=all&tenancy=all&query=${EMAIL}`)).body.data[0];
	expect((await find()).is_active).toBe(true);
	const before: Membership[] = await client.memberships(lena);
	const own = (await client.get('/api/pulse')).body.filter((row: { creator_id: number }) => row.creator_id === lena);
	expect(own).toHaveLength(1);

	expect((await client.put(`/api/user/${lena}/password`, { password: 'thrown-away-77' })).status).toBe(204);
	expect((await client.put(`/api/pulse/${own[0].id}`, { archived: true })).status).toBe(200);
	expect((await client.del(`/api/user/${lena}`)).body).toEqual({ success: true });
	for (const { membership_id: id, group_id: group } of before)
		if (group !== 1) expect((await client.del(`/api/permissions/membership/${id}`)).status).toBe(204);

	expect((await find()).is_active).toBe(false);
	expect((await client.memberships(lena)).map((row) => row.group_id)).toEqual([1]);
	expect((await client.put(`/api/user/${lena}/password`, { password: 'too-late-77' })).status).toBe(404);
	expect((await client.put(`/api/user/${lena}`, { user_group_memberships: [{ id: 1 }] })).status).toBe(404);

	expect((await client.put(`/api/user/${lena}/reactivate`)).status).toBe(200);
	for (const { group_id: group } of before)
		if (group !== 1)
			expect((await client.post('/api/permissions/membership', { group_id: group, user_id: lena })).status).toBe(
				200,
			);
	expect((await client.login(EMAIL)).status).toBe(401);
	expect((await client.login(EMAIL, 'thrown-away-77')).status).toBe(200);
});

test('newest: an alert is handed over and read back', async () => {
	const client = await start();
	const whole = (await client.get(`/api/notification?creator_id=${lena}`)).body[0];
	await client.put(`/api/notification/${whole.id}`, { ...whole, creator_id: maria });
	expect((await client.get(`/api/notification/${whole.id}`)).body.creator_id).toBe(maria);
	expect((await client.get(`/api/notification?creator_id=${lena}`)).body).toEqual([]);
});

test('ee with JWT: the next sign-in undoes a deactivation', async () => {
	const client = await start({ edition: 'ee', sso: 'jwt' });
	await client.del(`/api/user/${lena}`);
	expect((await client.control('sso', { email: EMAIL })).reactivated).toBe(true);
	expect((await client.account(lena)).state).toBe('active');
});
