/** 100 people leave on a bad day: nobody stays in, and no row says more than is so. */
import { badDay, byTool, calm, crowd, EACH } from './crowd.mts';
import { accountsIn, ALL, biStage, inAll, playing, type Account, type ToolName } from './stage.mts';

const stage = biStage();
const offboard = playing(stage, 'person.offboard');

/** Sisense is written to a few times a second, and four times for each person. */
const COUNT: Record<ToolName, number> = { ...inAll(100), sisense: 25 };

/** What may be left of somebody who is out. */
const LEFT: Record<ToolName, Pick<Account, 'state' | 'access'>> = {
	metabase: { state: 'inactive', access: ['All Users'] },
	redash: { state: 'inactive', access: [] },
	sisense: { state: 'active', access: ['consumer'] },
	superset: { state: 'inactive', access: [] },
};

test('each account is closed and without access, or its row says what is not so and why', async () => {
	for (const tool of ALL) await stage.on(tool, 'people', { count: COUNT[tool], prefix: 'crowd', roles: [tool === 'superset' ? 'Gamma' : 'Analytics'] });
	await badDay(stage, 5);
	const items = crowd(100);
	const played = await offboard({ ...EACH, removeAccess: true }, { items });
	await calm(stage);
	expect([played.message, played.items.length]).toEqual(['', 400]);
	for (const tool of ALL) {
		const rows = byTool(played.items, tool);
		expect(rows.filter(({ status }) => status === 'notFound')).toHaveLength(100 - COUNT[tool]);
		const now = new Map((await accountsIn(stage, tool)).map(({ email, state, access }) => [email, { state, access }]));
		for (const { email, status, step, message } of rows.filter((row) => row.status !== 'notFound')) {
			const is = now.get(String(email))!;
			expect(status).toMatch(/^(done|lockedOut|partial)$/);
			if (status === 'partial') expect([email, is.state, step, message]).toEqual([email, LEFT[tool].state, expect.any(String), expect.stringMatching(/\S.{10}/)]);
			else expect([email, is]).toEqual([email, LEFT[tool]]);
		}
	}
	const again = await offboard({ ...EACH, removeAccess: true, tools: ['metabase', 'redash', 'superset'] }, { items });
	expect(again.items.filter(({ status }) => status !== 'already')).toEqual([]);
}, 120_000);

test('who is in one role leaves it for good, however many leave it at once', async () => {
	await stage.on('superset', 'people', { count: 30, prefix: 'crowd', roles: ['Gamma', 'Data Team'] });
	const played = await offboard({ ...EACH, removeAccess: true, tools: ['superset'] }, { items: crowd(30) });
	expect(played.items.filter(({ status }) => status !== 'done')).toEqual([]);
	const left = (await accountsIn(stage, 'superset')).filter(({ email }) => email.startsWith('crowd'));
	expect(left.filter(({ access }) => access.length > 0)).toEqual([]);
	// One write for those that came while the one before was under way.
	expect(played.writes.filter(({ path }) => path.includes('/roles/')).length).toBeLessThan(30);
	expect((await accountsIn(stage, 'superset')).find(({ email }) => email === 'gita.rao@example.com')?.access).toEqual(['Gamma']);
});
