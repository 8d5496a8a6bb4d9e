/** `npm start`: the story over all tools, and that it notices when something is not as it promises. */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.mts';
import type { ToolReport } from '../../scripts/story/report.mts';
import { tellLifecycle, type LifecycleReport, type LifecycleTelling } from '../../scripts/story/lifecycle/tell.mts';
import { loadEngine } from '../harness/engine.mts';

let sandbox: Sandbox;

afterEach(async () => await sandbox.close());

async function told(options: SandboxOptions = {}, telling: Partial<LifecycleTelling> = {}): Promise<LifecycleReport> {
	sandbox = await startSandbox(options);
	const report = await tellLifecycle({ engine: await loadEngine(), credentials: sandbox.tools, ...telling });
	if (report.file) files.push(report.file);
	return report;
}

const files: string[] = [];

afterAll(() => files.forEach((file) => rmSync(path.dirname(file), { recursive: true })));

const broken = ({ steps, promises }: ToolReport) =>
	[...steps.flatMap((step) => [...step.gave, ...step.promises]), ...promises].filter(({ kept }) => !kept);

const brokenIn = ({ tools }: LifecycleReport) => Object.fromEntries(Object.entries(tools).map(([tool, report]) => [tool, broken(report).map(({ text }) => text)]));

const NOTHING = { superset: [], redash: [], metabase: [], sisense: [] };

const LOCKED_OUT = { state: 'active', access: ['Viewer'], session: 'ended' };

test.each<[string, Record<string, string>, bruno: object]>([
	['as most people have them', {}, LOCKED_OUT],
	['of which Sisense can close accounts', { 'sisense.active': 'stored' }, { state: 'deactivated', access: ['Viewer'] }],
	['that are old', { 'superset.version': '5.0', 'redash.version': '8', 'metabase.version': 'v49', 'sisense.generation': 'old' }, LOCKED_OUT],
	['with mail and several organizations', { 'redash.mail': 'on', 'redash.multiOrg': 'on', 'metabase.mail': 'on', 'metabase.edition': 'ee' }, LOCKED_OUT],
])('a joiner, a mover and a leaver on servers %s', async (_case, set, bruno) => {
	const report = await told({ set });
	expect(report.error).toBeUndefined();
	expect(brokenIn(report)).toEqual(NOTHING);
	expect(report.ok).toBe(true);
	const { superset, redash, metabase, sisense } = report.tools;
	expect(superset.after).toMatchObject([
		{ name: 'Ana Costa', state: 'active', access: ['Gamma', 'sql_lab'], opens: 'given' },
		{ name: 'Bruno Weber', state: 'inactive', access: [], opens: 'neither' },
		{ name: 'Dario Rossi', state: 'active', access: ['Data Team', 'Finance Viewers', 'Gamma'], opens: 'own', owns: ['Demo board'] },
		{ name: 'Emma Novak', state: 'active', access: ['Alpha', 'Gamma', 'sql_lab'], opens: 'own' },
	]);
	expect(redash.after[1]).toMatchObject({ state: 'disabled', access: [], key: 'renewed', owns: ['Demo board'] });
	expect(metabase.after[1]).toMatchObject({ state: 'deactivated', access: ['All Users'], session: 'ended' });
	expect(sisense.after[1]).toMatchObject(bruno);
	expect(JSON.stringify(report)).not.toMatch(/Aa1!|\/invite\/\w|\/reset_password\/\w/); // passwords and links of the story
});

test('the review is a page with everybody of the story', async () => {
	const { file } = await told();
	const page = readFileSync(file!, 'utf8');
	for (const person of ['Ana Costa', 'Bruno Weber', 'Dario Rossi', 'Emma Novak']) expect(page).toContain(person);
});

test('who is two, and the admin, are refused everywhere they are', async () => {
	const { tools } = await told();
	const said = Object.entries(tools).flatMap(([tool, { steps }]) =>
		steps.flatMap(({ gave }) => gave.filter(({ text }) => text.startsWith('refused')).map(({ name }) => `${tool}: ${name}`)),
	);
	expect(said.sort()).toEqual(['metabase: Admin', 'redash: Admin', 'sisense: Admin', 'sisense: Priya', 'superset: Admin', 'superset: Priya']);
});

test.each<[string, faults: string, tool: string, promise: RegExp]>([
	['an account that stays open', 'html:1@DELETE /api/user/', 'metabase', /^Bruno is now: deactivated/],
	['a query that never arrives', 'html:1@POST /api/queries/', 'redash', /^Dario is now: .*owns/],
	['dashboards that stay with the leaver', 'html:1@POST /change_owner', 'sisense', /^Dario is now: .*owns/],
	['a change that is only accepted', 'html:1@PUT /api/v1/security/users/', 'superset', /^Bruno is now: inactive/],
])('%s breaks the promise, in that tool alone', async (_case, faults, tool, promise) => {
	const report = await told({ faults });
	expect([report.ok, report.error]).toEqual([false, undefined]);
	expect(brokenIn(report)).toMatchObject({ ...NOTHING, [tool]: expect.arrayContaining([expect.stringMatching(promise)]) });
	expect(report.tools[tool].ok).toBe(false);
});

test('somebody who comes behind the node’s back breaks the promise', async () => {
	const report = await told({}, {
		async onEvent(event) {
			if (event.kind === 'step' && event.number === 1) await sandbox.control('metabase', 'people', { count: 1, prefix: 'late' });
		},
	});
	expect(brokenIn(report)).toEqual({ ...NOTHING, metabase: [expect.stringMatching(/^all other accounts/)] });
});

test('a server whose changes destroy passwords is told, and nothing is written there', async () => {
	const report = await told({ set: { 'superset.version': '4.1' } });
	expect(report).toMatchObject({ ok: false, error: expect.stringMatching(/destroys passwords.*--stories/), tools: {} });
	expect(report.file).toBeUndefined();
});

test('it stops in the middle when told to', async () => {
	const stop = new AbortController();
	const report = await told({}, { signal: stop.signal, onEvent: ({ kind }) => void (kind === 'step' && stop.abort()) });
	expect(report).toMatchObject({ ok: false, error: 'Stopped before the end.' });
	expect(report.tools.redash.steps).toHaveLength(1);
});
