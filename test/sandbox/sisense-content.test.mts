import { dashboardId, folderId, groupId, idOf, modelId, tokenOf } from '../../sandbox/sisense/seed.mts';
import { codeOf, sisenseClients, type SisenseClient } from './sisense-client.mts';

/** Contract section 8: what people own, and how it changes hands. */
const start = sisenseClients();
const V1 = '/api/v1/dashboards';
const [LENA, MARIA] = [idOf('lena.fischer'), idOf('maria.silva')];
const OPEN = dashboardId('Open invoices');
const asLena = { token: tokenOf('lena.fischer') };
const asMaria = { token: tokenOf('maria.silva') };
const HAND_OVER = { ownerId: MARIA, originalOwnerRule: 'view' };

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const titles = (rows: any[]): string[] => rows.map(({ title }) => title);

const ownerOf = async (client: SisenseClient, oid: string) =>
	(await client.get(`${V1}/admin?dashboardType=owner&id=${oid}`)).body[0].owner;

describe('listing dashboards', () => {
	test('the admin’s list has all with their owners, one of them twice', async () => {
		const client = await start();
		const { status, body } = await client.get(
			`${V1}/admin?dashboardType=owner&fields=oid,title,owner,parentFolder`,
		);
		expect([status, body.length]).toEqual([200, 9]);
		expect(new Set(body.map(({ oid }: { oid: string }) => oid)).size).toBe(8);
		expect(titles(body.filter(({ owner }: { owner: string }) => owner === LENA))).toEqual([
			'Finance monthly',
			'Open invoices',
			'Quarterly review',
		]);
		expect(Object.keys(body[0])).toEqual(['oid', 'title', 'owner', 'parentFolder']);
	});

	test('pages, a wider name, no match, as an object, and not for others', async () => {
		const client = await start();
		const admin = (query: string) => client.get(`${V1}/admin?dashboardType=owner&${query}`);
		expect((await admin('limit=5&skip=5')).body).toHaveLength(4);
		expect((await admin('limit=5&skip=10')).body).toEqual([]);
		expect(titles((await admin('name=review')).body)).toEqual(['Quarterly review']);
		expect((await admin(`id=${'0'.repeat(24)}`)).body).toEqual([]);
		expect((await admin('asObject=true')).body.items).toHaveLength(9);
		expect((await admin('limit=0')).status).toBe(422);
		expect((await client.get(`${V1}/admin?dashboardType=owner`, asMaria)).status).toBe(403);
	});

	test('the own list proves nothing about others', async () => {
		const client = await start();
		expect(titles((await client.get(V1)).body)).toEqual(['Company overview', 'Quarterly review']);
		expect(titles((await client.get(`${V1}?fields=title&sort=title&limit=2`, asLena)).body)).toEqual([
			'Company overview',
			'Finance monthly',
		]);
	});

	test('searches: pages until it is empty; shares are always a list', async () => {
		const client = await start();
		const search = async (skip: number, queryParams: object = { ownershipType: 'allRoot' }, who?: object) =>
			(
				await client.post(
					`${V1}/searches`,
					{ queryParams, queryOptions: { sort: { title: 1 }, limit: 5, skip } },
					who,
				)
			).body.items;
		const [first, second, third] = [await search(0), await search(5), await search(10)];
		expect([first.length, second.length, third]).toEqual([5, 3, []]);
		expect([...first, ...second].every(({ shares }) => Array.isArray(shares))).toBe(true);
		expect(first.some((row: object) => !('parentFolder' in row))).toBe(true);
		expect(titles(await search(0, { search: 'sales' }))).toEqual([]);
		expect(titles(await search(0, { ownershipType: 'allRoot', search: 'SALES' }))).toEqual(['EMEA sales']);
		expect(titles(await search(0, { ownershipType: 'allRoot' }, { token: tokenOf('kofi.mensah') }))).toEqual([
			'Budget',
			'Company overview',
			'Open invoices',
			'Quarterly review',
		]);
	});

	test('one: an administrator gets 403 for what was not shared with them', async () => {
		const client = await start();
		expect((await client.get(`${V1}/${OPEN}`)).status).toBe(403);
		expect((await client.get(`${V1}/${OPEN}`, asLena)).body).toMatchObject({ oid: OPEN, owner: LENA });
		expect((await client.get(`${V1}/${'0'.repeat(24)}`)).status).toBe(404);
		expect(codeOf(await client.get(`${V1}/nine`))).toEqual([422, 601]);
		expect((await client.get(`/api/dashboards/${OPEN}`)).status).toBe(403);
		expect((await client.get(`/api/dashboards/${OPEN}?adminAccess=true`)).body.widgets).toHaveLength(2);
		expect((await client.get(`/api/dashboards/${OPEN}?adminAccess=true`, { token: tokenOf('ann') })).status).toBe(
			403,
		);
	});

	test('can_be_owned is about the caller; exists', async () => {
		const client = await start();
		const canBeOwned = async (who?: object) =>
			(await client.get(`${V1}/${OPEN}/can_be_owned`, who)).body.canBeOwned;
		expect([await canBeOwned(asMaria), await canBeOwned()]).toEqual([true, false]);
		expect((await client.get(`${V1}/${OPEN}/exists`)).body).toEqual({ exists: true });
		expect((await client.get(`${V1}/${'0'.repeat(24)}/exists`)).body).toEqual({ exists: false });
	});

	test('export: at most 20, and what is missing is just not there', async () => {
		const client = await start();
		const ids = `${OPEN},${'0'.repeat(24)}`;
		const { body } = await client.get(`${V1}/export?dashboardIds=${ids}&adminAccess=true`);
		expect([titles(body), body[0].widgets.length]).toEqual([['Open invoices'], 2]);
		expect((await client.get(`${V1}/export?dashboardIds=${ids}`)).body).toEqual([]);
		const many = Array.from({ length: 21 }, () => OPEN).join();
		expect((await client.get(`${V1}/export?dashboardIds=${many}`)).status).toBe(400);
	});
});

