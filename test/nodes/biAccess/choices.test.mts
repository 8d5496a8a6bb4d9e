/** What can be chosen about a departure: content, access, the account itself; and a rehearsal that writes nothing. */
import { textOf, TOLERANT } from '../given.mts';
import { accountIn, biStage, each, everything, heir, inAll, playing, rowOf, type ToolName } from './stage.mts';

const stage = biStage();
const offboard = playing(stage, 'person.offboard');
const onboard = playing(stage, 'person.onboard');

const person = (local: string) => ({ email: `${local}@example.com` });
const MARIA = person('maria.silva');
const DELETE = { options: { deleteAccount: true } };
const names = (things: unknown) => (things as Array<{ type: string; name: string }>).map(({ type, name }) => `${type} ${name}`);

describe('When Content Is Owned', () => {
	test('Keep closes the account, moves nothing and lists everything with a reason', async () => {
		const played = await offboard({ ...MARIA, whenOwnedContent: 'keep' });
		expect(each(played, 'status')).toEqual({ metabase: 'done', redash: 'done', sisense: 'lockedOut', superset: 'done' });
		expect(each(played, 'moved')).toEqual(inAll([]));
		for (const { owned, remaining } of played.items) {
			expect((owned as object[]).length).toBeGreaterThan(0);
			expect(names(remaining)).toEqual(expect.arrayContaining(names(owned)));
			for (const { reason } of remaining as Array<{ reason: string }>) expect(reason).toMatch(/\S.{5}/);
		}
		const { superset } = (await everything(stage)) as Record<ToolName, { content: Array<{ owners: string[] }> }>;
		expect(superset.content.filter(({ owners }) => owners.includes('maria.silva'))).toHaveLength(3);
	});

	test('Refuse closes nothing in a tool where something is owned, and closes the rest', async () => {
		const before = await everything(stage);
		const played = await offboard({ ...MARIA, whenOwnedContent: 'refuse' });
		expect(each(played, 'status')).toEqual(inAll('refused'));
		for (const row of played.items) expect(row).toMatchObject({ step: 'stock', changed: false, proof: null, message: expect.stringMatching(/owns \d things in .*Hand them over first/) });
		expect([played.writes, await everything(stage)]).toEqual([[], before]);
		const free = await offboard({ ...person('gita.rao'), whenOwnedContent: 'refuse' });
		expect(each(free, 'status')).toEqual({ metabase: 'done', redash: 'done', sisense: 'lockedOut', superset: 'done' });
	});

	test('Transfer without somebody to receive it leaves the account open, and says why', async () => {
		const refusals: Array<[string, Record<ToolName, RegExp>]> = [
			['nobody', inAll(/nobody@example\.com has no account in/)],
			['maria.silva', inAll(/leaves in the same run|own successor/)],
			['omar.haddad', { metabase: /deactivated|inactive/, redash: /disabled/, sisense: /omar\.haddad/, superset: /^$/ }],
			['priya.nair', { metabase: /no account in Metabase/, redash: /^$/, sisense: /has 2 accounts in Sisense/, superset: /has 2 accounts in Superset/ }],
			// A viewer of Sisense can own nothing there.
			['kofi.mensah', { metabase: /^$/, redash: /^$/, sisense: /Viewer/, superset: /^$/ }],
		];
		for (const [successor, says] of refusals) {
			await stage.reset();
			const played = await offboard({ ...MARIA, ...heir(successor) });
			for (const row of played.items) {
				const why = says[row.tool as ToolName];
				if (why.test('')) expect([successor, row.tool, row.status]).toEqual([successor, row.tool, row.tool === 'sisense' ? 'lockedOut' : 'done']);
				else expect(row).toMatchObject({ status: 'refused', step: 'guard', changed: false, moved: [], message: expect.stringMatching(why) });
			}
		}
	});

	test('Close Without Successor closes the account all the same, lists what stays with it, and can be made good', async () => {
		const first = await offboard({ ...MARIA, ...heir('nobody'), options: { closeWithoutSuccessor: true } });
		for (const row of first.items) {
			expect(row).toMatchObject({ step: 'handOver', changed: true, moved: [], message: expect.stringMatching(/nobody@example\.com has no account.*stays with the closed account/) });
			expect(row).toMatchObject({ status: 'partial', proof: { state: row.tool === 'sisense' ? 'active' : 'inactive' } });
			expect((row.remaining as unknown[]).length).toBeGreaterThanOrEqual((row.owned as unknown[]).length);
		}
		const second = await offboard({ ...MARIA, ...heir('grace.okafor') });
		expect(rowOf(second, 'superset')).toMatchObject({ status: 'already', changed: true, remaining: [] });
		expect(rowOf(second, 'redash')).toMatchObject({ status: 'already', changed: true });
	});

	test('Transfer asks for no successor where nothing is owned', async () => {
		const played = await offboard({ ...person('gita.rao'), ...heir('nobody') });
		expect(each(played, 'status')).toEqual({ metabase: 'done', redash: 'done', sisense: 'lockedOut', superset: 'done' });
		expect(names(rowOf(played, 'metabase').remaining)).toEqual(['collection Personal collection']);
	});

	test('Transfer to somebody who leaves in the same run is refused, whatever the order of the items', async () => {
		const items = [{ leaver: 'maria.silva', heir: 'Grace.Okafor' }, { leaver: 'grace.okafor', heir: 'tomas.novak' }];
		const parameters = {
			email: '={{ $json.leaver }}@example.com',
			whenOwnedContent: 'transfer',
			successor: { __rl: true, mode: 'email', value: '={{ $json.heir }}@example.com' },
		};
		const played = await offboard(parameters, { items });
		const ofMaria = played.items.slice(0, 4);
		expect(ofMaria.map(({ email, status }) => [email, status])).toEqual(Array(4).fill(['maria.silva@example.com', 'refused']));
		for (const { message } of ofMaria) expect(message).toMatch(/Grace\.Okafor@example\.com leaves in the same run.*somebody who stays/);
		expect(played.items.slice(4).map(({ status }) => status)).toEqual(['done', 'done', 'lockedOut', 'done']);
	});

	test('Transfer with an empty successor is told by the name of the field, and nothing is sent', async () => {
		const played = await offboard({ ...MARIA, whenOwnedContent: 'transfer' }, { credentials: stage.storeOf() });
		expect(played.message).toMatch(/"Successor" is empty/);
		expect(played.requests).toEqual([]);
	});
});

