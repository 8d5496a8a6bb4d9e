/** Content and its owners (contract 7), and what a deletion would take with it (contract 4). */
import { account, COMMON_PASSWORD, stateOf, supersetStage } from './cast.mts';
import { byEmail, byId, byUsername, EACH_EMAIL, textOf, TOLERANT } from '../given.mts';

const successor = (value: string) => ({ successor: { __rl: true, mode: 'username', value } });

describe.each(['6.1', '4.1'])('Superset %s', (version) => {
	const stage = supersetStage(version);
	const ownersOf = async () => Object.fromEntries((await stateOf(stage)).content.map(({ kind, name, owners }) => [`${kind} ${name}`, owners]));
	const hand = async (from: string, to: string, play = {}) => await stage.play('user.transferOwned', { ...byUsername(from), ...successor(to) }, play);

	test('somebody who owns nothing gives nothing, and not everything of everybody', async () => {
		const { items, message } = await stage.play('user.getOwned', { ...byUsername('gita.rao'), returnAll: true });
		expect([message, items]).toEqual(['', []]);
		const moved = await hand('gita.rao', 'zoe');
		expect(moved.items).toMatchObject([{ moved: [], changed: false }]);
		expect(moved.writes).toEqual([]);
	});

	test('what somebody owns is told with its type and whether they are the only owner', async () => {
		const { items } = await stage.play('user.getOwned', { ...byEmail('lena.fischer@example.com'), returnAll: true });
		expect(items.map(({ type, name, soleOwner }) => [type, name, soleOwner])).toEqual([
			['report', 'Weekly revenue', true],
			['dashboard', 'Finance monthly', false],
			['chart', 'Open invoices', true],
		]);
	});

	test('a transfer puts the successor in the place of the leaver; other owners and other content stay', async () => {
		const before = await ownersOf();
		const { items } = await hand('lena.fischer', 'zoe');
		expect(items).toMatchObject([{ from: 'lena.fischer@example.com', to: 'zoe@example.com', changed: true }]);
		expect((items[0].moved as unknown[]).length).toBe(3);
		expect(String(items[0].notMovable)).toContain('Saved queries');
		const after = await ownersOf();
		const expected = Object.fromEntries(Object.entries(before).map(([what, owners]) => [what, owners.map((one) => (one === 'lena.fischer' ? 'zoe' : one)).sort()]));
		expect(Object.fromEntries(Object.entries(after).map(([what, owners]) => [what, [...owners].sort()]))).toEqual(expected);
	});

	test('two leavers who own one dashboard both hand it over, to different people', async () => {
		const items = [
			{ from: 'lena.fischer', to: 'zoe' },
			{ from: 'kofi.mensah', to: 'gita.rao' },
		];
		const mode = { __rl: true, mode: 'username' };
		const parameters = { user: { ...mode, value: '={{ $json.from }}' }, successor: { ...mode, value: '={{ $json.to }}' } };
		const { message } = await stage.play('user.transferOwned', parameters, { items });
		expect(message).toBe('');
		expect([...(await ownersOf())['dashboard Finance monthly']].sort()).toEqual(['gita.rao', 'zoe']);
	});

	test('a successor who owns it already becomes no second owner', async () => {
		await hand('kofi.mensah', 'maria.silva');
		expect((await ownersOf())['dashboard Company overview']).toEqual(['maria.silva']);
	});

	test('a successor who is inactive, or the leaver, is refused', async () => {
		const inactive = await hand('maria.silva', 'lena.fischer');
		expect(inactive.message).toMatch(/successor lena\.fischer@example\.com is inactive/);
		const self = await hand('maria.silva', 'maria.silva');
		expect(self.message).toMatch(/can't be their own successor/);
		expect([...inactive.writes, ...self.writes]).toEqual([]);
	});

	test('more than a page of content goes over completely', async () => {
		await hand('maria.silva', 'kofi.mensah');
		await hand('tomas.novak', 'kofi.mensah');
		const owned = Object.values(await ownersOf()).filter((owners) => owners.includes('kofi.mensah')).length;
		const { items } = await hand('kofi.mensah', 'zoe');
		expect(items[0].moved).toHaveLength(owned);
		expect(Object.values(await ownersOf()).flat()).not.toContain('kofi.mensah');
	});

	test('a lost answer and an expired session on the way lose nothing', async () => {
		await stage.control('faults', { spec: 'lost:1@PUT /api/v1/chart#1,503:1@PUT /api/v1/report#1,expired:1@PUT /api/v1/dashboard#1' });
		const { items, message } = await hand('lena.fischer', 'zoe');
		expect(message).toBe('');
		expect(items[0].moved).toHaveLength(3);
		expect(Object.values(await ownersOf()).flat()).not.toContain('lena.fischer');
	});

	test('an account that is no Admin is told that it takes one', async () => {
		const before = await ownersOf();
		const credentials = stage.storeOf({ username: 'svc-people', password: COMMON_PASSWORD });
		const { status, message } = await hand('lena.fischer', 'zoe', { credentials });
		expect(status).toBe('error');
		expect(message).toMatch(/permission|Admin/);
		expect(await ownersOf()).toEqual(before);
	});

	describe('deleting', () => {
		test('the only owner of something is refused with what it is, unless told', async () => {
			const refused = await stage.play('user.delete', byUsername('lena.fischer'));
			expect(refused.message).toMatch(/only owner of .*Weekly revenue.*Open invoices.*"Transfer Owned".*"Allow Ownerless Content"/);
			expect(refused.writes).toEqual([]);
			const { items } = await stage.play('user.delete', { ...byUsername('lena.fischer'), options: { allowOwnerless: true } });
			expect(items).toMatchObject([{ deleted: true, id: 7, email: 'lena.fischer@example.com' }]);
			expect((items[0].lostOwner as string[]).join()).toContain('Finance monthly');
			expect(await account(stage, 'lena.fischer')).toBeUndefined();
		});

		test('an author is refused with what holds the account, and changed in nothing', async () => {
			for (const [name, reason] of [['maria.silva', /created \d+ dashboard/], ['tomas.novak', /created \d+ .*last changed/]] as const) {
				await hand(name, 'zoe');
				const before = await account(stage, name);
				const { message } = await stage.play('user.delete', byUsername(name));
				expect(message).toMatch(reason);
				expect(message).toMatch(/Deactivate the user instead/);
				expect(await account(stage, name)).toEqual(before);
			}
		});

		test('guards the own account and the last Admin, also in a list', async () => {
			const own = await stage.play('user.delete', byId(1));
			expect(own.message).toContain('is the account of this credential');
			const items = ['grace.okafor', 'gita.rao'].map((name) => ({ email: `${name}@example.com` }));
			const played = await stage.play('user.delete', EACH_EMAIL, { items, ...TOLERANT });
			expect(played.items).toHaveLength(2);
			await stage.play('user.deactivate', byUsername('chen.wei'));
			const last = await stage.play('user.delete', { ...byId(1), options: { allowSelf: true } });
			expect(last.message).toMatch(/last active Admin/);
			expect(await account(stage, 'admin')).toBeDefined();
		});

		test('one person named twice in a list is deleted once, and the second item says so', async () => {
			const items = [{ id: 14 }, { id: 14 }];
			const played = await stage.play('user.delete', byId('={{ $json.id }}'), { items, ...TOLERANT });
			expect(played.items).toMatchObject([{ deleted: true }]);
			expect(textOf(played.failures[0])).toContain('14');
			expect(played.writes).toHaveLength(1);
		});

		test('whose answer got lost is a deletion all the same', async () => {
			await stage.control('faults', { spec: 'lost:1@DELETE#1' });
			const { items, message } = await stage.play('user.delete', byUsername('gita.rao'));
			expect(message).toBe('');
			expect(items).toMatchObject([{ deleted: true, id: 14 }]);
		});
	});
});