describe('change_owner', () => {
	const path = `${V1}/${OPEN}/change_owner`;

	test('an administrator with adminAccess; the former owner stays as a share, the new one’s goes', async () => {
		const client = await start();
		const { status, body } = await client.post(`${path}?adminAccess=true`, HAND_OVER);
		expect([status, body.owner]).toEqual([200, MARIA]);
		expect(await ownerOf(client, OPEN)).toBe(MARIA);
		const { content } = await client.control('state');
		expect(content.dashboards.find(({ id }: { id: string }) => id === OPEN).shares).toEqual([
			{ with: 'Finance', rule: 'view' },
			{ with: 'lena.fischer@example.com', rule: 'view' },
		]);
		const again = await client.post(`${path}?adminAccess=true`, HAND_OVER);
		expect([again.status, again.body.shares]).toEqual([200, body.shares]);
	});

	test('without adminAccess only the owner', async () => {
		const client = await start();
		expect((await client.post(path, HAND_OVER)).status).toBe(403);
		expect((await client.post(path, HAND_OVER, asMaria)).status).toBe(403);
		expect((await client.post(`${path}?adminAccess=true`, HAND_OVER, asLena)).status).toBe(403);
		expect((await client.post(path, HAND_OVER, asLena)).status).toBe(200);
	});

	test('the twin for administrators needs no flag', async () => {
		const client = await start();
		expect((await client.post(`${V1}/${OPEN}/admin/change_owner`, HAND_OVER)).status).toBe(200);
		expect((await client.post(`${V1}/${OPEN}/admin/change_owner`, HAND_OVER, asLena)).status).toBe(403);
	});

	test.each([
		[{ ownerId: '0'.repeat(24), originalOwnerRule: 'view' }, 404],
		[{ ownerId: MARIA, originalOwnerRule: 'owner' }, 422],
		[{ ownerId: 'maria', originalOwnerRule: 'view' }, 422],
	])('%j: %i', async (body, status) => {
		const client = await start();
		expect((await client.post(`${path}?adminAccess=true`, body)).status).toBe(status);
		expect(await ownerOf(client, OPEN)).toBe(LENA);
	});

	test('a server may answer with nothing', async () => {
		const client = await start({ emptyBodies: 'on' });
		const reply = await client.post(`${path}?adminAccess=true`, HAND_OVER);
		expect([reply.status, reply.body, reply.type]).toEqual([200, '', '']);
		const folder = await client.patch(`/api/v1/folders/${folderId('drafts')}`, { owner: MARIA });
		expect([folder.status, folder.body]).toEqual([200, '']);
		expect(await ownerOf(client, OPEN)).toBe(MARIA);
	});
});

