/** Writing by SCIM: members are added and taken one by one, and nothing is lost where only whole resources can be written (contract 10). */
import type { IDataObject } from 'n8n-workflow';

import { groupId, idOf, SCIM_PATH } from '../../../sandbox/sisense/seed.mts';
import type { Wire } from '../wire.mts';
import { account, elsewhere, stateOf } from './cast.mts';
import { byUsername, groupNamed, isWrite, json, routesOf, textOf, TOLERANT, wired } from './given.mts';
import { scimStage } from './scim-cast.mts';

const stage = scimStage();
const someone = (local: string) => byUsername(`${local}@example.com`);
const overWire = async (before: Wire['before'], operation: string, parameters: object, play = {}) =>
	await wired(stage, before, async ({ url }) => await stage.play(operation, parameters as never, { ...play, credentials: stage.storeOf({ url: `${url}${SCIM_PATH}` }) }));
const writesIn = (seen: Array<{ method: string; body: unknown }>) => seen.filter(isWrite).map(({ method, body }) => [method, body]);
const membersOf = async (name: string) => (await stateOf(stage)).groups.find((one) => one.name === name)!.members.map((one) => one.split('@')[0]).sort();
const users = (...locals: string[]) => ({ users: locals.map((local) => `${local}@example.com`) });

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

