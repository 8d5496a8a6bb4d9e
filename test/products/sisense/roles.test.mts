/** A word for a role may mean one role, or none; never more than it says (contract 5). */
import fc from 'fast-check';

import { canOwn, chooseRole, isAdmin, isNoAdmin, isSuper, type RawRole, type Role } from '../../../products/sisense/roles';

const SHOWN: Record<string, string> = { super: 'Sys. Admin', admin: 'Admin', dataAdmin: 'Data Admin', tenantAdmin: 'Tenant Admin', dataDesigner: 'Data Designer', contributor: 'Designer', consumer: 'Viewer' };

const role = (apiName: string, name = SHOWN[apiName] ?? apiName, more: Partial<RawRole> = {}): Role => ({ id: `id of ${apiName}`, apiName, name, raw: { _id: `id of ${apiName}`, name: apiName, ...more } });

const BUILT_IN = Object.keys(SHOWN).map((name) => role(name));
const named = (value: string, all = BUILT_IN) => {
	try {
		return chooseRole({ by: 'name', value }, all).apiName;
	} catch {
		return undefined;
	}
};

const folded = (text: string) => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Words people write, with noise that folding takes away. */
const noisy = (word: string) => fc.array(fc.constantFrom('', ' ', '-', '_', '.', '/'), { minLength: word.length, maxLength: word.length }).chain((noise) => fc.boolean().map((upper) => [...word].map((letter, at) => (upper ? letter.toUpperCase() : letter) + noise[at]).join('')));

const custom = fc
	.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _-]{0,14}$/), fc.string({ maxLength: 15 }))
	.map(([name, shown]) => role(`custom_${name}`, shown.trim() || `custom_${name}`));

test('"admin" in any spelling is Admin, and never what owns the server', () => {
	fc.assert(fc.property(noisy('admin'), fc.subarray(BUILT_IN), (word, all) => named(word, all) === (all.some(({ apiName }) => apiName === 'admin') ? 'admin' : undefined)));
});

test('"data designer" in any spelling is Data Designer, and never Designer', () => {
	fc.assert(fc.property(noisy('datadesigner'), fc.subarray(BUILT_IN), (word, all) => named(word, all) === (all.some(({ apiName }) => apiName === 'dataDesigner') ? 'dataDesigner' : undefined)));
});

test('"administrator" is nothing, whatever the server has', () => {
	fc.assert(fc.property(noisy('administrator'), (word) => named(word) === undefined));
});

const SUPER_WORDS = new Set(['SUPER', 'SYSADMIN', 'SYSTEMADMIN', 'SYSTEMADMINISTRATOR']);

test('no other word than its own means the Sys. Admin', () => {
	const word = fc.oneof(fc.string(), fc.constantFrom(...Object.keys(SHOWN), ...Object.values(SHOWN)), fc.stringMatching(/^(sys|Sys|system|super|data|tenant)?[ -]?(admin|Admin|administrator|designer|user)$/));
	fc.assert(fc.property(word, (one) => named(one) !== 'super' || SUPER_WORDS.has(folded(one))));
});

test('a role that is called so is chosen, whatever else the word could mean', () => {
	fc.assert(
		fc.property(fc.array(custom, { maxLength: 5 }), (customs) => {
			const all = [...BUILT_IN, ...customs.filter((one, at) => customs.findIndex(({ apiName }) => apiName === one.apiName) === at)];
			for (const one of all) expect(named(one.apiName, all)).toBe(one.apiName);
		}),
	);
});