describe('shares', () => {
	const path = `/api/shares/dashboard/${OPEN}`;

	test('the owner is among them, without a rule', async () => {
		const client = await start();
		const { body } = await client.get(`${path}?adminAccess=true`);
		expect(body.owner).toEqual({ _id: LENA, userName: 'lena.fischer@example.com' });
		expect(body.sharesTo).toEqual([
			{ shareId: LENA, type: 'user', subscribe: false, userName: 'lena.fischer@example.com' },
			{ shareId: groupId('Finance'), type: 'group', rule: 'view', subscribe: false, name: 'Finance' },
			{ shareId: MARIA, type: 'user', rule: 'edit', subscribe: false, userName: 'maria.silva@example.com' },
		]);
		expect((await client.get(path)).status).toBe(403);
	});

	test('POST replaces, and takes back what GET gave', async () => {
		const client = await start();
		const { body } = await client.get(`${path}?adminAccess=true`);
		expect((await client.post(`${path}?adminAccess=true`, { sharesTo: body.sharesTo })).body).toEqual(body);
		const without = body.sharesTo.filter(({ shareId }: { shareId: string }) => shareId !== MARIA);
		const { status, body: after } = await client.post(`${path}?adminAccess=true`, { sharesTo: without });
		expect([status, after.sharesTo.length]).toEqual([200, 2]);
		const emptied = await client.post(path, { sharesTo: [] }, asLena);
		expect([emptied.body.owner._id, emptied.body.sharesTo.length]).toEqual([LENA, 1]);
		expect((await client.post(path, { sharesTo: [] }, asMaria)).status).toBe(403);
		expect((await client.post(path, { sharesTo: [{ shareId: 'x', type: 'user' }] }, asLena)).status).toBe(422);
	});

	test.each([
		['accepted', 200],
		['refused', 422],
	])('v1 says the same; adminAccess there is %s: %i', async (adminAccessOnV1Shares, status) => {
		const client = await start({ adminAccessOnV1Shares });
		expect((await client.get(`${V1}/${OPEN}/shares`, asLena)).body.owner._id).toBe(LENA);
		expect((await client.get(`${V1}/${OPEN}/shares?adminAccess=true`)).status).toBe(status);
	});
});

describe('writing dashboards', () => {
	test.each([
		[{}, 200],
		[{ dashboardPatch: 'off' }, 405],
		[{ generation: 'old' }, 405],
	])('%j: PATCH is %i, PUT works; by the owner only', async (set, status) => {
		const client = await start(set);
		const path = `/api/dashboards/${OPEN}`;
		expect((await client.patch(path, { title: 'A' }, asLena)).status).toBe(status);
		const put = await client.put(path, { title: 'B', parentFolder: folderId('company') }, asLena);
		expect([put.body.title, put.body.parentFolder]).toEqual(['B', folderId('company')]);
		expect((await client.put(path, { title: 'C' })).status).toBe(403);
	});

	test.each([
		['accepted', 204],
		['refused', 422],
	])('publish: owner 204, others 403, with adminAccess %s: %i', async (adminAccessOnPublish, status) => {
		const client = await start({ adminAccessOnPublish });
		expect((await client.post(`${V1}/${OPEN}/publish`, {}, asLena)).status).toBe(204);
		expect((await client.post(`${V1}/${OPEN}/publish`)).status).toBe(403);
		expect((await client.post(`${V1}/${OPEN}/publish?adminAccess=true`)).status).toBe(status);
	});

	test('delete: the owner, 204', async () => {
		const client = await start();
		expect((await client.del(`${V1}/${OPEN}`)).status).toBe(403);
		expect((await client.del(`${V1}/${OPEN}`, undefined, asLena)).status).toBe(204);
		expect((await client.get(`${V1}/${OPEN}/exists`)).body.exists).toBe(false);
	});

	test('import: the answer spells succeded so', async () => {
		const client = await start();
		const rows = [{ oid: OPEN, title: 'Open invoices' }];
		const skipped = await client.post(`${V1}/import/bulk?action=skip`, rows);
		expect([skipped.body.succeded, skipped.body.skipped.length]).toEqual([[], 1]);
		const doubled = await client.post(`${V1}/import/bulk?action=duplicate`, rows);
		expect(doubled.body.succeded[0].oid).not.toBe(OPEN);
		const over = await client.post(`${V1}/import/bulk?action=overwrite`, [{ oid: OPEN, title: 'Renamed' }]);
		expect(over.body.succeded).toEqual([{ oid: OPEN, title: 'Renamed' }]);
		expect(await ownerOf(client, OPEN)).toBe(LENA);
	});
});

