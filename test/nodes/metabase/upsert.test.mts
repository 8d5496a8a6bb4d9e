/** Bringing somebody to a wanted state: nobody is demoted, nothing lost by being left out, nothing written where nothing is to do (contract 3). */
import type { INodeParameters } from 'n8n-workflow';

import { byId, byName, groupNamed } from '../given.mts';
import { withWire, type Seen } from '../wire.mts';
import { account, elsewhere, metabaseStage } from './cast.mts';

const GENERATIONS = ['v49', 'v54', 'v57', 'v60'];

const upsert = (local: string, additionalFields: object = {}, options: object = {}): INodeParameters =>
	({ email: `${local}@example.com`, additionalFields, options }) as INodeParameters;

describe.each([
	['v49', 'oss'],
	['v49', 'ee'],
	['v54', 'oss'],
	['v57', 'ee'],
	['v60', 'oss'],
])('Metabase %s, %s', (version, edition) => {
	const stage = metabaseStage({ version, edition });
	const groupsOf = async (local: string) => (await account(stage, local))!.groups;

	/** The two ways to set all groups of somebody. */
	const setGroups = (local: string, groups: unknown): Array<[string, INodeParameters]> => [
		['user.upsert', upsert(local, { groups })],
		['user.update', { ...byName(local), updateFields: { groups } } as INodeParameters],
	];

	test('sets exactly these groups, All Users with them, and then has nothing to do', async () => {
		for (const [n, [operation, parameters]] of setGroups('lena.fischer', ['People Ops', 'sALES, emea']).entries()) {
			const { items, writes, message } = await stage.play(operation, parameters);
			expect([operation, message]).toEqual([operation, '']);
			expect(items).toMatchObject([{ groups: ['All Users', 'People Ops', 'sALES, emea'], changed: n === 0 }]);
			expect(writes).toHaveLength(n === 0 ? 1 : 0);
		}
		expect(await groupsOf('lena.fischer')).toEqual(['All Users', 'sALES, emea', 'People Ops']);
	});

	test('takes groups by name, by ID and by text, each once', async () => {
		const groups = async (value: unknown) => {
			const { items, message } = await stage.play('user.upsert', upsert('gita.rao', { groups: value }));
			return message || items[0].groups;
		};
		expect(await groups('Analytics, Interns')).toEqual(['All Users', 'Analytics', 'Interns']);
		expect(await groups([5, '6', 'Finance', 'All Users'])).toEqual(['All Users', 'Analytics', 'Finance']);
		expect(await groups(['sALES, emea'])).toEqual(['All Users', 'sALES, emea']);
		expect(await groups('sALES, emea')).toMatch(/no group "sALES"/);
		expect(await groups(['Sales, EMEA'])).toMatch(/no group "Sales, EMEA"\. Near: sALES, emea.*upper and lower case count/);
	});

	test('keeps an admin one whose groups are set without Administrators', async () => {
		for (const [operation, parameters] of setGroups('grace.okafor', ['Analytics'])) {
			await stage.reset();
			const { items } = await stage.play(operation, parameters);
			expect(items).toMatchObject([{ admin: true, groups: ['Administrators', 'All Users', 'Analytics'], changed: true }]);
			expect(await account(stage, 'grace.okafor')).toMatchObject({ admin: true });
		}
	});

	test('makes an admin where that is asked for', async () => {
		const { items } = await stage.play('user.upsert', upsert('gita.rao', { groups: ['Administrators'] }));
		expect(items).toMatchObject([{ admin: true, groups: ['Administrators', 'All Users'], changed: true }]);
	});

	test('changes one thing and leaves all others, with one write that sends no other', async () => {
		const before = await account(stage, 'lena.fischer');
		const bodies: unknown[] = [];
		const look = async ({ method, body }: Seen) => void (method !== 'GET' && bodies.push(body));
		const { items } = await withWire(stage.url, look, async ({ url }) =>
			await stage.play('user.upsert', upsert('lena.fischer', { firstName: 'Lena', lastName: 'Fischer-Okafor' }), { credentials: stage.storeOf({ url }) }),
		);
		expect(items).toMatchObject([{ lastName: 'Fischer-Okafor', changed: true }]);
		expect(bodies).toEqual([{ last_name: 'Fischer-Okafor' }]);
		expect(await account(stage, 'lena.fischer')).toEqual({ ...before, name: 'Lena Fischer-Okafor' });
	});

	test('writes nothing where everything is so already, whatever order and spelling', async () => {
		await stage.play('user.update', { ...byId(7), updateFields: { locale: 'es-MX', loginAttributes: { a: 1 } } as never });
		const fields = { locale: 'es_MX', loginAttributes: { a: '1' }, email: 'LENA.fischer@example.com', groups: ['Finance', 'Analytics', 'Finance'], firstName: 'Lena' };
		const { items, writes } = await stage.play('user.update', { ...byId(7), updateFields: fields } as never);
		expect([items[0].changed, writes]).toEqual([false, []]);
	});

	test('gives nobody All Users who is missing from it', async () => {
		const { items, message } = await stage.play('user.upsert', upsert('tomas.novak', { groups: ['Analytics'] }));
		expect(message).toBe('');
		expect(items).toMatchObject([{ groups: ['Analytics'], changed: true }]);
		expect(await groupsOf('tomas.novak')).toEqual(['Analytics']);
		const asked = await stage.play('user.upsert', upsert('tomas.novak', { groups: ['All Users', 'Analytics'] }));
		expect(asked.message).toMatch(/puts everybody into "All Users" by itself: nobody can be added to it/);
		expect(asked.writes).toEqual([]);
	});

	test('keeps a group that the server does not list', async () => {
		const sent: unknown[] = [];
		/** As a server whose list of groups leaves one out, and that says yes to everything. */
		const before = async ({ method, path, body }: Seen) => {
			if (method === 'PUT') {
				sent.push(body);
				return { status: 200, body: '{}' };
			}
			if (!path.startsWith('/api/permissions/group')) return undefined;
			const all = (await elsewhere(stage, 'GET', 'permissions/group')).body as Array<{ name: string }>;
			return { status: 200, body: JSON.stringify(all.filter(({ name }) => name !== 'Finance')) };
		};
		await withWire(stage.url, before, async ({ url }) => await stage.play('user.upsert', upsert('lena.fischer', { groups: ['Interns'] }), { credentials: stage.storeOf({ url }) }));
		const flag = { is_group_manager: false };
		expect(sent).toEqual([{ user_group_memberships: [{ id: 1, ...flag }, { id: 6, ...flag }, { id: 10, ...flag }] }]);
	});

	test('changes no name of somebody whose sign-in decides it, but all else', async () => {
		for (const field of [{ firstName: 'Yuki' }, { lastName: 'Tanaka' }]) {
			const { message, writes } = await stage.play('user.upsert', upsert('yuki.tanaka', field));
			expect(message).toMatch(/names of yuki\.tanaka@example\.com come from the sign-in with google.*"First Name" and "Last Name"/);
			expect(writes).toEqual([]);
		}
		const { items } = await stage.play('user.upsert', upsert('yuki.tanaka', { firstName: '由紀', groups: ['Analytics'], loginAttributes: { region: 'EMEA' } }));
		expect(items).toMatchObject([{ firstName: '由紀', source: 'google', groups: ['All Users', 'Analytics'], changed: true }]);
	});

	test('revives nobody who was deactivated unless told', async () => {
		const fields = { groups: ['Finance'] };
		const refused = await stage.play('user.upsert', upsert('omar.haddad', fields));
		expect(refused.message).toMatch(/omar\.haddad@example\.com has a deactivated Metabase account \(ID 8\).*"When Deactivated"/);
		const left = await stage.play('user.upsert', upsert('omar.haddad', fields, { whenInactive: 'leave' }));
		expect(left.items).toMatchObject([{ state: 'deactivated', groups: ['All Users', 'Analytics'], changed: false }]);
		expect([...refused.writes, ...left.writes]).toEqual([]);
		const revived = await stage.play('user.upsert', upsert('omar.haddad', fields, { whenInactive: 'reactivate' }));
		expect(revived.items).toMatchObject([{ state: 'active', groups: ['All Users', 'Finance'], changed: true }]);
		expect(revived.items[0]).not.toHaveProperty('formerAdmin');
		expect(await account(stage, 'omar.haddad')).toMatchObject({ state: 'active', groups: ['All Users', 'Finance'] });
	});

	test('revives a former admin as nobody special, and as admin where told', async () => {
		for (const restoreAdmin of [false, true]) {
			await stage.reset();
			const { items } = await stage.play('user.upsert', upsert('boris.ivanov', { groups: ['Interns'] }, { whenInactive: 'reactivate', restoreAdmin }));
			const groups = [...(restoreAdmin ? ['Administrators'] : []), 'All Users', 'Interns'];
			expect(items).toMatchObject([{ state: 'active', admin: restoreAdmin, groups, formerAdmin: true, adminRestored: restoreAdmin, changed: true }]);
			expect(await account(stage, 'boris.ivanov')).toMatchObject({ state: 'active', admin: restoreAdmin });
		}
	});

	test('changes nothing about somebody deactivated by an update', async () => {
		const { message, writes } = await stage.play('user.update', { ...byName('omar.haddad'), updateFields: { firstName: 'O' } });
		expect(message).toMatch(/omar\.haddad@example\.com is deactivated in Metabase: nothing about it can be changed.*"Reactivate"/);
		expect(writes).toEqual([]);
	});

	test('tells a write that the server accepted and did not apply', async () => {
		const before = async ({ method }: Seen) => (method === 'PUT' ? { status: 200, body: '{}' } : undefined);
		const { message } = await withWire(stage.url, before, async ({ url }) =>
			await stage.play('user.update', { ...byId(20), updateFields: { firstName: 'G', groups: ['Finance'] } }, { credentials: stage.storeOf({ url }) }),
		);
		expect(message).toMatch(/accepted the change of gita\.rao@example\.com but did not apply it: first name "Gita" instead of "G"; group IDs \[1,9\] instead of \[1,6\]/);
	});

	test.each(['lost:1@PUT /api/user/20#1', '503:1@PUT /api/user/20#1', 'truncated:1@PUT /api/user/20#1'])('%s: is done once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('user.upsert', upsert('gita.rao', { groups: ['Analytics'], firstName: 'G' }));
		expect(message).toBe('');
		expect(items).toMatchObject([{ firstName: 'G', groups: ['All Users', 'Analytics'], changed: true }]);
	});
});

