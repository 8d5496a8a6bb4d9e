import { folderId, groupId, idOf, tokenOf } from '../../sandbox/sisense/seed.mts';
import { roleId } from '../../sandbox/sisense/roles.mts';
import { sisenseClients } from './sisense-client.mts';

/** Contract section 13: the order in which somebody leaves, from end to end. */
const start = sisenseClients();
const [LENA, MARIA] = [idOf('lena.fischer'), idOf('maria.silva')];

test('taking stock, cutting the ways in, handing over, deleting', async () => {
	const client = await start();
	const lena = `/api/v1/users/${LENA}`;
	const owned = async () => {
		const { body } = await client.get('/api/v1/dashboards/admin?dashboardType=owner&fields=oid,owner,parentFolder');
		return body.filter(({ owner }: { owner: string }) => owner === LENA);
	};

	const dashboards = await owned();
	expect(dashboards).toHaveLength(3);
	const seen = (await client.get('/api/v1/folders?structure=flat')).body.map(({ oid }: { oid: string }) => oid);
	const hidden = dashboards.flatMap(({ parentFolder }: { parentFolder?: string }) => parentFolder ?? []);
	expect(hidden.some((oid: string) => seen.includes(oid))).toBe(false);

	expect((await client.patch(`/api/users/${LENA}`, { password: 'nobody-knows-1' })).status).toBe(200);
	expect((await client.get(`/api/v1/authentication/admin/logout?users=${LENA}`)).status).toBe(204);
	expect((await client.login('lena.fischer@example.com')).status).toBe(401);
	expect((await client.get('/api/users/loggedin', { token: tokenOf('lena.fischer') })).status).toBe(401);

	for (const { oid } of dashboards) {
		const body = { ownerId: MARIA, originalOwnerRule: 'view' };
		await client.post(`/api/v1/dashboards/${oid}/change_owner?adminAccess=true`, body);
		const shares = `/api/shares/dashboard/${oid}?adminAccess=true`;
		const { sharesTo } = (await client.get(shares)).body;
		await client.post(shares, {
			sharesTo: sharesTo.filter(({ shareId }: { shareId: string }) => shareId !== LENA),
		});
	}
	for (const oid of hidden) expect((await client.patch(`/api/v1/folders/${oid}`, { owner: MARIA })).status).toBe(200);
	expect(await owned()).toEqual([]);

	const { body } = await client.patch(lena, { roleId: roleId('consumer'), groups: [] });
	expect([body.roleId, body.groups]).toEqual([roleId('consumer'), [groupId('Everyone')]]);
	expect((await client.del(lena)).status).toBe(204);

	const { content } = await client.control('state');
	expect(content.dashboards).toHaveLength(8);
	// Shared with her by others: goes with her. What she owned besides dashboards and these folders does not.
	expect(JSON.stringify(content.dashboards)).not.toContain('lena');
	const left = content.folders.filter(({ owner }: { owner: string }) => owner === `#${LENA}`);
	expect(left.map(({ id }: { id: string }) => id)).toEqual([folderId('old drafts')]);
});
