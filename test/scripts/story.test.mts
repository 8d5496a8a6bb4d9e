/** `npm start`: the story on the sandbox, and that it notices when something is not as it promises. */
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.mts';
import type { ToolReport } from '../../scripts/story/report.mts';
import { metabase } from '../../scripts/story/metabase.mts';
import { redash } from '../../scripts/story/redash.mts';
import { sisense } from '../../scripts/story/sisense.mts';
import { superset } from '../../scripts/story/superset.mts';
import { tell, type Telling } from '../../scripts/story/tell.mts';
import type { Credentials, Story } from '../../scripts/story/types.mts';
import { loadEngine } from '../harness/engine.mts';

let sandbox: Sandbox;

afterEach(async () => await sandbox.close());

async function told(
	options: SandboxOptions,
	telling: Partial<Telling> = {},
	story: Story = superset,
	tool = story.node,
): Promise<ToolReport> {
	sandbox = await startSandbox({ tools: [tool], ...options });
	return await tell(story, { engine: await loadEngine(), credentials: sandbox.tools[tool], ...telling });
}

const broken = ({ steps, promises }: ToolReport) =>
	[...steps.flatMap((step) => [...step.gave, ...step.promises]), ...promises].filter(({ kept }) => !kept);

const emails = async (tool = 'superset') => {
	const { accounts } = (await sandbox.control(tool, 'state')) as { accounts: Array<{ email: string }> };
	return accounts.map(({ email }) => email);
};

const start = [
	{ name: 'Ana Costa', state: 'none', access: [], opens: 'neither' },
	{ name: 'Bruno Weber', state: 'active', access: ['Alpha'], opens: 'own' },
	{ name: 'Chloe Martin', state: 'inactive', access: ['Gamma'], opens: 'neither' },
];

test.each([
	['6.1', 'own'],
	['4.1-fab4.8', 'own'],
	['4.1', 'given'],
])('joiners, movers and leavers on version %s', async (version, opens) => {
	const report = await told({ set: { 'superset.version': version } });
	expect(report.error).toBeUndefined();
	expect(broken(report)).toEqual([]);
	expect(report.ok).toBe(true);
	expect(report.before).toMatchObject(start);
	expect(report.after).toMatchObject([
		{ name: 'Ana Costa', state: 'active', access: ['Alpha'], opens: 'given' },
		{ name: 'Bruno Weber', state: 'inactive', access: ['Gamma', 'sql_lab'], opens: 'neither' },
		{ name: 'Chloe Martin', state: 'active', access: ['Gamma', 'sql_lab'], opens },
	]);
	expect(report.notes.join()).toMatch(version === '4.1' ? /destroys a person’s password/ : /^$/);
	expect(JSON.stringify(report)).not.toMatch(/Aa1!/); // how every password of the story begins
});

test('a server that changes a person behind the node’s back breaks the promise', async () => {
	const report = await told(
		{ set: { 'superset.roleSync': 'Public' } },
		{
			async onEvent(event) {
				const email = 'ana.costa@bi-access-demo.example';
				if (event.kind === 'step' && event.number === 1) await sandbox.control('superset', 'sso', { email });
			},
		},
	);
	expect(report.ok).toBe(false);
	expect(broken(report)[0]).toMatchObject({
		text: expect.stringMatching(/^Ana is still/),
		seen: expect.stringMatching(/Public/),
	});
});

test('a change that never arrives breaks the promise', async () => {
	const report = await told({ faults: 'html:1@PUT /users/' });
	expect(report.ok).toBe(false);
	expect(report.error).toBeUndefined();
	expect(broken(report).map(({ text }) => text)).toContainEqual(expect.stringMatching(/^Bruno is now: inactive/));
});

test('a server that can’t be signed in to is reported, not thrown', async () => {
	const report = await told({ set: { 'superset.securityApi': 'off' } });
	expect(report).toMatchObject({ ok: false, error: expect.stringMatching(/user API is off/), before: [], steps: [] });
});

test('where the story can’t sign people in, it promises nothing about that', async () => {
	const open = async (credentials: Credentials) => ({ ...(await superset.open(credentials, false)), canSignIn: false });
	const report = await told({}, {}, { ...superset, open });
	expect(broken(report)).toEqual([]);
	expect(report.ok).toBe(true);
	const said = [...report.before, ...report.after, ...report.steps.map(({ promises }) => promises)];
	expect(JSON.stringify(said)).not.toMatch(/opens|session|sign/);
});

