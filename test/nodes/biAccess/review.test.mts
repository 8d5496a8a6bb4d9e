/** Who has an account where, what is wrong with it, and a report that a person can read. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { emails } from '../given.mts';
import type { Played } from '../stage.mts';
import { accountsIn, ALL, biStage, playing, rowOf, type ToolName } from './stage.mts';

const stage = biStage({ 'redash.scheduler': 'on' });
const review = playing(stage, 'access.review');

const rowFor = ({ items }: Played, tool: ToolName, local: string) => items.find((row) => row.tool === tool && row.email === `${local}@example.com`)!;
const flags = (row: IDataObject) => String(row.flags).split('; ').filter(Boolean);
const withFlag = ({ items }: Played, flag: string, tool?: ToolName) => items.filter((row) => flags(row).includes(flag) && (tool === undefined || row.tool === tool)).map(({ email }) => String(email).split('@')[0]);
const reportOf = ({ outputs }: Played) => {
	const { report } = (outputs[0][0] as INodeExecutionData).binary!;
	return { ...report, html: Buffer.from(report.data, 'base64').toString() };
};

describe('rows', () => {
	test('hold everybody of every tool once, flat enough for a table', async () => {
		const played = await review({});
		expect(played.message).toBe('');
		for (const tool of ALL) {
			const told = played.items.filter((row) => row.tool === tool);
			const truth = await accountsIn(stage, tool);
			expect(told.map(({ email, state, admin }) => `${String(email)} ${String(state)} ${String(admin)}`).sort()).toEqual(truth.map(({ email, state, admin }) => `${email} ${state} ${admin}`).sort());
		}
		for (const row of played.items) for (const value of Object.values(row)) expect(value === null || typeof value !== 'object').toBe(true);
		expect(rowFor(played, 'superset', 'kofi.mensah')).toMatchObject({ name: 'Kofi Mensah', username: 'kofi.mensah', access: 'role: Gamma; role: Finance Viewers; group: Finance', status: 'clear', flags: '' });
	});

	test('flag admins, doubles, strangers, who never came, who came long ago and who never accepted', async () => {
		await stage.on('metabase', 'people', { count: 1, prefix: 'ghost' });
		const played = await review({ options: { internalDomains: 'example.org, @Partner.example', staleDays: 90 } });
		expect(withFlag(played, 'admin', 'superset').sort()).toEqual(['admin', 'chen.wei', 'grace.okafor']);
		expect(withFlag(played, 'admin', 'redash').sort()).toEqual(['admin', 'chen.wei', 'grace.okafor']);
		// He left: what he could do he can't any more.
		expect(withFlag(played, 'admin', 'metabase').sort()).toEqual(['admin', 'grace.okafor']);
		expect(withFlag(played, 'duplicatePerson').map((one) => one.toLowerCase()).sort()).toEqual(Array(4).fill('priya.nair'));
		expect(withFlag(played, 'neverSeen', 'superset')).toContain('nadia.petrova');
		expect(withFlag(played, 'neverSeen', 'metabase')).toContain('ghost1');
		expect(withFlag(played, 'stale', 'sisense')).toEqual(expect.arrayContaining(['boris.ivanov', 'omar.haddad', 'zoe.muller']));
		expect(rowFor(played, 'sisense', 'boris.ivanov').daysSince).toBeGreaterThan(90);
		expect(withFlag(played, 'stale', 'metabase')).not.toContain('omar.haddad');
		const open = played.items.filter(({ state }) => state !== 'inactive');
		expect(open.every((row) => flags(row).includes('externalDomain'))).toBe(true);
		const own = await review({ options: { internalDomains: 'EXAMPLE.com' } });
		expect(withFlag(own, 'externalDomain')).toEqual([]);
		expect(withFlag(await review({ options: { pendingDays: 1 } }), 'pendingTooLong', 'redash')).toEqual(expect.arrayContaining(['ivo.kral']));
	});

	test('nobody is told as never seen by a tool that does not keep it', async () => {
		await stage.reset({ 'redash.scheduler': 'off' });
		expect(withFlag(await review({ tools: ['redash'] }), 'neverSeen')).toEqual([]);
	});

	test('are there for each item, but the tools are asked once', async () => {
		const one = await review({});
		const three = await review({}, { items: emails('kofi.mensah', 'lena.fischer', 'grace.okafor') });
		for (const item of [0, 1, 2]) expect(three.outputs[0].filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)).toHaveLength(one.items.length);
		const asked = ({ requests }: Played) => requests.map(({ tool, method, path }) => `${tool} ${method} ${path}`).filter((one) => !one.endsWith('/login')).sort();
		expect(asked(three)).toEqual(asked(one));
	});

	test('may be only those to look at', async () => {
		const [all, some] = [await review({}), await review({ options: { flaggedOnly: true } })];
		expect(some.items.map(({ email, tool }) => [tool, email])).toEqual(all.items.filter(({ status }) => status === 'flagged').map(({ email, tool }) => [tool, email]));
		expect(some.items.length).toBeGreaterThan(5);
	});
});

describe('with the people of a directory as input items', () => {
	const PEOPLE = emails('admin', 'Grace.Okafor', 'MARIA.silva', 'kofi.mensah', 'new.hire');

	test('one review is made; a person’s rows belong to their item, all others to the first', async () => {
		const played = await review({ directory: 'input', email: '={{ $json.email }}' }, { items: PEOPLE });
		expect(played.message).toBe('');
		const unknown = withFlag(played, 'notInDirectory', 'superset');
		expect(unknown).toEqual(expect.arrayContaining(['gita.rao', 'yuki.tanaka']));
		for (const one of ['admin', 'grace.okafor', 'maria.silva', 'kofi.mensah', 'lena.fischer']) expect(unknown).not.toContain(one);
		for (const { json, pairedItem } of played.outputs[0]) {
			const at = PEOPLE.findIndex(({ email }) => email.toLowerCase() === String(json.email).toLowerCase());
			expect([json.email, pairedItem]).toEqual([json.email, { item: Math.max(at, 0) }]);
		}
		const keys = played.items.map(({ tool, email, username }) => `${String(tool)} ${String(email)} ${String(username)}`);
		expect(new Set(keys).size).toBe(keys.length);
		expect(played.items).toHaveLength((await review({})).items.length);
	});

	test('somebody who is in it twice has rows once', async () => {
		const once = await review({ directory: 'input', email: '={{ $json.email }}', tools: ['superset'] }, { items: PEOPLE });
		const twice = await review({ directory: 'input', email: '={{ $json.email }}', tools: ['superset'] }, { items: [...PEOPLE, ...PEOPLE] });
		expect(twice.items).toHaveLength(once.items.length);
		expect(twice.outputs[0].map(({ pairedItem }) => (pairedItem as { item: number }).item).every((item) => item < PEOPLE.length)).toBe(true);
	});

	test('an item without e-mail is told by the name of the field: a hole in a list must not make a leaver of somebody', async () => {
		const played = await review({ directory: 'input', email: '={{ $json.email }}' }, { items: [PEOPLE[0], { email: '' }], credentials: stage.storeOf() });
		expect([played.status, played.requests]).toEqual(['error', []]);
		expect(played.message).toMatch(/"Email" is empty/);
	});
});

describe('a report', () => {
	const report = async (options = {}) => await review({ output: 'report', options: { title: 'Review <Q4> & "all"', ...options } });

	test('is one item with totals, all rows and a file of its own', async () => {
		const played = await report();
		expect(played.items).toHaveLength(1);
		const [{ title, status, totals, rows, at, by }] = played.items;
		expect([title, status, typeof by]).toEqual(['Review <Q4> & "all"', 'complete', 'string']);
		expect(rows).toHaveLength((await review({})).items.length);
		for (const tool of ALL) {
			const truth = await accountsIn(stage, tool);
			const count = (state: string) => truth.filter((one) => one.state === state).length;
			expect((totals as IDataObject)[tool]).toMatchObject({ accounts: truth.length, active: count('active'), inactive: count('inactive'), pending: count('pending') });
		}
		expect(reportOf(played)).toMatchObject({ mimeType: 'text/html', fileName: `bi-access-review-${String(at).slice(0, 10)}.html` });
	});

	test('needs nothing from elsewhere, has everybody, and shows what is worth a look', async () => {
		const { html } = reportOf(await report());
		expect(html).toMatch(/^<!doctype html>/);
		expect(html).not.toMatch(/\s(src|href)\s*=|url\(|@import|<script|<link|<iframe/i);
		expect(html).toContain('<title>Review &#60;Q4&#62; &#38; &#34;all&#34;</title>');
		const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
		for (const tool of ALL) for (const { email } of await accountsIn(stage, tool)) expect(html.toLowerCase()).toContain(escaped(email).toLowerCase());
		for (const text of ['Admin', 'Never signed in', 'Not seen for long', 'Two accounts of one person', '由紀 田中', 'Superset', 'Sisense', 'Metabase', 'Redash']) expect(html).toContain(text);
	});

	test('of those to look at leaves the others out', async () => {
		const { html } = reportOf(await report({ flaggedOnly: true }));
		expect(html).toContain('People to look at');
		expect(html).toContain('priya.nair@example.com');
		expect(html.split('<table class="matrix">')[1]).not.toContain('kofi.mensah@example.com');
	});

	test('says which tool could not be read, and shows the rest', async () => {
		await stage.on('sisense', 'faults', { spec: 'html:1' });
		const played = await report();
		expect(played.items[0]).toMatchObject({ status: 'failed', totals: { sisense: { failed: expect.stringMatching(/not the Sisense API/) }, superset: { accounts: 17 } } });
		expect(reportOf(played).html).toMatch(/<strong>Sisense could not be read\.<\/strong> This is not the Sisense API/);
		const rows = await review({});
		expect(rows.items.filter(({ tool }) => tool === 'sisense')).toMatchObject([{ status: 'failed', email: '', message: expect.stringMatching(/not the Sisense API/) }]);
	});
});

describe('Check', () => {
	const check = playing(stage, 'access.check');

	test('tells for each tool who the credential is, which server it is, what works and what does not', async () => {
		const played = await check({});
		expect(rowOf(played, 'superset')).toMatchObject({ email: 'admin@example.com', status: 'ok', version: '6.1.0', fix: null, works: expect.arrayContaining([expect.stringMatching(/^17 accounts/)]) });
		expect(rowOf(played, 'redash')).toMatchObject({ status: 'limited', version: '25.8.0', limits: expect.arrayContaining([expect.stringContaining('Payroll'), expect.stringContaining('No mail')]) });
		expect(rowOf(played, 'metabase')).toMatchObject({ email: null, by: 'API key n8n', status: 'ok', edition: 'open source', identityProvider: [] });
		expect(rowOf(played, 'sisense')).toMatchObject({ email: 'admin@example.com', status: 'ok', edition: 'tenant system', identityProvider: [expect.stringMatching(/^2 people sign in through/)] });
		expect(played.writes).toEqual([]);
	});

	test.each([
		['a port where nobody listens', { url: 'http://127.0.0.1:9' }, /connect|reach|not answer/i],
		['an address without a scheme', { url: 'example' }, /URL/],
	])('of %s says what to correct, and leaves the other tools alone', async (_, fields, says) => {
		const played = await check({ options: { maxWait: 0 } }, { credentials: stage.storeOf(fields, 'redash') });
		const { status, message, fix } = rowOf(played, 'redash');
		expect([status, `${String(message)} ${String(fix)}`]).toEqual(['failed', expect.stringMatching(says)]);
		expect(played.items.filter(({ status: is }) => is === 'failed')).toHaveLength(1);
	});

	test('of a Superset account that may not do everything names the rights it lacks', async () => {
		const credentials = stage.storeOf({ username: 'svc-people', password: 'sandbox-pass' }, 'superset');
		const { items } = await check({ tools: ['superset'] }, { credentials });
		expect(items).toMatchObject([{ status: 'limited', fix: null, limits: expect.arrayContaining([expect.stringMatching(/may not delete people.*"can_delete on User"/)]) }]);
	});
});