describe('co-authoring', () => {
	const REVIEW = dashboardId('Quarterly review');

	test.each([
		[{}, { dashboardCoAuthoring: { enabled: false } }],
		[{ coAuthoring: 'on' }, { dashboardCoAuthoring: { enabled: true } }],
		[{ coAuthoring: 'on', generation: 'old' }, {}],
	])('%j is told in the settings', async (set, expected) => {
		const client = await start(set);
		expect((await client.get('/api/v1/settings/system')).body).toEqual(expected);
	});

	test('others see the copy that was published', async () => {
		const client = await start({ coAuthoring: 'on' });
		const title = async (query = '', who?: object) => (await client.get(`${V1}/${REVIEW}${query}`, who)).body.title;
		expect([await title(), await title('', asLena), await title('?sharedMode=true', asLena)]).toEqual([
			'Quarterly review',
			'Quarterly review (draft)',
			'Quarterly review',
		]);
		await client.post(`${V1}/${REVIEW}/publish`, {}, asLena);
		expect(await title()).toBe('Quarterly review (draft)');
	});

	test('publish with force empties the owner’s copy', async () => {
		const client = await start({ coAuthoring: 'on' });
		const widgets = async (query = '') => (await client.get(`${V1}/${REVIEW}/widgets${query}`, asLena)).body.length;
		await client.post(`${V1}/${REVIEW}/publish?force=true&adminAccess=true`);
		expect([await widgets(), await widgets('?sharedMode=true')]).toEqual([0, 2]);
	});

	test('without it there is one copy, and sharedMode is 422', async () => {
		const client = await start();
		expect((await client.get(`${V1}/${REVIEW}`, asLena)).body.title).toBe('Quarterly review');
		expect((await client.get(`${V1}/${REVIEW}?sharedMode=true`, asLena)).status).toBe(422);
		await client.post(`${V1}/${REVIEW}/publish?force=true`, {}, asLena);
		expect((await client.get(`${V1}/${REVIEW}/widgets`, asLena)).body).toHaveLength(2);
	});
});

describe('folders', () => {
	const FOLDERS = '/api/v1/folders';
	const namesOf = async (client: SisenseClient, who?: object) =>
		(await client.get(FOLDERS, who)).body.map(({ name }: { name: string }) => name);

	test('show only what the caller sees', async () => {
		const client = await start();
		expect(await namesOf(client)).toEqual(['Company']);
		expect(await namesOf(client, asLena)).toEqual(['Company', 'Reports', 'Reports', 'Lena’s drafts', 'Old']);
		expect((await client.get(`${FOLDERS}/${folderId('drafts')}`)).status).toBe(404);
		expect((await client.get(`${FOLDERS}/${folderId('drafts')}`, asLena)).body.owner).toBe(LENA);
	});

	test('a dashboard that is shared brings its folder to sight', async () => {
		const client = await start();
		const entry = { shareId: idOf('admin'), type: 'user', rule: 'edit', subscribe: false };
		const path = `/api/shares/dashboard/${dashboardId('Finance monthly')}?adminAccess=true`;
		await client.post(path, { sharesTo: [entry] });
		expect(await namesOf(client)).toEqual(['Company', 'Lena’s drafts']);
	});

	test('as a tree and in navver, with oid and name or title everywhere', async () => {
		const client = await start();
		const { folders } = (await client.get('/api/v1/navver', asMaria)).body;
		const [company] = folders.filter(({ name }: { name: string }) => name === 'Company');
		expect(company).toMatchObject({
			oid: folderId('company'),
			dashboards: [{ oid: dashboardId('Company overview'), title: 'Company overview' }],
			folders: [{ name: 'Reports', dashboards: [{ title: 'Revenue by month' }] }],
		});
		expect((await client.get(`${FOLDERS}?structure=tree`, asMaria)).body).toEqual(folders);
		expect((await client.get(`${FOLDERS}?structure=round`)).status).toBe(422);
	});

	test('an administrator hands over even one that is hidden', async () => {
		const client = await start();
		const path = `${FOLDERS}/${folderId('drafts')}`;
		const { status, body } = await client.patch(path, { owner: MARIA });
		expect([status, body.owner]).toEqual([200, MARIA]);
		expect((await client.patch(path, { owner: LENA }, asLena)).status).toBe(403);
		expect((await client.patch(path, { owner: '0'.repeat(24) })).status).toBe(404);
	});

	test('POST is 201; DELETE 204 takes what is in it along', async () => {
		const client = await start();
		const { status, body } = await client.post(FOLDERS, { name: 'New', parentId: folderId('company') });
		expect([status, body.owner, body.parentId]).toEqual([201, idOf('admin'), folderId('company')]);
		expect((await client.del(`${FOLDERS}/${folderId('company')}`)).status).toBe(204);
		const { content } = await client.control('state');
		expect(titles(content.dashboards)).not.toContain('Company overview');
		expect(titles(content.dashboards)).not.toContain('Revenue by month');
		expect(content.folders.map(({ name }: { name: string }) => name)).toEqual(['Reports', 'Lena’s drafts', 'Old']);
	});
});

