/** How far somebody is brought to what is named: added to, exactly that, or exactly within what a flow manages. */
import type { IDataObject } from 'n8n-workflow';

import { textOf, TOLERANT } from '../given.mts';
import { accountIn, ALL, biStage, each, everything, inAll, of, playing, rowOf, type ToolName } from './stage.mts';

const stage = biStage();
const onboard = playing(stage, 'person.onboard');
const accessOf = async (local: string) => Object.fromEntries(await Promise.all(ALL.map(async (tool) => [tool, (await accountIn(stage, tool, local))?.access])));

const MARIA = { email: 'maria.silva@example.com' };

/** Something else than Maria has. */
const OTHER = {
	supersetRoles: 'Gamma',
	supersetGroups: 'Finance',
	redashGroups: 'People Ops',
	metabaseGroups: 'People Ops',
	sisenseRole: 'Viewer',
	sisenseGroups: 'People Ops',
};

const row = (directoryGroup: string, tool: ToolName, kind: 'role' | 'group', name: string | number) => ({ directoryGroup, tool, kind, name });

/** What a company’s directory groups give. */
const MAPPING = [
	row('', 'redash', 'group', 'default'),
	row('', 'superset', 'role', 'Gamma'),
	row('Analysts', 'superset', 'role', 'Alpha'),
	row('Analysts', 'redash', 'group', 'Analytics'),
	row('Analysts', 'metabase', 'group', 'Analytics'),
	row('Analysts', 'sisense', 'role', 'Designer'),
	row('Analysts', 'sisense', 'group', 'Analytics'),
	row('Finance people', 'superset', 'group', 'Finance'),
	row('Finance people', 'metabase', 'group', 'Finance'),
	row('Finance people', 'sisense', 'group', 'Finance'),
];

describe('Add', () => {
	test('takes nothing away, and lowers no role', async () => {
		const played = await onboard({ ...MARIA, grants: OTHER });
		expect(each(played, 'status')).toEqual(inAll('updated'));
		expect(each(played, 'removed')).toEqual(inAll([]));
		expect(await accessOf('maria.silva')).toEqual({
			metabase: ['All Users', 'Analytics', 'People Ops'],
			redash: ['Analytics', 'People Ops', 'default'],
			sisense: ['Analytics', 'People Ops', 'contributor'],
			superset: ['Alpha', 'Data Team', 'Finance', 'Gamma'],
		});
	});

	test('puts a higher role in the place of a lower one, which is the only one there can be', async () => {
		const played = await onboard({ email: 'kofi.mensah@example.com', tools: ['sisense'], grants: { sisenseRole: 'Designer' } });
		expect(played.items).toMatchObject([{ status: 'updated', added: [{ kind: 'role', name: 'Designer' }], removed: [{ kind: 'role', name: 'Viewer' }] }]);
		expect((await accountIn(stage, 'sisense', 'kofi.mensah'))?.access).toEqual(['Finance', 'contributor']);
	});

	test('counts a membership that is there twice as one', async () => {
		const played = await onboard({ email: 'kofi.mensah@example.com', tools: ['redash'], grants: { redashGroups: [5, 'default'] } });
		expect(played.items).toMatchObject([{ status: 'unchanged' }]);
		expect(played.writes).toEqual([]);
	});
});

