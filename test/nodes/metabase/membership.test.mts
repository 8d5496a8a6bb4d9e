/** One membership has an id of its own; a repeated POST is a 500, and nobody comes into or out of All Users (contract 4). */
import { ADMIN_KEY } from '../../../sandbox/metabase/seed.mts';
import { withWire, type Seen } from '../wire.mts';
import { byId, byName, EACH_EMAIL, emails, groupNamed, groupWithId, textOf, TOLERANT } from '../given.mts';
import { account, elsewhere, metabaseStage, stateOf } from './cast.mts';

const GENERATIONS = ['v49', 'v54', 'v57', 'v60'];

describe.each(GENERATIONS)('Metabase %s', (version) => {
	const stage = metabaseStage({ version });
	const groupsOf = async (local: string) => (await account(stage, local))!.groups;
	const join = async (local: string, group: string) => await stage.play('user.addToGroup', { ...byName(local), ...groupNamed(group) });
	const leave = async (local: string, group: string, options = {}) => await stage.play('user.removeFromGroup', { ...byName(local), ...groupNamed(group), options });

	test('is ended by its own id, never by the one of the person', async () => {
		const map = (await elsewhere(stage, 'GET', 'permissions/membership')).body as Record<string, Array<{ membership_id: number; group_id: number }>>;
		const { membership_id: id } = map['7'].find(({ group_id: group }) => group === 6)!;
		expect(id).toBeGreaterThan(1_000);
		const { items, writes } = await leave('lena.fischer', 'Finance');
		expect(items).toMatchObject([{ groups: ['All Users', 'Analytics'], changed: true }]);
		expect(writes).toMatchObject([{ method: 'DELETE', path: `/api/permissions/membership/${id}`, status: 204 }]);
		expect(await groupsOf('lena.fischer')).toEqual(['All Users', 'Analytics']);
	});

	test('is begun with two ids and no flag, which an open-source server would refuse', async () => {
		const sent: unknown[] = [];
		const look = async ({ method, body }: Seen) => void (method === 'POST' && sent.push(body));
		await withWire(stage.url, look, async ({ url }) => await stage.play('user.addToGroup', { ...byId(20), ...groupWithId(5) }, { credentials: stage.storeOf({ url }) }));
		expect(sent).toEqual([{ group_id: 5, user_id: 20 }]);
		expect(await groupsOf('gita.rao')).toEqual(['All Users', 'Analytics', 'People Ops']);
	});

	test('that is so already costs no write', async () => {
		const joined = await join('lena.fischer', 'Finance');
		const left = await leave('gita.rao', 'Finance');
		expect([joined, left].map(({ items, writes }) => [items[0].changed, writes.length])).toEqual([[false, 0], [false, 0]]);
	});

	test('in Administrators makes an admin, and its end takes that away', async () => {
		const made = await join('gita.rao', 'Administrators');
		expect(made.items).toMatchObject([{ admin: true, groups: ['Administrators', 'All Users', 'People Ops'], changed: true }]);
		expect(await account(stage, 'gita.rao')).toMatchObject({ admin: true });
		const taken = await leave('gita.rao', 'Administrators');
		expect(taken.items).toMatchObject([{ admin: false, groups: ['All Users', 'People Ops'], changed: true }]);
		expect(await account(stage, 'gita.rao')).toMatchObject({ admin: false });
	});

	test('in All Users is refused with the reason, before the server is asked', async () => {
		const says = /puts everybody into "All Users" by itself: nobody can be added to it or removed from it\. Leave this group out/;
		const left = await leave('gita.rao', 'All Users');
		const joined = await join('tomas.novak', 'All Users');
		expect([left.message, joined.message]).toEqual([expect.stringMatching(says), expect.stringMatching(says)]);
		expect([...left.writes, ...joined.writes]).toEqual([]);
		// Who is in it is not to be added: nothing is to do.
		expect((await join('gita.rao', 'All Users')).items).toMatchObject([{ changed: false }]);
	});

	test('of somebody deactivated can be taken and given, Administrators too', async () => {
		const items = emails('omar.haddad', 'boris.ivanov');
		const joined = await stage.play('user.addToGroup', { ...EACH_EMAIL, ...groupNamed('Interns') }, { items });
		expect([joined.message, joined.items.map(({ changed, state }) => [changed, state])]).toEqual(['', [[true, 'deactivated'], [true, 'deactivated']]]);
		expect((await leave('omar.haddad', 'Analytics')).items).toMatchObject([{ state: 'deactivated', groups: ['All Users', 'Interns'], changed: true }]);
		expect((await leave('boris.ivanov', 'Administrators')).items).toMatchObject([{ state: 'deactivated', admin: false, groups: ['All Users', 'Interns'], changed: true }]);
		expect([await groupsOf('omar.haddad'), await groupsOf('boris.ivanov')]).toEqual([['All Users', 'Interns'], ['All Users', 'Interns']]);
	});

	test('of a group that does not exist is refused with near names', async () => {
		expect((await join('gita.rao', 'Analytic')).message).toMatch(/no group "Analytic"\. Near: Analytics/);
		expect((await join('gita.rao', 'finance')).message).toMatch(/no group "finance"\. Near: Finance, Finance Team/);
		const items = [{ group: 5 }, { group: 4242 }];
		const played = await stage.play('user.addToGroup', { ...byId(20), ...groupWithId('={{ $json.group }}') }, { items, ...TOLERANT });
		expect(played.items).toMatchObject([{ groups: ['All Users', 'Analytics', 'People Ops'] }]);
		expect(textOf(played.failures[0])).toContain('no group with ID 4242');
	});

	test('of a group that vanishes meanwhile is no success, and says what to look at', async () => {
		const deletions: number[] = [];
		const before = async ({ method }: Seen) => {
			if (method === 'POST') deletions.push((await elsewhere(stage, 'DELETE', 'permissions/group/10')).status);
		};
		const { message, items } = await withWire(stage.url, before, async ({ url }) => await stage.play('user.addToGroup', { ...byId(20), ...groupWithId(10) }, { credentials: stage.storeOf({ url }) }));
		expect(deletions).toEqual([204]);
		expect(items).toEqual([]);
		expect(message).toMatch(/does not exist any more.*Look both up again|gone or there already: look it up again/);
		expect(message).not.toMatch(/\[object|undefined/);
	});

	test('taken by somebody else meanwhile is as asked', async () => {
		const before = async ({ method, path }: Seen) => {
			if (method === 'DELETE') await elsewhere(stage, 'DELETE', path.replace('/api/', ''));
		};
		const { message, items } = await withWire(stage.url, before, async ({ url }) => await stage.play('user.removeFromGroup', { ...byId(7), ...groupNamed('Finance') }, { credentials: stage.storeOf({ url }) }));
		expect([message, items]).toMatchObject(['', [{ groups: ['All Users', 'Analytics'] }]]);
	});

	test('several for one person in one list add up', async () => {
		const items = ['Analytics', 'Interns', 'Analytics', 'Finance'].map((group) => ({ group }));
		const played = await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('={{ $json.group }}') }, { items });
		expect(played.items.map(({ changed }) => changed)).toEqual([true, true, false, true]);
		const gone = await stage.play('user.removeFromGroup', { ...byName('gita.rao'), ...groupNamed('={{ $json.group }}') }, { items });
		expect(gone.items.map(({ changed }) => changed)).toEqual([true, true, false, true]);
		expect(await groupsOf('gita.rao')).toEqual(['All Users', 'People Ops']);
	});

	test.each(['gita.rao', 'omar.haddad'])('an answer that got lost: %s joins once', async (local) => {
		for (const spec of ['lost:1@POST /membership#1', 'truncated:1@POST /membership#1', 'reset:1@POST /membership#1', '503:1@POST /membership#1']) {
			await stage.reset();
			await stage.control('faults', { spec });
			const { items, message } = await join(local, 'Interns');
			expect([spec, message, items[0]?.changed]).toEqual([spec, '', true]);
			expect((await stateOf(stage)).groups.find(({ name }) => name === 'Interns')?.members).toEqual([`${local}@example.com`]);
		}
	});

	test.each(['lost:1@DELETE /membership#1', 'reset:1@DELETE /membership#1', '503:1@DELETE /membership#1'])('%s: leaves once', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await leave('lena.fischer', 'Finance');
		expect([message, items]).toMatchObject(['', [{ groups: ['All Users', 'Analytics'], changed: true }]]);
	});

	test('a write that can not be read back stays done, says so, and is not sent again', async () => {
		await stage.control('faults', { spec: '503:1@GET /api/user/20' });
		const { items, writes, message } = await stage.play('user.addToGroup', { ...byName('gita.rao'), ...groupNamed('Interns'), options: { maxWait: 1 } });
		expect(message).toBe('');
		expect(items).toMatchObject([{ changed: true, verified: false, note: expect.stringContaining('could not be read back') }]);
		expect(writes).toHaveLength(1);
	});

	test('everything goes out with the key alone: no cookie, no key in an address', async () => {
		const all = await withWire(stage.url, undefined, async ({ url, seen }) => {
			await stage.play('user.addToGroup', { ...byId(20), ...groupNamed('Interns') }, { credentials: stage.storeOf({ url: `${url}/` }) });
			return seen;
		});
		expect(all.length).toBeGreaterThan(3);
		for (const { headers, path, method } of all) {
			expect(headers).toMatchObject({ 'x-api-key': ADMIN_KEY, accept: 'application/json' });
			expect([headers.cookie, headers['x-metabase-session']]).toEqual([undefined, undefined]);
			expect(path).not.toContain('mb_');
			if (method === 'POST') expect(headers['content-type']).toBe('application/json');
		}
	});
});