describe('Remove Access', () => {
	test('off leaves roles and groups where the account is closed, for an easy return', async () => {
		await offboard(MARIA);
		expect((await accountIn(stage, 'superset', 'maria.silva'))?.access).toEqual(['Alpha', 'Data Team']);
		expect((await accountIn(stage, 'redash', 'maria.silva'))?.access).toEqual(['Analytics', 'default']);
		expect((await accountIn(stage, 'metabase', 'maria.silva'))?.access).toEqual(['All Users', 'Analytics']);
		// Rights are all that can be taken where the account can't be closed.
		expect((await accountIn(stage, 'sisense', 'maria.silva'))?.access).toEqual(['consumer']);
		const back = await onboard({ ...MARIA, options: { whenInactive: 'reactivate' } });
		expect(each(back, 'status')).toEqual({ metabase: 'reactivated', redash: 'reactivated', sisense: 'unchanged', superset: 'reactivated' });
		expect(await accountIn(stage, 'superset', 'maria.silva')).toMatchObject({ state: 'active', access: ['Alpha', 'Data Team'] });
	});

	test('switched on later takes them from an account that is closed', async () => {
		await offboard(MARIA);
		const played = await offboard({ ...MARIA, tools: ['metabase', 'redash', 'superset'], removeAccess: true });
		expect(played.items.map(({ status, changed }) => [status, changed])).toEqual(Array(3).fill(['already', true]));
		for (const tool of ['redash', 'superset'] as const) expect((await accountIn(stage, tool, 'maria.silva'))?.access).toEqual([]);
	});
});

describe('Delete Account', () => {
	test('deletes where the tool can and nothing goes with it, and says why not elsewhere', async () => {
		const played = await offboard({ ...person('gita.rao'), ...DELETE });
		expect(each(played, 'status')).toEqual({ metabase: 'done', redash: 'done', sisense: 'done', superset: 'done' });
		for (const tool of ['sisense', 'superset'] as const) {
			expect(rowOf(played, tool)).toMatchObject({ proof: { state: 'deleted', admin: null, access: [] }, did: expect.arrayContaining(['Deleted the account']) });
			expect(await accountIn(stage, tool, 'gita.rao')).toBeUndefined();
		}
		expect(rowOf(played, 'redash')).toMatchObject({ proof: { state: 'inactive' }, message: expect.stringMatching(/deletes only people who never accepted/) });
		expect(rowOf(played, 'metabase')).toMatchObject({ proof: { state: 'inactive' }, message: expect.stringMatching(/\S.{10}/) });
		const again = await offboard({ ...person('gita.rao'), ...DELETE });
		expect(each(again, 'status')).toEqual({ metabase: 'already', redash: 'already', sisense: 'notFound', superset: 'notFound' });
		expect(again.writes).toEqual([]);
	});

	test('never deletes what would take content with it', async () => {
		const played = await offboard({ ...MARIA, tools: ['sisense', 'superset'], whenOwnedContent: 'keep', ...DELETE });
		expect(played.items.map(({ status, step }) => [status, step])).toEqual(Array(2).fill(['partial', 'delete']));
		for (const { message } of played.items) expect(message).toMatch(/\S.{10}/);
		expect(await accountIn(stage, 'superset', 'maria.silva')).toMatchObject({ state: 'inactive' });
		expect(await accountIn(stage, 'sisense', 'maria.silva')).toBeDefined();
		const { sisense } = (await everything(stage)) as Record<ToolName, { content: { dashboards: unknown[] } }>;
		expect(sisense.content.dashboards).toHaveLength(8);
	});

	test('removes an invitation nobody accepted, which is the only way to shut such a door in Sisense', async () => {
		const kept = await offboard({ ...person('nadia.petrova'), tools: ['redash', 'sisense'] });
		expect(kept.items).toMatchObject([
			{ status: 'done', proof: { state: 'inactive' } },
			{ status: 'failed', step: 'close', proof: { state: 'pending' }, message: expect.stringMatching(/never accepted the invitation.*"Delete Account"/) },
		]);
		await stage.reset();
		const gone = await offboard({ ...person('nadia.petrova'), tools: ['redash', 'sisense'], ...DELETE });
		expect(gone.items).toMatchObject(Array(2).fill({ status: 'done', proof: { state: 'deleted' }, did: ['Deleted the account'] }));
		for (const tool of ['redash', 'sisense'] as const) expect(await accountIn(stage, tool, 'nadia.petrova')).toBeUndefined();
		// He never accepted either, but owns a query.
		const owner = await offboard({ ...person('ivo.kral'), tools: ['redash'], ...DELETE });
		expect(owner.items).toMatchObject([{ status: expect.stringMatching(/^(done|partial)$/), proof: { state: 'inactive' } }]);
	});
});