test('what is chosen is called so: by the API, by the pages, or by an alias that nothing else is called', () => {
	const ALIASES: Record<string, string> = { VIEWER: 'consumer', DESIGNER: 'contributor', DASHBOARDDESIGNER: 'contributor', SYSADMIN: 'super', SYSTEMADMIN: 'super', SYSTEMADMINISTRATOR: 'super' };
	fc.assert(
		fc.property(fc.array(custom, { maxLength: 4 }), fc.oneof(fc.constantFrom(...Object.keys(ALIASES), 'designer', 'viewer', 'Board'), fc.string({ maxLength: 12 })), (customs, word) => {
			const all = [...BUILT_IN, ...customs];
			const apiName = named(word, all);
			if (apiName === undefined) return;
			const chosen = all.find((one) => one.apiName === apiName)!;
			const wanted = folded(word);
			const isCalled = [folded(chosen.apiName), folded(chosen.name)].includes(wanted) || chosen.apiName === word;
			expect(isCalled || ALIASES[wanted] === apiName).toBe(true);
			// An alias is the last resort.
			if (!isCalled) expect(all.some((one) => [folded(one.apiName), folded(one.name)].includes(wanted))).toBe(false);
		}),
	);
});

test('a real role beats an alias', () => {
	const viewer = role('viewer', 'Our viewer');
	expect(named('viewer', [...BUILT_IN.filter(({ apiName }) => apiName !== 'consumer'), role('consumer', 'Reader'), viewer])).toBe('viewer');
	expect(named('Designer', [role('contributor', 'Author'), role('custom_d', 'Designer')])).toBe('custom_d');
});

test('two roles of one name are refused, with both IDs', () => {
	const all = [...BUILT_IN, role('custom_a', 'Board'), role('custom_b', 'board')];
	expect(() => chooseRole({ by: 'name', value: 'BOARD' }, all)).toThrow(/can mean more than one role: Board \(ID id of custom_a\), board \(ID id of custom_b\)/);
});

test('an unknown role lists all there are, of very many the near ones', () => {
	expect(() => chooseRole({ by: 'name', value: 'Wizard' }, BUILT_IN)).toThrow(/There is no role "Wizard" in Sisense\. It has: Sys\. Admin \(super\), .*, Viewer \(consumer\)\. Correct "Role"\./);
	const many = [...BUILT_IN, ...Array.from({ length: 40 }, (_, at) => role(`custom_team ${at}`))];
	expect(() => chooseRole({ by: 'name', value: 'team 39x' }, many)).toThrow(/custom_team 39/);
	expect(() => chooseRole({ by: 'name', value: 'team 39x' }, many)).not.toThrow(/Viewer/);
});

test('an ID is compared as it is', () => {
	expect(chooseRole({ by: 'id', value: 'id of consumer' }, BUILT_IN).apiName).toBe('consumer');
	expect(() => chooseRole({ by: 'id', value: 'consumer' }, BUILT_IN)).toThrow(/no role with ID consumer/);
});

describe('what a role may', () => {
	test.each([
		['super', true, false, true],
		['admin', true, false, true],
		['tenantAdmin', true, false, true],
		['dataAdmin', false, true, true],
		['dataDesigner', false, true, true],
		['contributor', false, true, true],
		['consumer', false, true, false],
	])('%s', (apiName, admin, noAdmin, owner) => {
		for (const baseRoleName of [undefined, 'admin', 'consumer']) {
			const one = role(apiName, SHOWN[apiName], { baseRoleName });
			expect([isAdmin(one), isNoAdmin(one), canOwn(one)]).toEqual([admin, noAdmin, owner]);
		}
	});

	test('of a custom one is that of what it is made from; nothing is taken for granted where that is not told', () => {
		const made = (baseRoleName?: string) => role('custom_x', 'X', { baseRoleName });
		expect([isAdmin(made('admin')), isNoAdmin(made('admin')), isSuper(made('super'))]).toEqual([true, false, false]);
		expect([isAdmin(made('consumer')), isNoAdmin(made('consumer')), canOwn(made('consumer'))]).toEqual([false, true, false]);
		expect([isAdmin(made()), isNoAdmin(made()), canOwn(made())]).toEqual([false, false, true]);
		expect([isAdmin(undefined), canOwn(undefined)]).toEqual([false, false]);
	});
});