describe('a user', () => {
	test('is created with what the RFC names, active, and with the e-mail as user name', async () => {
		const { seen, items } = await overWire(undefined, 'scimUser.create', { email: 'New1@example.com', additionalFields: { firstName: 'New', externalId: 'x1' } });
		expect(writesIn(seen)).toEqual([
			['POST', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'New1@example.com', active: true, externalId: 'x1', name: { givenName: 'New' }, emails: [{ value: 'New1@example.com', type: 'work', primary: true }] }],
		]);
		expect(items).toMatchObject([{ userName: 'New1@example.com', active: true, externalId: 'x1', changed: true }]);
		for (const { headers, path } of seen) {
			expect(headers.accept).toContain('application/scim+json');
			expect(path.startsWith(SCIM_PATH)).toBe(true);
			if (headers['content-type']) expect(headers['content-type']).toBe('application/scim+json');
		}
	});

	test.each(['lena.fischer@example.com', 'LENA.FISCHER@example.com', 'gita.rao@example.com'])('whose name %s is taken is told by whom, before anything is sent', async (email) => {
		const { message, writes } = await stage.play('scimUser.create', { email });
		expect(message).toMatch(/The SCIM server has the user \S+ already \(ID [0-9a-f]{24}\)\. Use "Create or Update"/);
		expect(writes).toEqual([]);
	});

	test('whom only the server knows to be taken is told as such', async () => {
		// The e-mail is another one's, under another user name.
		const { message } = await stage.play('scimUser.create', { email: 'lena.fischer@example.com', additionalFields: { username: 'lena.two' } });
		expect(message).toMatch(/The SCIM server has one of this name already\. Use "Create or Update"/);
		expect(await account(stage, 'lena.two')).toBeUndefined();
	});

	test.each(['lost:1@POST /scim/v2/Users#1', 'truncated:1@POST /scim/v2/Users#1', 'reset:1@POST /scim/v2/Users#1', '503:1@POST /scim/v2/Users#1'])('is made once by %s', async (spec) => {
		await stage.control('faults', { spec });
		const { items, message } = await stage.play('scimUser.create', { email: 'new1@example.com' });
		expect([message, items]).toMatchObject(['', [{ userName: 'new1@example.com', changed: true }]]);
		expect((await stateOf(stage)).accounts.filter(({ email }) => email === 'new1@example.com')).toHaveLength(1);
	});

	test('named twice in one list is made once', async () => {
		const items = [{ email: 'new1@example.com' }, { email: 'NEW1@example.com' }];
		const created = await stage.play('scimUser.create', { email: '={{ $json.email }}' }, { items, ...TOLERANT });
		expect([created.items.length, created.failures.map(textOf)]).toEqual([1, [expect.stringMatching(/has the user new1@example\.com already/)]]);
		await stage.reset();
		const upserted = await stage.play('scimUser.upsert', { email: '={{ $json.email }}', additionalFields: { firstName: 'N' } }, { items });
		expect(upserted.items.map(({ changed }) => changed)).toEqual([true, false]);
		expect(routesOf(upserted.writes)).toEqual(['POST scim/v2/Users']);
	});

	test('that is inactive is not revived by an upsert, unless told', async () => {
		const wish = { email: 'nadia.petrova@example.com', additionalFields: { firstName: 'Nadja' } };
		expect((await stage.play('scimUser.upsert', wish)).message).toMatch(/nadia\.petrova@example\.com is inactive on the SCIM server.*"When Inactive"/);
		expect((await stage.play('scimUser.upsert', { ...wish, options: { whenInactive: 'leave' } })).items).toMatchObject([{ active: false, firstName: 'Nadja', changed: true }]);
		expect((await stage.play('scimUser.upsert', { ...wish, options: { whenInactive: 'reactivate' } })).items).toMatchObject([{ active: true, changed: true }]);
	});

	test('is deactivated with a JSON boolean, and by PATCH alone', async () => {
		const { seen } = await overWire(undefined, 'scimUser.deactivate', someone('ann'));
		expect(writesIn(seen)).toEqual([['PATCH', { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: false }] }]]);
		expect((await account(stage, 'ann'))?.state).toBe('inactive');
		const again = await stage.play('scimUser.deactivate', someone('ann'));
		expect([again.items, again.writes]).toMatchObject([[{ changed: false }], []]);
		expect((await stage.play('scimUser.reactivate', someone('ann'))).items).toMatchObject([{ active: true, changed: true }]);
	});

	test('that the server says it deactivated and did not is no success', async () => {
		for (const answer of [{ status: 204, body: '' }, json(200, {})]) {
			const { message, items } = await overWire(async (request) => (isWrite(request) ? answer : undefined), 'scimUser.deactivate', someone('ann'));
			expect(message).toMatch(/accepted the change of ann@example\.com but did not apply it to: active \(true\)/);
			expect(items).toEqual([]);
		}
	});

	test('that is gone after a deletion, or the deletion did nothing', async () => {
		expect((await stage.play('scimUser.delete', someone('ann'))).items).toEqual([{ deleted: true, id: idOf('ann'), userName: 'ann@example.com' }]);
		expect(await account(stage, 'ann')).toBeUndefined();
		expect((await stage.play('scimUser.delete', someone('ann'))).message).toMatch(/no user with the user name/);
		const { message } = await overWire(async (request) => (isWrite(request) ? { status: 204, body: '' } : undefined), 'scimUser.delete', someone('joann'));
		expect(message).toMatch(/accepted the deletion but still has the user/);
	});

	test('whose deletion the server refuses is told', async () => {
		expect((await stage.play('scimUser.delete', byUsername('admin'))).message).toMatch(/does not allow this/);
	});
});