describe.each(GENERATIONS)('managers of groups, on Metabase %s, paid', (version) => {
	const stage = metabaseStage({ version, edition: 'ee' });

	test('stay managers when their groups are set', async () => {
		expect(await account(stage, 'kofi.mensah')).toMatchObject({ manages: ['Finance'] });
		const { items, message } = await stage.play('user.upsert', upsert('kofi.mensah', { groups: ['Finance', 'Analytics'] }));
		expect([message, items]).toMatchObject(['', [{ groups: ['All Users', 'Analytics', 'Finance'], changed: true }]]);
		expect(await account(stage, 'kofi.mensah')).toMatchObject({ groups: ['All Users', 'Analytics', 'Finance'], manages: ['Finance'] });
	});

	test('stay managers of a second group when they are put into a third', async () => {
		await stage.play('user.addToGroup', { ...byName('kofi.mensah'), ...groupNamed('Analytics') });
		await stage.play('group.setManager', { ...byName('kofi.mensah'), ...groupNamed('Analytics'), manager: true });
		const items = [{ group: 'Interns' }, { group: 'People Ops' }];
		await stage.play('user.addToGroup', { ...byName('kofi.mensah'), ...groupNamed('={{ $json.group }}') }, { items });
		expect((await account(stage, 'kofi.mensah'))?.manages).toEqual(['Analytics', 'Finance']);
	});

	test('named twice in one list keep what the first item left', async () => {
		const items = [{ groups: ['Finance', 'Interns'] }, { groups: ['Finance', 'Interns', 'Analytics'] }, { groups: ['Interns'] }];
		const played = await stage.play('user.upsert', { email: 'kofi.mensah@example.com', additionalFields: { groups: '={{ $json.groups }}' } } as never, { items });
		expect(played.message).toBe('');
		expect(await account(stage, 'kofi.mensah')).toMatchObject({ groups: ['All Users', 'Interns'], manages: [] });
	});
});
