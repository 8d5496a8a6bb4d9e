/** Who is safe from a flow: the credential's own account, the last active admin, and who is on the break-glass list. */
import type { IDataObject } from 'n8n-workflow';

import { COMMON_PASSWORD } from '../../../sandbox/metabase/seed.mts';
import { emails, textOf, TOLERANT } from '../given.mts';
import { accountIn, accountsIn, biStage, each, everything, inAll, of, playing, rowOf, type ToolName } from './stage.mts';

const stage = biStage();
const offboard = playing(stage, 'person.offboard');
const onboard = playing(stage, 'person.onboard');

const EACH = { email: '={{ $json.email }}' };
/** As somebody who signs in; with a key there is no own account in Metabase. */
const asAdmin = () => stage.storeOf({ authentication: 'session', username: 'admin@example.com', password: COMMON_PASSWORD }, 'metabase');

describe('the account of the credential', () => {
	test('is never shut out, in any tool', async () => {
		const before = await everything(stage);
		const played = await offboard({ email: 'ADMIN@example.com', removeAccess: true, options: { deleteAccount: true } }, { credentials: asAdmin() });
		expect(each(played, 'status')).toEqual(inAll('refused'));
		for (const row of played.items) expect(row).toMatchObject({ step: 'guard', changed: false, did: [], proof: null, message: expect.stringMatching(/admin@example\.com is the .*this credential/) });
		const writes = played.writes.filter(({ path }) => path !== '/api/session');
		expect([writes, await everything(stage)]).toEqual([[], before]);
	});

	test('keeps the rights it works with, when roles and groups are set', async () => {
		const grants = { supersetRoles: 'Gamma', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseRole: 'Viewer' };
		const played = await onboard({ email: 'admin@example.com', grants, accessMode: 'exactly' }, { credentials: asAdmin() });
		expect(each(played, 'status')).toEqual(inAll('refused'));
		for (const row of played.items) expect(row).toMatchObject({ step: 'guard', changed: false, admin: true, added: [], removed: [] });
		for (const tool of ['metabase', 'redash', 'sisense', 'superset'] as const) expect(await accountIn(stage, tool, 'admin')).toMatchObject({ admin: true, state: 'active' });
	});

	test('no message of a guard names an option that is not there', async () => {
		const out = await offboard({ email: 'admin@example.com' }, { credentials: asAdmin() });
		const down = await onboard({ email: 'admin@example.com', grants: { supersetRoles: 'Gamma', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseRole: 'Viewer' }, accessMode: 'exactly' }, { credentials: asAdmin() });
		for (const { message } of [...out.items, ...down.items]) expect(message).not.toMatch(/"Allow|switch on/);
	});
});

describe('the last active admin', () => {
	const admins = async (tool: ToolName) => (await accountsIn(stage, tool)).filter(({ admin, state }) => admin && state === 'active');

	test('stays, when all admins of a tool are in the list', async () => {
		const items = emails('grace.okafor', 'chen.wei', 'boris.ivanov', 'admin');
		const played = await offboard(EACH, { items });
		for (const tool of ['metabase', 'redash', 'sisense', 'superset'] as const) expect((await admins(tool)).length).toBeGreaterThanOrEqual(1);
		// A key is nobody's account: there the rule of the last admin alone holds.
		const refused = of(played.items as Array<IDataObject & { tool: ToolName }>, 'metabase').filter(({ status }) => status === 'refused');
		expect(refused).toMatchObject([{ step: 'guard', message: expect.stringMatching(/is the last active admin/) }]);
		expect(await admins('metabase')).toHaveLength(1);
	});

	test('keeps the rights too, when access is set', async () => {
		await offboard({ email: 'grace.okafor@example.com', tools: ['metabase'] });
		const played = await onboard({ email: 'admin@example.com', tools: ['metabase'], grants: { metabaseGroups: 'Analytics' }, accessMode: 'exactly' });
		expect(played.items).toMatchObject([{ status: 'refused', step: 'guard', message: expect.stringMatching(/last active admin/) }]);
		expect(await accountIn(stage, 'metabase', 'admin')).toMatchObject({ admin: true });
	});
});

describe('the break-glass list', () => {
	const LIST = { options: { breakGlass: 'someone@example.com, Grace.Okafor@example.com' } };

	test('keeps somebody in, whatever the case of the e-mail, and lets the others go', async () => {
		const played = await offboard({ ...EACH, removeAccess: true, ...LIST }, { items: emails('grace.okafor', 'gita.rao') });
		const [grace, gita] = [played.items.slice(0, 4), played.items.slice(4)];
		for (const row of grace) expect(row).toMatchObject({ status: 'refused', step: 'guard', message: expect.stringMatching(/on the break-glass list/) });
		expect(gita.map(({ status }) => status)).toEqual(['done', 'done', 'lockedOut', 'done']);
		expect(await accountIn(stage, 'superset', 'grace.okafor')).toMatchObject({ state: 'active', access: ['Admin'] });
	});

	test('lets nothing be taken from somebody, but more be given', async () => {
		const grants = { supersetRoles: 'Gamma', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseGroups: 'Analytics' };
		const exactly = await onboard({ email: 'grace.okafor@example.com', grants, accessMode: 'exactly', ...LIST });
		expect(each(exactly, 'status')).toEqual({ ...inAll('refused'), sisense: 'updated' });
		expect(rowOf(exactly, 'superset')).toMatchObject({ step: 'guard', message: expect.stringMatching(/break-glass list and would lose role "Admin"/) });
		const added = await onboard({ email: 'grace.okafor@example.com', grants, ...LIST });
		expect(each(added, 'status')).toEqual({ ...inAll('updated'), sisense: 'unchanged' });
		expect((await accountIn(stage, 'superset', 'grace.okafor'))?.access).toEqual(['Admin', 'Gamma']);
	});

	test.each([
		['a column that is not there', '={{ $json.nothing }}', {}],
		['a list of them', '={{ $json.list }}', { list: [null, 'grace.okafor@example.com'] }],
		['an empty list', '={{ $json.list }}', { list: [] }],
	])('given as %s fails the item: it would protect nobody', async (_, breakGlass, item) => {
		const played = await offboard({ email: 'grace.okafor@example.com', options: { breakGlass } }, { items: [item], ...TOLERANT });
		expect(textOf(played.failures[0])).toMatch(/"Break-Glass Accounts" (is empty|has an empty entry).*expression/);
		expect([played.items, played.writes]).toEqual([[], []]);
	});

	test.each([
		['a list', ['grace.okafor@example.com']],
		['text with blanks', ' grace.okafor@example.com , '],
	])('is read as %s', async (_, breakGlass) => {
		const played = await offboard({ email: 'grace.okafor@example.com', tools: ['redash'], options: { breakGlass: '={{ $json.list }}' } }, { items: [{ list: breakGlass }] });
		expect(played.items).toMatchObject([{ status: 'refused' }]);
	});
});