describe('on a server that goes on living', () => {
	test('the story’s people are removed at the end, and those an earlier one left', async () => {
		sandbox = await startSandbox({ tools: ['superset'] });
		const others = await emails();
		const engine = await loadEngine();
		const credentials = sandbox.tools.superset;
		await tell(superset, { engine, credentials }); // leaves its people
		expect(await emails()).toHaveLength(others.length + 3);
		const report = await tell(superset, { engine, credentials, real: true });
		expect(broken(report)).toEqual([]);
		expect(report).toMatchObject({ ok: true, left: [] });
		expect(await emails()).toEqual(others);
	});

	test('they are removed also when it is stopped in the middle', async () => {
		const stop = new AbortController();
		const report = await told(
			{},
			{ real: true, signal: stop.signal, onEvent: ({ kind }) => void (kind === 'step' && stop.abort()) },
		);
		expect(report).toMatchObject({ ok: false, error: 'Stopped before the end.', left: [] });
		expect(report.steps).toHaveLength(1);
		expect((await emails()).filter((email) => email.includes('demo'))).toEqual([]);
	});

	test('whoever the server does not let go is deactivated and named', async () => {
		const report = await told({ faults: '503:1@DELETE' }, { real: true });
		expect(report.ok).toBe(true);
		expect(report.left).toHaveLength(3);
		expect(report.left).toContainEqual(
			expect.stringMatching(/^ana\.costa\.\w+@bi-access-demo\.example \(inactive\)$/),
		);
	});
});

describe('Redash', () => {
	const team = ['Demo Analysts', 'default'];

	test.each<[string, Record<string, string>]>([
		['as most people have it', {}],
		['with several organizations, mail and CSRF', { multiOrg: 'on', mail: 'on', csrf: 'on' }],
		['with a host of its own in links', { host: 'https://bi.example.com' }],
		['of version 8', { version: '8' }],
		['of version 10', { version: '10' }],
		['of version 26.3', { version: '26.3', multiOrg: 'on' }],
	])('joiners, movers and leavers on a server %s', async (_case, switches) => {
		const set = Object.fromEntries(Object.entries(switches).map(([name, value]) => [`redash.${name}`, value]));
		const report = await told({ set }, {}, redash);
		expect(report.error).toBeUndefined();
		expect(broken(report)).toEqual([]);
		expect(report.ok).toBe(true);
		expect(report.after).toMatchObject([
			{ name: 'Ana Costa', state: 'pending', access: team },
			{ name: 'Bruno Weber', state: 'disabled', access: team, key: 'renewed', owns: ['Demo board'] },
			{ name: 'Chloe Martin', state: 'active', access: team, key: 'works' },
			{
				name: 'Dario Rossi',
				state: 'active',
				access: ['Demo Finance', 'default'],
				owns: ['Demo churn', 'Demo revenue'],
			},
		]);
		expect(JSON.stringify(report)).not.toMatch(/Aa1!|\/invite\/\w/); // passwords and links of the story
	});

	test('a query that never arrives breaks the promise', async () => {
		const report = await told({ faults: 'html:1@POST /api/queries/' }, {}, redash);
		expect(report.ok).toBe(false);
		expect(broken(report).map(({ text }) => text)).toContainEqual(expect.stringMatching(/^Dario is now: .*owns/));
	});

	test('a key the server refuses is reported, not thrown', async () => {
		const open = async () => await redash.open({ ...sandbox.tools.redash, apiKey: 'wrong' }, false);
		const report = await told({}, {}, { ...redash, open });
		expect(report).toMatchObject({ ok: false, error: expect.stringMatching(/refuses the API key/), steps: [] });
	});

	test('a server that is too old is told before anything is done', async () => {
		const report = await told({ set: { 'redash.version': '7' } }, {}, redash);
		expect(report).toMatchObject({ ok: false, error: expect.stringMatching(/older than 8\.0/), steps: [] });
	});

	test('on a server that goes on living nobody is left who gets in, and no group', async () => {
		sandbox = await startSandbox({ tools: ['redash'] });
		const groups = async () => (await sandbox.control('redash', 'state')).groups.length as number;
		const [others, before] = [await emails('redash'), await groups()];
		const telling = { engine: await loadEngine(), credentials: sandbox.tools.redash, real: true };
		const report = await tell(redash, telling);
		expect(broken(report)).toEqual([]);
		expect(report.left).toEqual([
			expect.stringMatching(/^bruno\.weber\.\w+@bi-access-demo\.example \(disabled\)$/),
			expect.stringMatching(/^chloe\..*\(disabled\)$/),
			expect.stringMatching(/^dario\..*\(disabled\)$/),
		]);
		expect(await groups()).toBe(before);
		expect(await emails('redash')).toHaveLength(others.length + 3);
		const notes: string[] = [];
		const again = await tell(redash, {
			...telling,
			onEvent: (event) => void (event.kind === 'note' && notes.push(event.text)),
		});
		expect(again.ok).toBe(true);
		expect(notes.join()).not.toMatch(/left by an earlier story/);
	});
});