describe('where there is no PATCH', () => {
	beforeEach(async () => await stage.reset({ 'sisense.scimPatch': 'off' }));

	/** As directories and vendors fill it: all of it has to come back. */
	const RICH: IDataObject = {
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
		id: idOf('ann'),
		externalId: 'e1',
		userName: 'ann@example.com',
		name: { givenName: 'Ann', familyName: 'Lee', middleName: 'B' },
		emails: [{ value: 'home@example.com', type: 'home' }, { value: 'ann@example.com', type: 'work', primary: true }],
		phoneNumbers: [{ value: '1', type: 'work' }],
		active: 'False',
		'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales' },
		groups: [{ value: groupId('Finance Team'), display: 'Finance Team' }],
		meta: { resourceType: 'User', version: 'W/"1"' },
	};

	const rich = async (operation: string, parameters: object) => {
		let put: unknown;
		const before: Wire['before'] = async ({ method, path, body }) => {
			if (method === 'PUT') put = body;
			if (method === 'PUT' || path.includes(`/Users/${idOf('ann')}`)) return json(200, put ?? RICH);
			return path.includes('/Users?') ? json(200, { schemas: ['x'], totalResults: 1, Resources: [RICH] }) : undefined;
		};
		return { ...(await overWire(before, operation, parameters)), put: () => put };
	};

	test('everything a person has is written back, but groups, which are read-only', async () => {
		const { items, put } = await rich('scimUser.update', { ...someone('ann'), updateFields: { firstName: 'Anne' } });
		const { groups, meta, ...rest } = RICH;
		expect(put()).toEqual({ ...rest, name: { givenName: 'Anne', familyName: 'Lee', middleName: 'B' } });
		expect(items).toMatchObject([{ firstName: 'Anne', lastName: 'Lee', active: false, changed: true }]);
	});

	test('an e-mail takes the place of the primary one', async () => {
		const { put } = await rich('scimUser.update', { ...someone('ann'), updateFields: { email: 'new@example.com' } });
		expect((put() as IDataObject).emails).toEqual([{ value: 'home@example.com', type: 'home' }, { value: 'new@example.com', type: 'work', primary: true }]);
	});

	test('nobody is activated by another change', async () => {
		await stage.play('scimUser.deactivate', someone('ann'));
		expect((await account(stage, 'ann'))?.state).toBe('inactive');
		const { items } = await stage.play('scimUser.update', { ...someone('ann'), updateFields: { lastName: 'Other' } });
		expect(items).toMatchObject([{ active: false, lastName: 'Other' }]);
		expect(await account(stage, 'ann')).toMatchObject({ state: 'inactive', role: 'contributor', groups: ['Finance Team'] });
	});

	test('what somebody else changed in between stays', async () => {
		let done = false;
		const before: Wire['before'] = async ({ method, path }) => {
			if (method !== 'GET' || done || !path.includes('/Users/')) return undefined;
			done = true;
			await elsewhere(stage, 'PATCH', `v1/users/${idOf('ann')}`, { lastName: 'Elsewhere' });
			return undefined;
		};
		const { items } = await overWire(before, 'scimUser.update', { ...someone('ann'), updateFields: { firstName: 'Anne' } });
		expect(items).toMatchObject([{ firstName: 'Anne', lastName: 'Elsewhere' }]);
	});

	test('members come and go, and the others stay', async () => {
		await stage.play('scimGroup.addMembers', { ...groupNamed('Finance'), ...users('ann', 'joann') });
		expect(await membersOf('Finance')).toEqual(['alex.kim', 'ann', 'joann', 'kofi.mensah', 'lena.fischer']);
		await stage.play('scimGroup.removeMembers', { ...groupNamed('Finance'), ...users('ann', 'alex.kim') });
		expect(await membersOf('Finance')).toEqual(['joann', 'kofi.mensah', 'lena.fischer']);
		await stage.play('scimGroup.update', { ...groupNamed('Finance'), name: 'Money' });
		expect(await membersOf('Money')).toEqual(['joann', 'kofi.mensah', 'lena.fischer']);
	});
});

