/** One life in every generation of each server: somebody joins, moves, leaves, is looked for again, and comes back. */
import { COMMON_PASSWORD } from '../../../sandbox/superset/seed.mts';
import { canSignIn } from '../superset/cast.mts';
import { accountIn, biStage, heir, playing, type ToolName } from './stage.mts';

const PERSON = { email: 'New.Person@example.com', firstName: 'New', lastName: 'Person' };
const JOINS = { supersetRoles: 'Gamma', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseRole: 'Designer', sisenseGroups: 'Analytics' };
const MOVES = { supersetRoles: 'Alpha', redashGroups: 'People Ops', metabaseGroups: 'Finance', sisenseRole: 'Viewer', sisenseGroups: 'Finance' };

interface Server {
	set: Record<string, string>;
	/** Whether the account can be closed. */
	out?: 'lockedOut';
}

const versions = (tool: string, ...all: string[]): Server[] => all.map((version) => ({ set: { [`${tool}.version`]: version } }));

const GENERATIONS: Record<ToolName, Server[]> = {
	superset: versions('superset', '4.1-fab4.8', '5.0', '6.0', '6.1'),
	redash: versions('redash', '8', '10', '25.8', '26.3'),
	metabase: ['v49', 'v54', 'v57', 'v60'].flatMap((version) => ['oss', 'ee'].map((edition): Server => ({ set: { 'metabase.version': version, 'metabase.edition': edition } }))),
	sisense: ['new', 'old'].flatMap((generation) => [
		{ set: { 'sisense.generation': generation, 'sisense.active': 'stored' } },
		{ set: { 'sisense.generation': generation, 'sisense.active': 'ignored' }, out: 'lockedOut' as const },
	]),
};

const stage = biStage();
const onboard = playing(stage, 'person.onboard');
const offboard = playing(stage, 'person.offboard');

const SERVERS = Object.entries(GENERATIONS).flatMap(([tool, all]) => all.map((server) => [JSON.stringify(server.set).replaceAll('"', ''), tool as ToolName, server] as const));

test.each(SERVERS)('%s: a whole life', async (_, tool, { set, out }) => {
	await stage.reset(set);
	const tools = [tool];
	const only = async (played: ReturnType<typeof onboard>) => {
		const { items, message } = await played;
		expect([message, items.length]).toEqual(['', 1]);
		return items[0];
	};
	const accessOf = async () => (await accountIn(stage, tool, 'new.person'))!.access;
	expect(await only(onboard({ ...PERSON, tools, grants: JOINS }))).toMatchObject({ status: 'created', name: 'New Person' });
	expect((await onboard({ ...PERSON, tools, grants: JOINS })).items).toMatchObject([{ status: 'unchanged' }]);
	expect(await only(onboard({ ...PERSON, tools, grants: MOVES, accessMode: 'exactly' }))).toMatchObject({ status: 'updated' });
	expect(await accessOf()).toEqual({ superset: ['Alpha'], redash: ['People Ops'], metabase: ['All Users', 'Finance'], sisense: ['Finance', 'consumer'] }[tool]);
	if (tool === 'sisense') {
		// The invitation is not accepted: only a deletion shuts this door.
		expect(await only(offboard({ ...PERSON, tools }))).toMatchObject({ status: 'failed', step: 'close' });
		expect(await only(offboard({ ...PERSON, tools, options: { deleteAccount: true } }))).toMatchObject({ status: 'done', proof: { state: 'deleted' } });
		return;
	}
	expect(await only(offboard({ ...PERSON, tools, removeAccess: true }))).toMatchObject({ status: out ?? 'done', proof: { state: 'inactive', access: tool === 'metabase' ? [{ name: 'All Users' }] : [] } });
	expect(await accountIn(stage, tool, 'new.person')).toMatchObject({ state: 'inactive' });
	expect((await offboard({ ...PERSON, tools, removeAccess: true })).items).toMatchObject([{ status: 'already', changed: false }]);
	expect(await only(onboard({ ...PERSON, tools, grants: JOINS }))).toMatchObject({ status: 'refused' });
	expect(await only(onboard({ ...PERSON, tools, grants: JOINS, options: { whenInactive: 'reactivate' } }))).toMatchObject({ status: 'reactivated' });
	expect(await accessOf()).toEqual(expect.arrayContaining([tool === 'superset' ? 'Gamma' : 'Analytics']));
});

test.each(SERVERS)('%s: somebody with content leaves to a successor', async (_, tool, { set, out }) => {
	await stage.reset(set);
	const { items, message } = await offboard({ email: 'maria.silva@example.com', tools: [tool], ...heir('grace.okafor'), removeAccess: true });
	expect(message).toBe('');
	expect(items).toMatchObject([{ status: out ?? 'done', step: null }]);
	// Alerts of Metabase can change hands from release 59 on.
	const moves = tool !== 'metabase' || set['metabase.version'] === 'v60';
	expect((items[0].moved as unknown[]).length > 0).toBe(moves);
	if (!moves) expect(items[0].remaining).toContainEqual(expect.objectContaining({ type: 'alert', name: 'Orders per day' }));
	expect((await offboard({ email: 'maria.silva@example.com', tools: [tool], removeAccess: true })).items).toMatchObject([{ status: out ?? 'already', step: null }]);
});

describe('a Superset that destroys a password with every other change', () => {
	beforeEach(async () => await stage.reset({ 'superset.version': '4.1' }));

	const SUPERSET = { tools: ['superset'] };
	const keepsPassword = async () => await canSignIn(stage.sandbox.tools.superset, 'gita.rao', COMMON_PASSWORD);
	const GITA = { email: 'gita.rao@example.com', ...SUPERSET };

	test('makes accounts, and refuses to change who has one, with what to do', async () => {
		expect((await onboard({ ...PERSON, ...SUPERSET, grants: JOINS })).items).toMatchObject([{ status: 'created' }]);
		const changed = await onboard({ ...GITA, grants: { supersetRoles: 'Alpha' } });
		expect(changed.items).toMatchObject([{ status: 'refused', step: 'guard', changed: false, added: [], message: expect.stringMatching(/destroys the password of gita\.rao.*node Superset with a new "Password"/) }]);
		expect(changed.writes).toEqual([]);
		expect(await keepsPassword()).toBe(true);
	});

	test('changes nothing where nothing has to be changed', async () => {
		expect((await onboard({ ...GITA, grants: JOINS })).items).toMatchObject([{ status: 'unchanged' }]);
		expect(await keepsPassword()).toBe(true);
	});

	test('closes accounts all the same: the password of a leaver is nobody’s loss', async () => {
		const left = await offboard({ email: 'maria.silva@example.com', ...SUPERSET, ...heir('grace.okafor'), removeAccess: true });
		expect(left.items).toMatchObject([{ status: 'done', proof: { state: 'inactive', access: [{ kind: 'role', name: 'Public' }] } }]);
		expect((left.items[0].moved as unknown[]).length).toBe(3);
		const again = await offboard({ email: 'maria.silva@example.com', ...SUPERSET, removeAccess: true });
		expect([again.items, again.writes]).toMatchObject([[{ status: 'already', changed: false }], []]);
	});

	test('is told by the check', async () => {
		const { items } = await stage.play('access.check', { ...SUPERSET });
		expect(items).toMatchObject([{ status: 'limited', limits: expect.arrayContaining([expect.stringMatching(/may destroy the password.*such changes are refused/)]) }]);
	});
});
