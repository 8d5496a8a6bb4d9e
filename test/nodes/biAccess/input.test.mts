/** What comes in: the same person twice, cancelled runs, lists to choose from; and what must never come out. */
import { LEFTOVER_KEY } from '../../../sandbox/metabase/seed.mts';
import { keyOf } from '../../../sandbox/redash/seed.mts';
import { writtenBy } from '../console.mts';
import { emails } from '../given.mts';
import type { Played } from '../stage.mts';
import { accountIn, accountsIn, ALL, biStage, heir, inAll, playing } from './stage.mts';

const stage = biStage();
const onboard = playing(stage, 'person.onboard');
const offboard = playing(stage, 'person.offboard');

const EACH = { email: '={{ $json.email }}' };
const GRANTS = { supersetRoles: 'Gamma', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseRole: 'Designer' };
const itemsOf = ({ items }: Played, n: number) => items.slice(n * 4, n * 4 + 4).map(({ status }) => status);

describe('the same person twice in the input', () => {
	test('is one account: the second item finds what the first one made', async () => {
		const items = [{ email: 'twin@example.com', groups: 'Analytics' }, { email: 'TWIN@example.com', groups: 'Finance' }, { email: 'twin@example.com', groups: 'Finance' }];
		const played = await onboard({ ...EACH, grants: { ...GRANTS, metabaseGroups: '={{ $json.groups }}' } }, { items });
		expect(itemsOf(played, 0)).toEqual(Array(4).fill('created'));
		expect(itemsOf(played, 1)).toEqual(['updated', 'unchanged', 'unchanged', 'unchanged']);
		expect(itemsOf(played, 2)).toEqual(Array(4).fill('unchanged'));
		for (const tool of ALL) expect((await accountsIn(stage, tool)).filter(({ email }) => email.toLowerCase() === 'twin@example.com')).toHaveLength(1);
		expect((await accountIn(stage, 'metabase', 'twin'))?.access).toEqual(['All Users', 'Analytics', 'Finance']);
	});

	test('with different wishes ends as the later item says', async () => {
		const items = [{ email: 'gita.rao@example.com', role: 'Alpha' }, { email: 'GITA.rao@example.com', role: 'Finance Viewers' }];
		const played = await onboard({ ...EACH, tools: ['superset'], accessMode: 'exactly', grants: { supersetRoles: '={{ $json.role }}' } }, { items });
		expect(played.items.map(({ status }) => status)).toEqual(['updated', 'updated']);
		expect((await accountIn(stage, 'superset', 'gita.rao'))?.access).toEqual(['Finance Viewers']);
	});

	test('leaves once', async () => {
		const played = await offboard({ ...EACH, removeAccess: true, options: { deleteAccount: true } }, { items: [...emails('gita.rao'), { email: 'Gita.RAO@Example.com' }] });
		expect(itemsOf(played, 0)).toEqual(Array(4).fill('done'));
		expect(itemsOf(played, 1)).toEqual(['already', 'already', 'notFound', 'notFound']);
	});
});

test('a run that is cancelled starts nobody new, and leaves nobody half done without saying so', async () => {
	const items = Array.from({ length: 60 }, (_, i) => ({ email: `late${i}@example.com` }));
	const controller = new AbortController();
	const running = onboard({ ...EACH, tools: ['superset'], grants: GRANTS }, { items, signal: controller.signal });
	const made = async () => (await accountsIn(stage, 'superset')).filter(({ email }) => email.startsWith('late')).length;
	while ((await made()) < 3) await new Promise((resolve) => setTimeout(resolve, 5));
	controller.abort();
	const played = await running;
	expect(played.status).not.toBe('success');
	const now = await made();
	expect(now).toBeLessThan(60);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(await made()).toBe(now);
	const again = await onboard({ ...EACH, tools: ['superset'], grants: GRANTS }, { items });
	expect(again.items.filter(({ status }) => status === 'created')).toHaveLength(60 - now);
	expect(await made()).toBe(60);
});

describe('lists to choose from', () => {
	const node = (tools: string[]) => ({ parameters: { resource: 'person', operation: 'offboard', tools }, credentials: stage.store });

	test('a successor is offered once, from all chosen tools, active people only', async () => {
		const { results } = await stage.engine.listSearch('biAccess', 'searchPeople', { ...node(ALL), filter: 'silva' });
		expect(results.map(({ value }) => value)).toEqual(['maria.silva@example.com']);
		const left = await stage.engine.listSearch('biAccess', 'searchPeople', { ...node(['redash', 'superset']), filter: 'lena' });
		expect(left.results).toEqual([]);
	});

	test.each(['getMetabaseGroups', 'getRedashGroups', 'getSisenseGroups', 'getSupersetGroups', 'getSupersetRoles'])('%s offers names', async (method) => {
		const options = await stage.engine.loadOptions('biAccess', method, node(ALL));
		expect(options.length).toBeGreaterThan(2);
		for (const { name, value } of options) expect([typeof name, value === undefined]).toEqual(['string', false]);
	});
});

describe('secrets', () => {
	test('of people and servers are in no row, no message and no log, of good runs and bad ones', async () => {
		const known = [keyOf('maria.silva@example.com'), LEFTOVER_KEY, ...ALL.flatMap((tool) => ['apiKey', 'apiToken'].map((field) => stage.sandbox.tools[tool][field])).filter(Boolean)];
		const runs: Played[] = [];
		const written = await writtenBy(async () => {
			runs.push(await onboard({ email: 'new@example.com', grants: GRANTS }));
			for (const tool of ALL) await stage.on(tool, 'faults', { spec: 'html:0.3,truncated:0.2,seed:3' });
			runs.push(await offboard({ email: 'maria.silva@example.com', ...heir('grace.okafor'), removeAccess: true }));
			runs.push(await stage.play('access.review', { tools: ALL, output: 'report' }), await stage.play('access.check', { tools: ALL }));
		});
		expect(written).toEqual([]);
		const text = JSON.stringify(runs.map(({ outputs, error, hints }) => [outputs, error?.message, error?.description, hints]));
		for (const secret of known) expect(text).not.toContain(secret);
		expect(text).not.toMatch(/"(password|inviteLink|api_key|apiKey|hash)":|\$2[ab]\$|pbkdf2|eyJ[\w-]{10,}\./);
	});

	test('a generated password is in its own row alone', async () => {
		const items = emails('one', 'two');
		const played = await onboard({ ...EACH, tools: ['metabase', 'sisense', 'superset'], grants: GRANTS, options: { returnPassword: true } }, { items });
		const passwords = played.items.map(({ password }) => String(password));
		expect(new Set(passwords).size).toBe(6);
		for (const [at, row] of played.items.entries()) expect(JSON.stringify({ ...row, password: '' })).not.toContain(passwords[at]);
	});

	test('an account that failed to be made has no password in its row', async () => {
		await stage.on('metabase', 'faults', { spec: 'html:1@POST /api/user' });
		const { items } = await onboard({ email: 'one@example.com', tools: ['metabase'], options: { returnPassword: true } });
		expect(items).toMatchObject([{ status: 'failed', step: 'create' }]);
		expect(items[0]).not.toHaveProperty('password');
	});
});

test('no tool is asked that was not chosen', async () => {
	const { requests } = await onboard({ email: 'n@example.com', tools: ['redash'], grants: GRANTS });
	expect(new Set(requests.map(({ tool }) => tool))).toEqual(new Set(['redash']));
	expect(Object.keys(inAll(0))).toEqual(ALL);
});