describe('Metabase', () => {
	const team = ['All Users', 'Demo Analysts'];
	const onMetabase = async (options: SandboxOptions, telling: Partial<Telling> = {}, story = metabase) =>
		await told(options, telling, story, 'metabase');

	test.each<[string, Record<string, string>, newest: boolean]>([
		['as it is downloaded', {}, true],
		['0.49', { version: 'v49' }, false],
		['0.54 of the paid edition, with mail', { version: 'v54', edition: 'ee', mail: 'on' }, false],
		['0.58 with tenants', { version: 'v57', edition: 'ee', tenants: 'on' }, false],
		['0.60 of the paid edition, with strong passwords', { version: 'v60', edition: 'ee', passwords: 'strong' }, true],
	])('joiners, movers and leavers on a server %s', async (_case, switches, newest) => {
		const set = Object.fromEntries(Object.entries(switches).map(([name, value]) => [`metabase.${name}`, value]));
		const report = await onMetabase({ set });
		expect(report.error).toBeUndefined();
		expect(broken(report)).toEqual([]);
		expect(report.ok).toBe(true);
		const [content, alert] = [['Demo board', 'Demo churn'], ['Demo churn alert']];
		expect(report.after).toMatchObject([
			{ name: 'Ana Costa', state: 'active', access: team },
			{
				name: 'Bruno Weber',
				state: 'deactivated',
				access: ['All Users'],
				session: 'ended',
				owns: newest ? content : [...content, ...alert],
			},
			{ name: 'Chloe Martin', state: 'active', access: team },
			{
				name: 'Dario Rossi',
				state: 'active',
				access: ['All Users', 'Demo Finance'],
				session: 'open',
				...(newest && { owns: alert }),
			},
		]);
		expect(report.notes.join()).toMatch(switches.mail ? /sends invitations/ : /^One admin is left/);
		expect(JSON.stringify(report)).not.toMatch(/Aa1!|\/reset_password\/\w/); // passwords and links of the story
	});

	test('the guards are tried, and hold', async () => {
		const { steps } = await onMetabase({});
		const said = steps.flatMap(({ gave }) => gave).filter(({ name }) => /^(Admin|API key)$/.test(name));
		expect(said).toEqual([
			expect.objectContaining({ kept: true, text: expect.stringMatching(/last active admin/) }),
			expect.objectContaining({ kept: true, text: expect.stringMatching(/API key of this credential/) }),
		]);
	});

	test('an alert that stays with the leaver breaks the promise', async () => {
		const report = await onMetabase({ faults: 'html:1@PUT /api/notification/' });
		expect(report.ok).toBe(false);
		expect(broken(report).map(({ text }) => text)).toContainEqual(expect.stringMatching(/^Dario is now: .*owns/));
	});

	test('an account that stays open breaks the promise', async () => {
		const report = await onMetabase({ faults: 'html:1@DELETE /api/user/' }, {}, {
			...metabase,
			// The witness itself deactivates Chloe in the beginning.
			cast: { ...metabase.cast, chloe: { ...metabase.cast.chloe, before: undefined } },
		});
		expect(report.ok).toBe(false);
		expect(broken(report).map(({ text }) => text)).toContainEqual(
			expect.stringMatching(/^Bruno is now: deactivated, .*session ended/),
		);
	});

	test('a key the server refuses is reported, not thrown', async () => {
		const open = async () => await metabase.open({ ...sandbox.tools.metabase, apiKey: 'wrong' }, false);
		const report = await onMetabase({}, {}, { ...metabase, open });
		expect(report).toMatchObject({ ok: false, error: expect.stringMatching(/refuses the API key/), steps: [] });
	});

	test('on a server that goes on living no guard is tried, and nobody is left who gets in, and no group', async () => {
		sandbox = await startSandbox({ tools: ['metabase'] });
		const state = async () =>
			(await sandbox.control('metabase', 'state')) as {
				accounts: Array<{ email: string; admin: boolean }>;
				groups: unknown[];
				content: { alerts: Array<{ creator: string; active: boolean }> };
			};
		const before = await state();
		const telling = { engine: await loadEngine(), credentials: sandbox.tools.metabase, real: true };
		const report = await tell(metabase, telling);
		expect(broken(report)).toEqual([]);
		expect(report.ok).toBe(true);
		expect(report.steps.map(({ title }) => title).join()).not.toMatch(/last admin|cut itself off/);
		expect(report.left).toHaveLength(4);
		expect(report.left).toContainEqual(expect.stringMatching(/^ana\.costa\.\w+@bi-access-demo\.example \(deactivated\)$/));
		const after = await state();
		const admins = ({ accounts }: typeof before) => accounts.filter(({ admin }) => admin).map(({ email }) => email);
		expect(admins(after)).toEqual(admins(before));
		expect(after.groups).toHaveLength(before.groups.length);
		const alerts = after.content.alerts.filter(({ creator }) => creator.includes('bi-access-demo'));
		expect(alerts).toEqual([expect.objectContaining({ active: false })]);
	});
});

