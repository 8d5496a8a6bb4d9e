import { idOf } from '../../sandbox/metabase/seed.mts';
import { metabaseClients } from './metabase-client.mts';

/** Contract section 3: passwords, deactivating, reactivating and the smaller routes. */
const start = metabaseClients();
const LAST_ADMIN = "You cannot remove the last member of the 'Admin' group!";
const ann = `/api/user/${idOf('ann')}`;

describe('passwords', () => {
	const set = (password: unknown, more: object = {}) => ({ password, ...more });

	test('somebody else’s: 204; one’s own: 200 with a session, and the others die', async () => {
		const client = await start();
		const admin = await client.as('admin');
		const other = await client.as('admin');
		const { status, body } = await client.put(`${ann}/password`, set('brand-new-9'), admin);
		expect([status, body]).toEqual([204, '']);
		expect((await client.login('ann@example.com', 'brand-new-9')).status).toBe(200);
		const own = await client.put('/api/user/1/password', set('brand-new-8'), admin);
		expect([own.status, own.body.success]).toEqual([200, true]);
		expect((await client.get('/api/user/current', { session: own.body.session_id })).status).toBe(200);
		expect((await client.get('/api/user/current', other)).status).toBe(401);
	});

	test('`password` is the new one; others than admins give the old one as well', async () => {
		const client = await start();
		const who = await client.as('ann');
		const wrong = await client.put(`${ann}/password`, set('brand-new-9', { old_password: 'no' }), who);
		expect([wrong.status, wrong.body.errors]).toEqual([400, { old_password: 'Invalid password' }]);
		const right = set('brand-new-9', { old_password: 'sandbox-pass-1', new_password: 'ignored-1' });
		expect((await client.put(`${ann}/password`, right, who)).status).toBe(200);
		expect((await client.login('ann@example.com', 'brand-new-9')).status).toBe(200);
	});

	test('one text for all that is wrong; 404 for the inactive', async () => {
		const client = await start();
		for (const password of [undefined, 'abcdef', 'password1']) {
			const { status, body } = await client.put(`${ann}/password`, set(password));
			expect([status, body.errors]).toEqual([400, { password: 'password is too common.' }]);
		}
		expect((await client.put(`/api/user/${idOf('omar.haddad')}/password`, set('brand-new-9'))).status).toBe(404);
	});

	test.each([
		['v57', 204],
		['v60', 400],
	])('%s: the eleventh change is %i', async (version, status) => {
		const client = await start({ version });
		for (let count = 0; count < 10; count++) await client.put(`${ann}/password`, set(`brand-new-${count}`));
		const reply = await client.put(`${ann}/password`, set('brand-new-10'));
		expect(reply.status).toBe(status);
		if (status === 400) expect(reply.body.errors['user-id']).toContain('Too many attempts');
	});

	test.each([
		['v57', 404],
		['v60', 200],
	])('%s: a reset URL without mail: %i', async (version, status) => {
		const client = await start({ version });
		const reply = await client.post(`${ann}/password-reset-url`);
		expect(reply.status).toBe(status);
		if (status === 200) expect(reply.body.password_reset_url).toContain(`${client.url}/auth/reset_password/`);
		else expect(reply.body).toBe('API endpoint does not exist.');
		expect((await client.post(`/api/user/${idOf('omar.haddad')}/password-reset-url`)).status).toBe(404);
	});
});

