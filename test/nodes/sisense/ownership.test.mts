/** What people own: deleting them deletes their dashboards, and an admin does not see all of it (contract 8 and 13). */
import { dashboardId, folderId, idOf } from '../../../sandbox/sisense/seed.mts';
import type { Wire } from '../wire.mts';
import { account, elsewhere, sisenseStage } from './cast.mts';
import { Content, GRACE, LENA, LENAS, mail, MARIA, namesOf } from './content.mts';
import { byName, isWrite, json, routesOf, wired } from './given.mts';

const stage = sisenseStage();
const content = new Content(stage);

describe('what somebody owns', () => {
	test('is each dashboard once, though the list repeats some', async () => {
		const { items } = await stage.play('user.getOwned', { ...byName(MARIA), returnAll: true });
		expect(items).toEqual([
			{ type: 'dashboard', id: dashboardId('Company overview'), name: 'Company overview', folderId: folderId('company') },
			{ type: 'dashboard', id: dashboardId('Revenue by month'), name: 'Revenue by month', folderId: folderId('reports of maria') },
			{ type: 'folder', id: folderId('company'), name: 'Company', folderId: null },
			expect.objectContaining({ type: 'blindSpot' }),
		]);
		expect(((await elsewhere(stage, 'GET', 'v1/dashboards/admin?dashboardType=owner')).body as unknown[]).length).toBe((await content.dashboards()).length + 1);
	});

	test('is told with the folders that nobody else sees', async () => {
		const { items } = await stage.play('user.getOwned', { ...byName(LENA), returnAll: true });
		expect(namesOf(items)).toEqual(LENAS);
		const [hidden] = namesOf(items, 'blindSpot');
		expect(hidden).toContain(folderId('drafts'));
		expect(hidden).toContain(folderId('reports of lena'));
	});

	test('of a viewer is told as well', async () => {
		expect(namesOf((await stage.play('user.getOwned', byName('kofi.mensah'))).items)).toEqual(['Budget']);
	});

	test('is nothing where there is nothing', async () => {
		expect((await stage.play('user.getOwned', byName('joann'))).items).toEqual([]);
	});

	test.each(['html:1@/dashboards/admin', 'html:1@/v1/folders'])('is a failure, not nothing, where a list fails: %s', async (spec) => {
		await stage.control('faults', { spec });
		const { message, items } = await stage.play('user.getOwned', byName(LENA));
		expect(message).toMatch(/This is not the Sisense API/);
		expect(items).toEqual([]);
	});

	test('is read from a list in a wrapper, too; from anything else it is a failure', async () => {
		const rows = (await elsewhere(stage, 'GET', 'v1/dashboards/admin?dashboardType=owner')).body;
		const owned = async (body: unknown) =>
			await wired(stage, async ({ path }) => (path.includes('/dashboards/admin') ? json(200, body) : undefined), async ({ url }) => await stage.play('user.getOwned', { ...byName(LENA), returnAll: true }, { credentials: stage.storeOf({ url }) }));
		for (const key of ['items', 'dashboards', 'results', 'data']) expect(namesOf((await owned({ [key]: rows })).items)).toEqual(LENAS);
		for (const odd of [{}, { total: 0 }, { items: null }]) expect((await owned(odd)).message).toMatch(/answered a list with something else/);
	});

	describe('in Report Manager', () => {
		test('is listed where the add-on is there', async () => {
			await stage.reset({ 'sisense.reportManager': 'present' });
			expect(namesOf((await stage.play('user.getOwned', { ...byName(LENA), returnAll: true })).items, 'report')).toEqual(['Monthly close']);
		});

		test('is a blind spot where its service is down, waited for once', async () => {
			await stage.reset({ 'sisense.reportManager': 'down' });
			const items = [{ email: mail(LENA) }, { email: mail('joann') }, { email: mail('ann') }];
			const parameters = { user: { __rl: true, mode: 'email', value: '={{ $json.email }}' }, returnAll: true, options: { maxWait: 1, maxConcurrency: 1 } };
			const played = await stage.play('user.getOwned', parameters, { items });
			expect(namesOf(played.items, 'blindSpot').filter((text) => /Reports could not be read: .*504/.test(text))).toHaveLength(3);
			expect(played.requests.filter(({ path }) => path.includes('report_manager')).length).toBeLessThan(4);
		});
	});
});

describe('Delete', () => {
	test('refuses while somebody owns anything, and says what', async () => {
		const { message, writes } = await stage.play('user.delete', byName(LENA));
		expect(message).toMatch(/lena\.fischer@example\.com owns dashboard "Finance monthly" \(ID [0-9a-f]{24}\), dashboard "Open invoices".*Sisense would delete the dashboards.*"Transfer Owned" first/);
		expect(writes).toEqual([]);
		expect((await content.dashboards()).filter(({ owner }) => owner === mail(LENA))).toHaveLength(3);
	});

	test('refuses where it can’t be told what somebody owns', async () => {
		await stage.reset({ 'sisense.reportManager': 'down' });
		const { message, writes } = await stage.play('user.delete', { ...byName('joann'), options: { maxWait: 1 } });
		expect(message).toMatch(/^What joann@example\.com owns can't be told for sure: Sisense would delete the dashboards with the account\. Reports could not be read/);
		expect(writes).toEqual([]);
	});

	test('deletes the dashboards too when told, and counts them', async () => {
		const { items } = await stage.play('user.delete', { ...byName(LENA), options: { deleteOwned: true } });
		expect(items).toEqual([{ deleted: true, id: idOf(LENA), email: mail(LENA), dashboards: 3 }]);
		expect((await content.dashboards()).filter(({ id }) => LENAS.map(dashboardId).includes(id))).toEqual([]);
	});

	test('after a hand-over takes nothing along', async () => {
		await content.hand(LENA, GRACE);
		const { items, writes } = await stage.play('user.delete', byName(LENA));
		expect(items).toMatchObject([{ deleted: true, dashboards: 0 }]);
		expect(routesOf(writes)).toEqual(['DELETE v1/users/…']);
		expect(await account(stage, LENA)).toBeUndefined();
		for (const title of LENAS) expect((await content.dashboard(title)).owner).toBe(mail(GRACE));
		expect((await stage.play('user.delete', byName(LENA))).message).toMatch(/no user with the e-mail lena/);
	});

	test('looks again at what somebody owns: what came in since is not lost', async () => {
		const items = [{ from: LENA, to: MARIA }];
		await stage.play('user.transferOwned', { user: { __rl: true, mode: 'email', value: '={{ $json.from }}@example.com' }, successor: { __rl: true, mode: 'email', value: '={{ $json.to }}@example.com' } }, { items });
		const { message } = await stage.play('user.delete', byName(MARIA));
		expect(message).toMatch(/owns dashboard .* and 1 more/);
	});

	test('whose answer is lost is done, and one that the server ignores is not', async () => {
		await stage.control('faults', { spec: 'lost:1@DELETE /users#1' });
		expect((await stage.play('user.delete', byName('joann'))).items).toMatchObject([{ deleted: true }]);
		const before: Wire['before'] = async (request) => (isWrite(request) ? { status: 204, body: '' } : undefined);
		const { message } = await wired(stage, before, async ({ url }) => await stage.play('user.delete', byName('alex.kim'), { credentials: stage.storeOf({ url }) }));
		expect(message).toMatch(/accepted the deletion but still has the user/);
	});
});