describe('data models', () => {
	test('a list, or the one with a title; errors are flat', async () => {
		const client = await start();
		expect(titles((await client.get('/api/v2/datamodels/schema')).body)).toEqual(['Sales', 'Ledger']);
		const one = (await client.get('/api/v2/datamodels/schema?title=Ledger')).body;
		expect([one.oid, one.type]).toEqual([modelId('Ledger'), 'LIVE']);
		const missing = await client.get('/api/v2/datamodels/schema?title=X');
		expect([missing.status, missing.body.code, missing.body.error]).toEqual([404, 404, undefined]);
	});

	test('shares of an extract: a PUT of the bare array; bad entries vanish under a 200', async () => {
		const client = await start();
		const path = '/api/elasticubes/localhost/Sales/permissions';
		const { shares } = (await client.get(path)).body;
		const entry = (local: string, key = 'partyId') => ({ [key]: idOf(local), type: 'user', permission: 'w' });
		const { status } = await client.put(path, [...shares, entry('ann', 'party'), entry('grace.okafor')]);
		expect(status).toBe(200);
		const after = (await client.get(path)).body.shares.map(({ partyId }: { partyId: string }) => partyId);
		expect(after).toEqual([idOf('maria.silva'), idOf('grace.okafor')]);
		expect((await client.put(path, { shares })).status).toBe(400);
	});

	test('shares of a live model: PATCH of the bare array, which is the answer', async () => {
		const client = await start();
		const path = `/api/v1/elasticubes/live/${modelId('Ledger')}/permissions`;
		const shares = (await client.get(path)).body;
		const more = [...shares, { partyId: MARIA, type: 'user', permission: 'w' }];
		expect((await client.patch(path, more)).body).toEqual(more);
		expect((await client.get(`/api/v1/elasticubes/live/${modelId('Sales')}/permissions`)).status).toBe(404);
	});

	test('updateCube gives a model another creator', async () => {
		const client = await start();
		await client.post('/api/v1/elasticubes/localhost/Sales/updateCube', { creator: MARIA });
		const { content } = await client.control('state');
		expect(content.models[0].creator).toBe('maria.silva@example.com');
	});
});

describe('reports', () => {
	const REPORTS = '/api/v1/report_manager/reports';

	test.each([
		['absent', 404],
		['down', 504],
	])('%s: %i without a body', async (reportManager, status) => {
		const client = await start({ reportManager });
		const reply = await client.get(`${REPORTS}?ownerIds=${LENA}&limit=100&page=1`);
		expect([reply.status, reply.body]).toEqual([status, '']);
	});

	test('present: by owner, in pages; recipients can be changed', async () => {
		const client = await start({ reportManager: 'present' });
		const { data, pagination } = (await client.get(`${REPORTS}?ownerIds=${LENA}`)).body;
		expect([data[0].name, data[0].recipients, pagination]).toEqual([
			'Monthly close',
			['lena.fischer@example.com', 'board@partner.example'],
			{ isLastPage: true },
		]);
		expect((await client.get(`${REPORTS}?limit=1&page=1`)).body.pagination.isLastPage).toBe(false);
		const changed = await client.patch(`${REPORTS}/${data[0]._id}`, { enabled: false, recipients: [] });
		expect(changed.body).toMatchObject({ enabled: false, recipients: [] });
	});
});