describe('deactivate and reactivate', () => {
	const lena = `/api/user/${idOf('lena.fischer')}`;

	test('{success}, again and again; groups stay, the place in subscriptions does not', async () => {
		const client = await start();
		const before = await client.memberships(idOf('lena.fischer'));
		for (let count = 0; count < 2; count++) expect((await client.del(lena)).body).toEqual({ success: true });
		expect(await client.memberships(idOf('lena.fischer'))).toEqual(before);
		await client.put(`${lena}/reactivate`);
		const { content } = await client.control('state');
		expect(content.subscriptions[0].recipients).toEqual(['kofi.mensah@example.com', 'board@partner.example']);
		expect(content.alerts[1].recipients).toContain('lena.fischer@example.com');
	});

	test.each([
		['v49', 500, 200, 'deactivated'],
		['v54', 500, 500, 'active'],
		['v57', 404, 200, 'active'],
		['v60', 404, 200, 'active'],
	])('%s: unknown is %i, a key’s account %i and then %s', async (version, unknown, key, state) => {
		const client = await start({ version });
		expect((await client.del('/api/user/999')).status).toBe(unknown);
		expect((await client.del('/api/user/22')).status).toBe(key);
		expect((await client.account(22)).state).toBe(state);
	});

	test('an admin may go, the last one may not; nobody else may deactivate even themselves', async () => {
		const client = await start();
		const grace = await client.as('grace.okafor');
		expect((await client.del(`/api/user/${idOf('grace.okafor')}`, grace)).status).toBe(200);
		expect((await client.del('/api/user/1')).body).toBe(LAST_ADMIN);
		expect((await client.del(ann, await client.as('ann'))).status).toBe(403);
	});

	test.each([
		['v49', 200],
		['v57', 200],
		['v60', 401],
	])('%s: an old session after coming back: %i', async (version, status) => {
		const client = await start({ version });
		const who = await client.as('lena.fischer');
		await client.del(lena);
		expect((await client.get('/api/user/current', who)).status).toBe(401);
		await client.put(`${lena}/reactivate`);
		expect((await client.get('/api/user/current', who)).status).toBe(status);
	});

	test('everything comes back but the admin role; the answer tells no memberships', async () => {
		const client = await start();
		const boris = idOf('boris.ivanov');
		expect((await client.account(boris)).groups).toEqual(['All Users', 'Administrators']);
		const { status, body } = await client.put(`/api/user/${boris}/reactivate`);
		expect([status, body.is_active, body.is_superuser]).toEqual([200, true, false]);
		expect('user_group_memberships' in body).toBe(false);
		expect((await client.account(boris)).groups).toEqual(['All Users']);
		expect((await client.put(`/api/user/${boris}/reactivate`)).status).toBe(400);
		expect((await client.put('/api/user/999/reactivate')).status).toBe(404);
	});

	test('a Google person comes back without Google', async () => {
		const client = await start();
		const yuki = idOf('yuki.tanaka');
		await client.del(`/api/user/${yuki}`);
		expect((await client.put(`/api/user/${yuki}/reactivate`)).body.sso_source).toBeNull();
	});
});

describe('smaller ones', () => {
	test.each([
		['v49', 500],
		['v54', 500],
		['v57', 400],
		['v60', 400],
	])('%s: an unknown modal is %i', async (version, status) => {
		const client = await start({ version });
		expect((await client.put(`${ann}/modal/other`)).status).toBe(status);
		expect((await client.put(`/api/user/${idOf('nadia.petrova')}/modal/qbnewb`)).body).toEqual({ success: true });
		expect((await client.get(`/api/user/${idOf('nadia.petrova')}`)).body.is_qbnewb).toBe(false);
	});

	test.each([
		['v49', 200],
		['v54', 404],
	])('%s: send_invite is %i', async (version, status) => {
		const client = await start({ version, mail: 'on' });
		expect((await client.post(`${ann}/send_invite`)).status).toBe(status);
		expect(await client.control('mail')).toHaveLength(status === 200 ? 1 : 0);
	});

	test.each([
		['v49', '/api/util/password_check'],
		['v60', '/api/session/password-check'],
	])('%s: passwords are checked at %s', async (version, path) => {
		const client = await start({ version });
		expect((await client.post(path, { password: 'brand-new-9' }, {})).body).toEqual({ valid: true });
	});

	test.each([
		['v54', '/api/util/openapi'],
		['v60', '/api/docs/openapi.json'],
	])('%s: the document of routes at %s', async (version, path) => {
		const client = await start({ version });
		expect(Object.keys((await client.get(path)).body.paths)).toContain('/api/user/{id}');
	});

	test('attribute names in use, on ee', async () => {
		expect((await (await start({ edition: 'ee' })).get('/api/mt/user/attributes')).body).toEqual(['region']);
		expect((await (await start()).get('/api/mt/user/attributes')).status).toBe(404);
	});
});