describe('Sisense', () => {
	const made = ['Demo board', 'Demo churn', 'Demo folder'];
	const [lockedOut, deactivated] = [
		{ state: 'active', access: ['Viewer'], session: 'ended' },
		{ state: 'deactivated', access: ['Demo Analysts', 'Designer'], session: 'ended' },
	];

	test.each<[string, Record<string, string>, emma: object]>([
		['that ignores who is active, as most do', {}, lockedOut],
		['of 2020 behind a proxy that drops bodies', { generation: 'old', stripDeleteBodies: 'on' }, lockedOut],
		['that refuses to hear who is active', { active: 'rejected', tenants: 'off' }, lockedOut],
		['that stores who is active', { active: 'stored', emptyBodies: 'on' }, deactivated],
		['that locks accounts after wrong passwords', { lockout: '1' }, lockedOut],
	])('joiners, movers and leavers on a server %s', async (_case, switches, emma) => {
		const set = Object.fromEntries(Object.entries(switches).map(([name, value]) => [`sisense.${name}`, value]));
		const report = await told({ set }, {}, sisense);
		expect(report.error).toBeUndefined();
		expect(broken(report)).toEqual([]);
		expect(report.ok).toBe(true);
		expect(report.after).toMatchObject([
			{ name: 'Ana Costa', state: 'active', access: ['Demo Analysts', 'Viewer'] },
			{ name: 'Bruno Weber', state: 'none', access: [] },
			{ name: 'Chloe Martin', state: 'pending', access: ['Demo Analysts', 'Designer'] },
			{ name: 'Dario Rossi', state: 'active', access: ['Demo Finance', 'Designer'], session: 'open', owns: made },
			{ name: 'Emma Novak', ...emma },
		]);
		expect(report.notes.join()).toMatch(switches.lockout ? /may lock accounts/ : /mails an invitation to Chloe[^;]*; her address is nobody’s\.$/);
		expect('opens' in report.after[0]).toBe(!switches.lockout);
		expect(JSON.stringify(report)).not.toMatch(/Aa1!|"hash"/);
	});

	test('the guards are tried, and hold', async () => {
		const { steps } = await told({}, {}, sisense);
		const said = steps.flatMap(({ gave }) => gave).filter(({ text }) => /account of this credential|nobody can be/.test(text));
		expect(said.map(({ name, kept }) => [name, kept])).toEqual([
			['Own', true],
			['Dario', true],
			['Sys', true],
		]);
	});

	test('a log-out that only pretends breaks the promise', async () => {
		const report = await told({ faults: 'html:1@GET /api/v1/authentication/admin/logout' }, {}, sisense);
		expect(report.ok).toBe(false);
		expect(broken(report).map(({ text }) => text)).toContainEqual(expect.stringMatching(/^Bruno is now: .*session ended/));
	});

	test('dashboards that stay with the leaver break the promise, and are not deleted with the account', async () => {
		const report = await told({ faults: 'html:1@POST /change_owner' }, {}, sisense);
		expect(report.ok).toBe(false);
		expect(broken(report).map(({ text }) => text)).toContainEqual(expect.stringMatching(/^Dario is now: .*owns/));
		expect(report.after[1]).toMatchObject({ name: 'Bruno Weber', state: 'active', owns: ['Demo board', 'Demo churn'] });
	});

	test('a token the server refuses is reported, not thrown', async () => {
		const open = async () => await sisense.open({ ...sandbox.tools.sisense, apiToken: 'wrong' }, false);
		const report = await told({}, {}, { ...sisense, open });
		expect(report).toMatchObject({ ok: false, error: expect.stringMatching(/refuses the API token/), steps: [] });
	});

	test('on a server that goes on living no guard is tried, and nobody and nothing of the story is left', async () => {
		sandbox = await startSandbox({ tools: ['sisense'] });
		const state = async () => await sandbox.control('sisense', 'state');
		const names = ({ accounts, groups, content }: Awaited<ReturnType<typeof state>>) => [
			accounts.map(({ email }: { email: string }) => email),
			groups.map(({ name }: { name: string }) => name),
			content.dashboards.map(({ title }: { title: string }) => title),
			content.folders.map(({ name }: { name: string }) => name),
		];
		const before = names(await state());
		const report = await tell(sisense, { engine: await loadEngine(), credentials: sandbox.tools.sisense, real: true });
		expect(broken(report)).toEqual([]);
		expect(report).toMatchObject({ ok: true, left: [] });
		expect(report.steps.map(({ title }) => title).join()).not.toMatch(/own account|too much/);
		expect(names(await state())).toEqual(before);
	});
});