describe('Exactly', () => {
	const EXACTLY = { accessMode: 'exactly' };

	test('takes everything else away, but not what everybody has by the product', async () => {
		const played = await onboard({ ...MARIA, grants: OTHER, ...EXACTLY });
		expect(each(played, 'status')).toEqual(inAll('updated'));
		expect(await accessOf('maria.silva')).toEqual({
			metabase: ['All Users', 'People Ops'],
			redash: ['People Ops'],
			sisense: ['People Ops', 'consumer'],
			superset: ['Finance', 'Gamma'],
		});
		expect(rowOf(played, 'superset').removed).toEqual([{ kind: 'role', name: 'Alpha' }, { kind: 'role', name: 'Data Team' }]);
		expect(rowOf(played, 'sisense').removed).toEqual([{ kind: 'role', name: 'Designer' }, { kind: 'group', name: 'Analytics' }]);
		const again = await onboard({ ...MARIA, grants: OTHER, ...EXACTLY });
		expect(each(again, 'status')).toEqual(inAll('unchanged'));
		expect(again.writes).toEqual([]);
	});

	test('of nothing is refused: an empty answer of a directory must not empty a company', async () => {
		const before = await everything(stage);
		const played = await onboard({ ...MARIA, mapping: { entries: MAPPING.filter(({ directoryGroup }) => directoryGroup !== '') }, directoryGroups: [], ...EXACTLY });
		expect(each(played, 'status')).toEqual(inAll('refused'));
		for (const one of played.items) expect(one).toMatchObject({ step: 'guard', message: expect.stringMatching(/Nothing is named that maria\.silva@example\.com should have.*"Mapping"/) });
		expect(await everything(stage)).toEqual(before);
	});

	test('makes a double membership end with its last copy', async () => {
		await onboard({ email: 'kofi.mensah@example.com', tools: ['redash'], grants: { redashGroups: ['Analytics'] }, ...EXACTLY });
		expect((await accountIn(stage, 'redash', 'kofi.mensah'))?.access).toEqual(['Analytics']);
	});
});

describe('Exactly Within', () => {
	const WITHIN = { accessMode: 'exactlyWithin', mapping: { entries: MAPPING } };

	test('takes away what the mapping gives to others, and leaves alone what people gave by hand', async () => {
		await onboard({ ...MARIA, grants: OTHER });
		const played = await onboard({ ...MARIA, directoryGroups: 'Finance people', ...WITHIN });
		expect(each(played, 'status')).toEqual(inAll('updated'));
		expect(await accessOf('maria.silva')).toEqual({
			metabase: ['All Users', 'Finance', 'People Ops'],
			redash: ['People Ops', 'default'],
			sisense: ['Finance', 'People Ops', 'contributor'],
			superset: ['Data Team', 'Finance', 'Gamma'],
		});
	});

	test('also takes away what is named as managed besides', async () => {
		const within = { supersetRoles: ['Data Team'], metabaseGroups: 'Analytics', redashGroups: 'Analytics', sisenseGroups: 'Analytics' };
		const played = await onboard({ ...MARIA, accessMode: 'exactlyWithin', within, grants: { supersetRoles: 'Gamma' } });
		expect(each(played, 'status')).toEqual(inAll('updated'));
		expect(await accessOf('maria.silva')).toEqual({ metabase: ['All Users'], redash: ['default'], sisense: ['contributor'], superset: ['Alpha', 'Gamma'] });
	});

	test('leaves a higher role alone that somebody was given by hand, and lowers one that the mapping knows', async () => {
		const wish = { ...MARIA, tools: ['sisense'], accessMode: 'exactlyWithin', mapping: { entries: [row('', 'sisense', 'role', 'Viewer')] } };
		const kept = await onboard(wish);
		expect(kept.items).toMatchObject([{ status: 'unchanged', removed: [] }]);
		expect((await accountIn(stage, 'sisense', 'maria.silva'))?.access).toContain('contributor');
		const lowered = await onboard({ ...wish, within: { sisenseRole: 'Designer' } });
		expect(lowered.items).toMatchObject([{ status: 'updated', removed: [{ kind: 'role', name: 'Designer' }] }]);
	});

	test.each(['exactly', 'exactlyWithin', 'add'])('%s with an expression for Directory Groups that delivers nothing takes nothing away', async (accessMode) => {
		const before = await everything(stage);
		const wish = { ...MARIA, accessMode, mapping: { entries: MAPPING }, directoryGroups: '={{ $json.memberOf }}', ...(accessMode === 'exactly' && { grants: OTHER }) };
		for (const groups of [undefined, null]) {
			const played = await onboard(wish, { items: [{ groups: ['analysts'], ...(groups === null && { memberOf: null }) }], ...TOLERANT });
			if (accessMode === 'add') expect(played.items.flatMap(({ removed }) => removed)).toEqual([]);
			else expect(textOf(played.failures[0])).toMatch(/"Directory Groups" delivers nothing.*empty list/);
		}
		if (accessMode !== 'add') expect(await everything(stage)).toEqual(before);
		expect((await onboard(wish, { items: [{ memberOf: [] }] })).message).toBe('');
	});

	test('may leave somebody with nothing in Superset, which no single write there can do', async () => {
		const played = await onboard({ ...MARIA, tools: ['superset'], accessMode: 'exactlyWithin', within: { supersetRoles: ['Data Team', 'Alpha'] } });
		expect(played.items).toMatchObject([{ status: 'updated', access: [] }]);
		expect((await accountIn(stage, 'superset', 'maria.silva'))?.access).toEqual([]);
	});
});