describe('Dry Run', () => {
	const REHEARSED = { options: { dryRun: true } };

	test('of an offboarding says what would be done, in the order it would be, and writes nothing', async () => {
		const before = await everything(stage);
		const played = await offboard({ ...MARIA, ...heir('grace.okafor'), removeAccess: true, options: { dryRun: true, deleteAccount: true } });
		expect([played.writes, await everything(stage)]).toEqual([[], before]);
		expect(each(played, 'dryRun')).toEqual(inAll(true));
		expect(each(played, 'changed')).toEqual(inAll(false));
		expect(each(played, 'proof')).toEqual(inAll(null));
		expect(rowOf(played, 'superset').did).toEqual(['Close the account', 'Hand over what can be of 3 things to grace.okafor@example.com', 'Take away role "Alpha", role "Data Team"', 'Delete the account']);
		expect((rowOf(played, 'sisense').did as string[]).map((text) => text.split(' ')[0])).toEqual(['End', 'Hand', 'Take', 'Close', 'Delete']);
		expect(rowOf(played, 'redash').did).toContainEqual(expect.stringMatching(/deletes only people who never accepted/));
		for (const { owned } of played.items) expect((owned as unknown[]).length).toBeGreaterThan(0);
	});

	test.each([
		['somebody new', 'new.person', 'created'],
		['somebody who is there', 'gita.rao', 'updated'],
	])('of an onboarding of %s says what would be so, and writes nothing', async (_, local, status) => {
		const before = await everything(stage);
		const grants = { supersetRoles: 'Alpha', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseGroups: 'Analytics' };
		const played = await onboard({ ...person(local), grants, accessMode: 'exactly', ...REHEARSED });
		expect([played.writes, await everything(stage)]).toEqual([[], before]);
		expect(each(played, 'status')).toEqual(inAll(status));
		expect(each(played, 'changed')).toEqual(inAll(false));
		for (const { added } of played.items) expect(added).toHaveLength(1);
		if (local === 'gita.rao') expect(rowOf(played, 'superset').removed).toEqual([{ kind: 'role', name: 'Gamma' }]);
	});

	test('by an expression that delivers nothing is a mistake, not a real run', async () => {
		const played = await offboard({ ...person('gita.rao'), options: { dryRun: '={{ $json.rehearsal }}' } }, { ...TOLERANT });
		expect(textOf(played.failures[0])).toMatch(/"Dry Run" is empty.*expression/);
		expect([played.items, played.writes]).toEqual([[], []]);
	});

	test('tells what can’t be done like a real run', async () => {
		const bare = { ...person('bare'), tools: ['superset'] };
		const invited = { ...person('nadia.petrova'), tools: ['sisense'] };
		const told = async (played: ReturnType<typeof offboard>) => (await played).items.map(({ status, step, message }) => ({ status, step, message }));
		const [made, closed] = [await told(onboard({ ...bare, ...REHEARSED })), await told(offboard({ ...invited, ...REHEARSED }))];
		expect([made[0].status, closed[0].status]).toEqual(['refused', 'failed']);
		expect([made, closed]).toEqual([await told(onboard(bare)), await told(offboard(invited))]);
	});

	test('tells refusals like a real run', async () => {
		const leaving = await offboard({ ...person('admin'), tools: ['redash', 'sisense', 'superset'], ...REHEARSED });
		expect(leaving.items.map(({ status }) => status)).toEqual(Array(3).fill('refused'));
		const coming = await onboard({ ...person('lena.fischer'), tools: ['superset'], ...REHEARSED });
		expect(coming.items).toMatchObject([{ status: 'refused', dryRun: true }]);
	});
});
