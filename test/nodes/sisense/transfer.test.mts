/** Handing over what people own, which deletes and publishes nothing (contract 8 and 13). */
import { dashboardId, folderId, groupId, idOf } from '../../../sandbox/sisense/seed.mts';
import type { Played } from '../stage.mts';
import type { Wire } from '../wire.mts';
import { elsewhere, sisenseStage, stateOf } from './cast.mts';
import { Content, GRACE, LENA, LENAS, mail, MARIA, namesOf } from './content.mts';
import { byName, json, textOf, TOLERANT, wired } from './given.mts';

const stage = sisenseStage();
const content = new Content(stage);

const overWire = async (before: Wire['before'], from = LENA, to = GRACE, options = {}) =>
	await wired(stage, before, async ({ url }) => await content.hand(from, to, options, { credentials: stage.storeOf({ url }) }));

/** What a hand-over must never send: it would destroy what people made. */
function expectHarmless({ requests }: Played): void {
	for (const { method, path } of requests) expect(`${method} ${path}`).not.toMatch(/^DELETE|\/publish|force=true|\/bulk/);
}

describe('a hand-over', () => {
	test.each<Record<string, string>>([{}, { 'sisense.coAuthoring': 'on' }, { 'sisense.emptyBodies': 'on' }, { 'sisense.generation': 'old' }])('gives the successor every dashboard and folder: %o', async (set) => {
		await stage.reset(set);
		const before = await content.dashboards();
		const played = await content.hand(LENA, GRACE);
		expect([played.message, played.items]).toMatchObject(['', [{ from: mail(LENA), to: mail(GRACE), changed: true, remaining: [] }]]);
		expect(namesOf(played.items[0].moved).length).toBe(3);
		for (const title of LENAS) expect((await content.dashboard(title)).owner).toBe(mail(GRACE));
		expect([(await content.folder('drafts')).owner, (await content.folder('reports of lena')).owner]).toEqual([mail(GRACE), mail(GRACE)]);
		expectHarmless(played);
		// Titles, widgets, folders and published copies are as they were.
		const rest = (all: typeof before) => all.map(({ owner, shares, ...others }) => others);
		expect(rest(await content.dashboards())).toEqual(rest(before));
	});

	test('tells the hidden folders that changed hands, and where that can’t be seen', async () => {
		const told = await content.hand(LENA, GRACE);
		expect(namesOf(told.items[0].moved, 'folder')).toEqual(['Lena’s drafts', 'Reports']);
		expect(told.items[0].blindSpots).toEqual([]);
		await stage.reset({ 'sisense.emptyBodies': 'on' });
		const untold = await content.hand(LENA, GRACE);
		expect(namesOf(untold.items[0].moved, 'folder')).toEqual([]);
		expect(untold.items[0].blindSpots).toEqual([
			expect.stringMatching(new RegExp(`folder \\(ID ${folderId('drafts')}\\) of "Finance monthly".*was given to grace\\.okafor@example\\.com; whether it was applied can't be seen`)),
			expect.stringContaining(folderId('reports of lena')),
		]);
	});

	test.each([403, 404, 500])('tells the hidden folders that the server does not give away (%i)', async (status) => {
		const before: Wire['before'] = async ({ method, path }) => (method === 'PATCH' && path.includes('/folders/') ? json(status, { error: { code: status, message: 'No.', status } }) : undefined);
		const { items, message } = await overWire(before);
		expect([message, namesOf(items[0].moved).length]).toEqual(['', 3]);
		expect(items[0].blindSpots).toHaveLength(2);
		expect((items[0].blindSpots as string[]).join()).toMatch(new RegExp(`${folderId('drafts')}\\) of "Finance monthly", which is shown to nobody else, could not be handed over`));
	});

	test('takes no folder of anybody else, though a dashboard lies in it', async () => {
		const shared = dashboardId('Company overview');
		await elsewhere(stage, 'POST', `v1/dashboards/${shared}/change_owner?adminAccess=true`, { ownerId: idOf(LENA), originalOwnerRule: 'edit' });
		// The admin sees Maria's folder, and has other blind spots with Lena.
		const played = await content.hand(LENA, GRACE);
		expect([played.message, namesOf(played.items[0].moved).length]).toEqual(['', 4]);
		expect((await content.folder('company')).owner).toBe(mail(MARIA));
	});

	test('run twice does nothing the second time', async () => {
		await content.hand(LENA, GRACE, { formerOwner: 'none' });
		const before = (await stateOf(stage)).content;
		const { items, writes } = await content.hand(LENA, GRACE, { formerOwner: 'none' });
		expect(items).toMatchObject([{ moved: [], remaining: [], changed: false }]);
		expect(writes).toEqual([]);
		expect((await stateOf(stage)).content).toEqual(before);
	});

	test('leaves reports, and says so', async () => {
		await stage.reset({ 'sisense.reportManager': 'present' });
		const { items } = await content.hand(LENA, GRACE);
		expect(items[0].remaining).toEqual([{ type: 'report', id: expect.any(String), name: 'Monthly close', reason: "Sisense can't change the owner of a report" }]);
	});

	test.each([
		['view', 'view'],
		['edit', 'edit'],
		['none', undefined],
	])('lets the former owner keep %s, and everybody else what they had', async (formerOwner, rule) => {
		const others = async (title: string) => (await content.dashboard(title)).shares.filter((share) => ![mail(LENA), mail(MARIA)].includes(share.with));
		const before = await Promise.all(LENAS.map(others));
		await elsewhere(stage, 'POST', `shares/dashboard/${dashboardId('Open invoices')}?adminAccess=true`, {
			sharesTo: [
				{ shareId: groupId('Finance'), type: 'group', rule: 'view', subscribe: true },
				{ shareId: idOf(MARIA), type: 'user', rule: 'edit', subscribe: false },
			],
		});
		const { message } = await content.hand(LENA, MARIA, { formerOwner });
		expect(message).toBe('');
		for (const [at, title] of LENAS.entries()) {
			expect((await content.dashboard(title)).shares.find((share) => share.with === mail(LENA))?.rule).toBe(rule);
			expect(await others(title)).toEqual(before[at]);
		}
		const { sharesTo } = (await elsewhere(stage, 'GET', `shares/dashboard/${dashboardId('Open invoices')}?adminAccess=true`)).body as { sharesTo: Array<{ shareId: string; subscribe: boolean }> };
		expect(sharesTo.find(({ shareId }) => shareId === groupId('Finance'))).toMatchObject({ subscribe: true });
	});

	test.each([401, 403, 422])('without adminAccess, which the server does not know (%i), is tried as the account itself', async (status) => {
		const before: Wire['before'] = async ({ method, path }) => (method === 'POST' && path.includes('adminAccess') ? json(status, { error: { code: status, message: 'Unknown parameter.', status } }) : undefined);
		const { message, seen } = await overWire(before, LENA, GRACE);
		const asked = seen.filter(({ path }) => path.includes('change_owner')).map(({ path }) => path.includes('adminAccess'));
		expect(asked).toEqual([true, false, true, false, true, false]);
		// The admin is not the owner, so the server refuses that as well: only the folders are moved.
		expect(message).toMatch(/^2 things of lena\.fischer@example\.com went to grace\.okafor@example\.com; failed: dashboard "Finance monthly" \(ID [0-9a-f]{24}\), dashboard/);
	});

	test('that the server takes and ignores is no success', async () => {
		const before: Wire['before'] = async ({ path }) => (path.includes('change_owner') ? { status: 200, body: '' } : undefined);
		const { message } = await overWire(before);
		expect(message).toMatch(/^2 things.*failed: dashboard "Finance monthly".*accepted the new owner but did not apply it/);
	});

	test('of which one fails moves the others, names it, and the next run does it', async () => {
		await stage.control('faults', { spec: `html:1@POST /dashboards/${dashboardId('Open invoices')}` });
		const first = await content.hand(LENA, GRACE, {}, TOLERANT);
		expect(textOf(first.failures[0])).toMatch(/^4 things of lena\.fischer@example\.com went to .*; failed: dashboard "Open invoices" \(ID [0-9a-f]{24}\)\. .*Run again for the rest/);
		await stage.control('faults', { spec: '' });
		expect(namesOf((await content.hand(LENA, GRACE)).items[0].moved)).toEqual(['Open invoices']);
	});

	test.each(['lost:1@POST /change_owner#1', 'reset:1@POST /change_owner#1', '503:1@POST /change_owner#2', 'lost:1@PATCH /folders#1'])('loses nothing by %s', async (spec) => {
		await stage.control('faults', { spec });
		const { message, items } = await content.hand(LENA, GRACE);
		expect([message, namesOf(items[0].moved).length]).toEqual(['', 3]);
		expect((await content.folder('drafts')).owner).toBe(mail(GRACE));
	});

	describe('after which shares are written', () => {
		const shareWrites: Wire['before'] = async ({ method, path }) => (method === 'POST' && path.includes('/shares/') ? json(200, { sharesTo: [] }) : undefined);

		test('that are not applied is told with what is left to do by hand', async () => {
			const { message } = await overWire(shareWrites, LENA, GRACE, { formerOwner: 'none' });
			expect(message).toMatch(/grace\.okafor@example\.com owns it now, but lena\.fischer@example\.com may still look at it: .*Take the share away in Sisense/);
		});

		test('that lose others is told', async () => {
			let lost = false;
			const before: Wire['before'] = async ({ method, path, body }) => {
				if (method !== 'POST' || !path.includes('/shares/') || lost) return undefined;
				lost = true;
				await elsewhere(stage, 'POST', path.slice('/api/'.length), { sharesTo: (body as { sharesTo: unknown[] }).sharesTo.slice(0, 1) });
				return json(200, {});
			};
			const { message } = await overWire(before, 'maria.silva', GRACE, { formerOwner: 'none' });
			expect(message).toMatch(/owns it now, but Sisense dropped \d of its other shares\. Share it with them again/);
		});
	});
});

describe('a successor', () => {
	test.each([
		['kofi.mensah', /is a Viewer, who can't own dashboards/],
		['Gita.Rao', /is a Board, who can't own dashboards/],
		['omar.haddad', /has a role that was deleted/],
		['nadia.petrova', /is pending in Sisense/],
		['lena.fischer', /can't be their own successor/],
		['sam.reed', /no user with the e-mail sam\.reed/],
		['nobody', /no user with the e-mail nobody/],
	])('such as %s is refused before anything is written', async (to, says) => {
		const { message, writes } = await content.hand(LENA, to);
		expect(message).toMatch(says);
		expect(writes).toEqual([]);
	});

	test('who was deactivated is refused', async () => {
		await stage.reset({ 'sisense.active': 'stored' });
		await stage.play('user.deactivate', byName(MARIA));
		expect((await content.hand(LENA, MARIA)).message).toMatch(/maria\.silva@example\.com is deactivated in Sisense/);
	});
});