describe('Mapping', () => {
	test('gives each item what its own directory groups give, whatever their case, and everybody what has no group', async () => {
		const items = [
			{ email: 'a@example.com', groups: ['ANALYSTS', 'Finance people'] },
			{ email: 'b@example.com', groups: 'finance people , somewhere else' },
			{ email: 'c@example.com', groups: [] },
		];
		const played = await onboard({ email: '={{ $json.email }}', directoryGroups: '={{ $json.groups }}', mapping: { entries: MAPPING } }, { items });
		expect(played.message).toBe('');
		expect(played.items).toHaveLength(12);
		expect(played.items.map(({ status }) => status)).toEqual(Array(12).fill('created'));
		expect(played.outputs[0].map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
		expect(await accessOf('a')).toEqual({ metabase: ['All Users', 'Analytics', 'Finance'], redash: ['Analytics', 'default'], sisense: ['Analytics', 'Finance', 'contributor'], superset: ['Alpha', 'Finance', 'Gamma'] });
		expect(await accessOf('b')).toEqual({ metabase: ['All Users', 'Finance'], redash: ['default'], sisense: ['Finance', 'consumer'], superset: ['Finance', 'Gamma'] });
		expect(await accessOf('c')).toEqual({ metabase: ['All Users'], redash: ['default'], sisense: ['consumer'], superset: ['Gamma'] });
	});

	test.each([
		['a list by an expression', '={{ $json.mapping }}'],
		['JSON text by an expression', '={{ JSON.stringify($json.mapping) }}'],
		['JSON text', JSON.stringify(MAPPING)],
	])('takes further rows as %s, beside those of the table', async (_, mappingRows) => {
		const mapping = { entries: [row('analysts', 'metabase', 'group', 'Interns')] };
		const played = await onboard({ email: 'a@example.com', directoryGroups: 'analysts', mapping, mappingRows }, { items: [{ mapping: MAPPING } as IDataObject] });
		expect(each(played, 'status')).toEqual(inAll('created'));
		expect(await accessOf('a')).toMatchObject({ metabase: ['All Users', 'Analytics', 'Interns'], superset: ['Alpha', 'Gamma'] });
	});

	test.each([
		['a single row instead of a list', MAPPING[0], /"Mapping From Data" is not a list of rows: "?\{.*directoryGroup, tool, kind, name/],
		['a text that is none', 'Analytics', /"Mapping From Data" is not a list of rows/],
		['a row of an unknown tool', [{ ...MAPPING[0], tool: 'tableau' }], /"Mapping From Data", row 1.*"Tool" does not know "tableau"/],
		['a row without a name', [MAPPING[0], { ...MAPPING[1], name: '' }], /"Mapping From Data", row 2.*"Name or ID" is empty/],
		['a row with a misspelled column', [MAPPING[0], { 'Directory Group': 'admins', tool: 'superset', kind: 'role', name: 'Admin' }], /"Mapping From Data", row 2, has no "directoryGroup".*empty text/],
		['rows with other columns altogether', [{ Group: 'admins', Tool: 'superset' }], /"Mapping From Data", row 1, has no "directoryGroup", "tool", "kind", "name"/],
		['a role where there are none', [row('', 'redash', 'role', 'Admin')], /"Mapping" names the role "Admin" for Redash, which has groups only.*"Kind"/],
	])('given as %s fails the item, and nothing is sent', async (_, mapping, says) => {
		const played = await onboard({ email: 'a@example.com', mappingRows: '={{ $json.mapping }}' }, { items: [{ mapping } as IDataObject], ...TOLERANT, credentials: stage.storeOf() });
		expect(played.items).toEqual([]);
		expect(textOf(played.failures[0])).toMatch(says);
		expect(played.requests).toEqual([]);
	});

	test('of a name that is not there fails that tool by the name, before anything is written', async () => {
		const mapping = [row('', 'metabase', 'group', 'No Such Group'), row('', 'superset', 'role', 'Gamma'), row('', 'redash', 'group', 'Finance')];
		const played = await onboard({ email: 'a@example.com', mappingRows: JSON.stringify(mapping) });
		expect(each(played, 'status')).toEqual({ metabase: 'failed', redash: 'failed', sisense: 'created', superset: 'created' });
		expect(rowOf(played, 'metabase')).toMatchObject({ step: 'names', message: expect.stringContaining('No Such Group') });
		// Two groups there have this name.
		expect(rowOf(played, 'redash')).toMatchObject({ step: 'names', message: expect.stringMatching(/Finance.*5.*6/s) });
		expect([...of(played.writes, 'metabase'), ...of(played.writes, 'redash')]).toEqual([]);
		expect(await accountIn(stage, 'metabase', 'a')).toBeUndefined();
	});

	test('of two roles in Sisense, where a person has one, gives the one that may do more', async () => {
		const entries = [row('', 'sisense', 'role', 'Designer'), row('x', 'sisense', 'role', 'Viewer')];
		const wish = { email: 'a@example.com', tools: ['sisense'], mapping: { entries }, directoryGroups: 'x' };
		expect((await onboard(wish)).items).toMatchObject([{ status: 'created', added: [{ kind: 'role', name: 'Designer' }] }]);
		expect((await onboard(wish)).items).toMatchObject([{ status: 'unchanged' }]);
		expect((await onboard({ ...wish, accessMode: 'exactlyWithin' })).items).toMatchObject([{ status: 'unchanged' }]);
	});
});

describe('what nobody gives', () => {
	test('is what a person has by the product: naming it changes nothing', async () => {
		const played = await onboard({ email: 'gita.rao@example.com', tools: ['metabase', 'sisense'], grants: { metabaseGroups: 'All Users', sisenseGroups: 'Everyone' } });
		expect(played.items.map(({ status }) => status)).toEqual(['unchanged', 'unchanged']);
		expect(played.writes).toEqual([]);
	});

	test('is no wish where somebody is not in it either: nobody can be put in', async () => {
		const { items, writes } = await onboard({ email: 'tomas.novak@example.com', tools: ['metabase'], grants: { metabaseGroups: 'All Users' } });
		expect(items).toMatchObject([{ status: 'unchanged', added: [] }]);
		expect(writes).toEqual([]);
	});

	test('is what a directory decides: that is refused, and nothing is written', async () => {
		const { items, writes } = await onboard({ email: 'gita.rao@example.com', tools: ['sisense'], grants: { sisenseGroups: 'DIR-Sales' } });
		expect(items).toMatchObject([{ status: 'refused', step: 'guard', added: [], message: expect.stringMatching(/"DIR-Sales" of Sisense.*directory.*put gita\.rao@example\.com in there/) }]);
		expect(writes).toEqual([]);
	});

	test('is the one account that owns a Sisense', async () => {
		const { items, writes } = await onboard({ email: 'gita.rao@example.com', tools: ['sisense'], grants: { sisenseRole: 'Sys. Admin' } });
		expect(items).toMatchObject([{ status: 'failed', step: 'names', message: expect.stringMatching(/Sys\. Admin/) }]);
		expect(writes).toEqual([]);
	});
});