describe('members', () => {
	test('are added and taken by name, never by replacing the list or emptying it', async () => {
		const added = await overWire(undefined, 'scimGroup.addMembers', { ...groupNamed('Finance'), ...users('ann', 'alex.kim', 'joann') });
		expect(writesIn(added.seen)).toEqual([['PATCH', { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'members', value: [{ value: idOf('ann') }, { value: idOf('joann') }] }] }]]);
		const taken = await overWire(undefined, 'scimGroup.removeMembers', { ...groupNamed('Finance'), ...users('ann', 'alex.kim', 'maria.silva') });
		expect(writesIn(taken.seen)).toEqual([
			['PATCH', { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: `members[value eq "${idOf('ann')}"]` }, { op: 'remove', path: `members[value eq "${idOf('alex.kim')}"]` }] }],
		]);
		expect(await membersOf('Finance')).toEqual(['joann', 'kofi.mensah', 'lena.fischer']);
	});

	test('who are in or out already cost no write', async () => {
		for (const [operation, who] of [['scimGroup.addMembers', 'alex.kim'], ['scimGroup.removeMembers', 'ann']] as const) {
			const { items, writes } = await stage.play(operation, { ...groupNamed('Finance'), ...users(who) });
			expect([items, writes]).toMatchObject([[{ changed: false, people: [`${who}@example.com`] }], []]);
		}
	});

	test('one of whom is unknown are not touched', async () => {
		const { message, writes } = await stage.play('scimGroup.removeMembers', { ...groupNamed('Finance'), ...users('alex.kim', 'nobody') });
		expect(message).toMatch(/no user with the user name nobody@example\.com/);
		expect(writes).toEqual([]);
	});

	test.each(['lost:1@PATCH /Groups#1', 'reset:1@PATCH /Groups#1', '503:1@PATCH /Groups#1'])('%s: are in, or out, once', async (spec) => {
		for (const [operation, expected] of [['scimGroup.addMembers', true], ['scimGroup.removeMembers', false]] as const) {
			await stage.control('faults', { spec });
			const { message } = await stage.play(operation, { ...groupNamed('Finance'), ...users('ann', 'joann') });
			expect(message).toBe('');
			expect((await membersOf('Finance')).includes('ann')).toBe(expected);
			expect(await membersOf('Finance')).toEqual(expect.arrayContaining(['alex.kim', 'kofi.mensah', 'lena.fischer']));
		}
	});

	test('that the server did not take are told by name', async () => {
		const before: Wire['before'] = async (request) => (isWrite(request) ? { status: 204, body: '' } : undefined);
		const { message } = await overWire(before, 'scimGroup.addMembers', { ...groupNamed('Finance'), ...users('ann', 'alex.kim', 'joann') });
		expect(message).toMatch(/accepted the change of "Finance" but did not apply it to: ann@example\.com, joann@example\.com/);
	});

	test('of one group by several items come one after another', async () => {
		const items = ['ann', 'joann', 'zoe.muller'].map((local) => ({ user: `${local}@example.com` }));
		const { message } = await stage.play('scimGroup.addMembers', { ...groupNamed('Finance'), users: '={{ [$json.user] }}' }, { items });
		expect(message).toBe('');
		expect(await membersOf('Finance')).toEqual(['alex.kim', 'ann', 'joann', 'kofi.mensah', 'lena.fischer', 'zoe.muller']);
	});
});

describe('a group', () => {
	test('keeps its members when it is renamed', async () => {
		const before = await membersOf('Finance');
		expect((await stage.play('scimGroup.update', { ...groupNamed('Finance'), name: 'Money' })).items).toMatchObject([{ name: 'Money', changed: true }]);
		expect(await membersOf('Money')).toEqual(before);
	});

	test('whose name is taken is told with who has it', async () => {
		expect((await stage.play('scimGroup.create', { name: 'Finance' })).message).toMatch(new RegExp(`has a group "Finance" already \\(ID ${groupId('Finance')}\\)`));
		expect((await stage.play('scimGroup.update', { ...groupNamed('Analytics'), name: 'Finance' })).message).toMatch(/has a group "Finance" already/);
	});

	test('in use is not deleted unless told', async () => {
		const refused = await stage.play('scimGroup.delete', groupNamed('Finance'));
		expect(refused.message).toMatch(/"Finance" has 3 members.*"Allow In Use"/);
		expect(refused.writes).toEqual([]);
		expect((await stage.play('scimGroup.delete', { ...groupNamed('Finance'), options: { allowInUse: true } })).items).toMatchObject([{ deleted: true, members: 3 }]);
	});

	test('is made once where the answer is lost, with its members', async () => {
		await stage.control('faults', { spec: 'lost:1@POST /Groups#1' });
		const { items, message } = await stage.play('scimGroup.create', { name: 'Brand new', additionalFields: users('ann', 'joann') });
		expect([message, items]).toMatchObject(['', [{ name: 'Brand new', changed: true }]]);
		expect(await membersOf('Brand new')).toEqual(['ann', 'joann']);
	});
});
