/** What n8n's lint can't see, because the properties are built and not literals (design section 2). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { fieldsOf } from '../../kit/properties';
import { packageRoot, readPackage } from '../harness/core.mts';
import { CREDENTIALS, NODES, PARAMETERS } from './names.mts';
import { allProperties, credentials, menu, menusOf, nodes, shownFor } from './nodes.mts';

const root = packageRoot();
const folder = (...parts: string[]) => path.join(root, 'dist', 'nodes', ...parts);
const sorted = (names: string[]) => [...names].sort((a, b) => a.localeCompare(b));
const words = (text: string) => text.split(' ');

/** Two display rules that can hold at once would show two fields of one name. */
function disjoint(one: INodeProperties, other: INodeProperties): boolean {
	const [a, b] = [one.displayOptions?.show ?? {}, other.displayOptions?.show ?? {}];
	return Object.keys(a).some((key) => b[key] !== undefined && !a[key]!.some((value) => b[key]!.includes(value)));
}

test('there are nodes and credentials to look at', () => {
	expect(nodes.length).toBeGreaterThan(0);
	expect(credentials.length).toBeGreaterThan(0);
});

describe.each(nodes)('the node $description.name', ({ folder: name, description, methods, resources }) => {
	const all = allProperties(description.properties);
	const menus = menusOf(description);
	const operations = menus.flatMap(({ resource, operations: entries }) => entries.map((entry) => ({ resource, operation: String(entry.value), ...entry })));

	test('bears a public name, and its menus hold nothing that is not public', () => {
		expect(Object.keys(NODES)).toContain(description.name);
		const { displayName, menus: known } = NODES[description.name];
		expect(description.displayName).toBe(displayName);
		expect([description.version].flat()).toContain(1);
		const strange = operations.filter(({ resource, operation }) => !words(known[resource] ?? '').includes(operation));
		expect(strange.map(({ resource, operation }) => `${resource}.${operation}`)).toEqual([]);
	});

	test('gives the same name to the same thing as everywhere', () => {
		const other = all.filter(({ property }) => property.name in PARAMETERS && property.type !== PARAMETERS[property.name]);
		// Inside a filter an e-mail or a name is a part to search for, of whatever type suits.
		expect(other.filter(({ path: at }) => !at.includes('filters >')).map(({ path: at }) => at)).toEqual([]);
	});

	test('never shows two fields of one name', () => {
		const { properties } = description;
		const twins = properties.flatMap((one, i) =>
			properties.slice(i + 1).filter((other) => other.name === one.name && !disjoint(one, other)).map(() => one.name),
		);
		expect(twins).toEqual([]);
	});

	test('lists are alphabetical', () => {
		for (const { path: at, property } of all) {
			const names = menu(property).map((entry) => (property.type === 'collection' ? (entry as unknown as INodeProperties).displayName : entry.name));
			if (property.type !== 'collection' && names.length < 5) continue;
			expect({ at, names }).toEqual({ at, names: sorted(names) });
		}
	});

	test('shows every field in the editor, which hides what a field depends on that credentials go by', () => {
		const choosing = (description.credentials ?? []).flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {}));
		const hides = description.properties.filter(({ name: field, displayOptions }) => choosing.includes(field) && displayOptions?.show !== undefined);
		expect(hides.map(({ name: field }) => field)).toEqual([]);
	});

	test('every operation has an action of its own, a description and a default', () => {
		for (const { name: label, action, description: text } of operations) {
			expect(label).toMatch(/^[A-Z]/);
			expect(action).toMatch(/^[A-Z][^.]*$/);
			expect(text).toMatch(/^[A-Z].{10}/s);
		}
		expect(new Set(operations.map(({ action }) => action)).size).toBe(operations.length);
		for (const { name: field, default: start, options } of description.properties.filter((one) => one.noDataExpression)) {
			expect({ field, known: (options as Array<{ value: unknown }>).some(({ value }) => value === start) }).toEqual({ field, known: true });
		}
	});

	test('Get Many, Return All and Limit are as everywhere in n8n', () => {
		for (const { resource, operation, name: label } of operations) {
			const shown = shownFor(description, resource, operation);
			const [returnAll, limit] = ['returnAll', 'limit'].map((field) => shown.find((one) => one.name === field));
			if (operation === 'getAll') expect([label, returnAll?.type, limit?.type]).toEqual(['Get Many', 'boolean', 'number']);
			if (!returnAll && !limit) continue;
			expect(returnAll).toMatchObject({ displayName: 'Return All', default: false, description: 'Whether to return all results or only up to a given limit' });
			expect(limit).toMatchObject({
				displayName: 'Limit',
				default: 50,
				description: 'Max number of results to return',
				typeOptions: { minValue: 1 },
				displayOptions: { show: { returnAll: [false] } },
			});
		}
	});

	test('Simplify is on, and named and described as everywhere in n8n', () => {
		for (const { property } of all.filter((one) => one.property.name === 'simplify')) {
			expect(property).toMatchObject({ displayName: 'Simplify', default: true, description: 'Whether to return a simplified version of the response instead of the raw data' });
		}
	});

	test('texts follow the rules of n8n', () => {
		for (const { path: at, property } of all) {
			const { type, displayName, description: text = '', placeholder = '', default: start } = property;
			if (type === 'boolean') expect({ at, text }).toEqual({ at, text: expect.stringMatching(/^Whether /) });
			if (placeholder !== '' && type !== 'collection' && type !== 'fixedCollection') expect({ at, placeholder }).toEqual({ at, placeholder: expect.stringMatching(/^e\.g\. ./) });
			if (type === 'collection') expect({ at, placeholder }).toEqual({ at, placeholder: expect.stringMatching(/^Add [A-Z]/) });
			for (const mode of property.modes ?? []) if (mode.placeholder) expect({ at, placeholder: mode.placeholder }).toEqual({ at, placeholder: expect.stringMatching(/^e\.g\. ./) });
			expect({ at, displayName }).toEqual({ at, displayName: expect.stringMatching(/^[A-Z]\S*( (?:[A-Z]\S*|of|or|and|in|to|from|by|for|with))*$/) });
			expect({ at, start }).not.toEqual({ at, start: undefined });
		}
	});

	test('a description of one sentence has no period, a longer one ends with it', () => {
		const texts = all.flatMap(({ path: at, property }) => [
			{ at, text: property.description ?? '' },
			...menu(property).map((entry) => ({ at: `${at}: ${entry.name}`, text: entry.description ?? '' })),
		]);
		const several = /[.!?)] [A-Z]/;
		const wrong = texts.filter(({ text }) => (several.test(text) ? !/[.>]$/.test(text) : text.endsWith('.')));
		expect(wrong).toEqual([]);
	});

	test('secrets are typed as such, and no plain field is called one', () => {
		for (const { path: at, property } of all) {
			if (property.type !== 'string' || !/password|secret|token|apikey/i.test(property.name)) continue;
			expect({ at, password: property.typeOptions?.password }).toEqual({ at, password: true });
		}
	});

	test('lists and searches that fields refer to exist, and each that exists is referred to', () => {
		const used = { listSearch: new Set<string>(), loadOptions: new Set<string>() };
		for (const { property } of all) {
			if (property.typeOptions?.loadOptionsMethod) used.loadOptions.add(property.typeOptions.loadOptionsMethod as string);
			for (const mode of property.modes ?? []) if (mode.typeOptions?.searchListMethod) used.listSearch.add(mode.typeOptions.searchListMethod);
		}
		expect(sorted(Object.keys(methods.listSearch ?? {}))).toEqual(sorted([...used.listSearch]));
		expect(sorted(Object.keys(methods.loadOptions ?? {}))).toEqual(sorted([...used.loadOptions]));
	});

	test('locators start with their list, and check IDs in the editor where there are any', () => {
		for (const { path: at, property } of all.filter((one) => one.property.type === 'resourceLocator')) {
			const [first, ...others] = property.modes ?? [];
			expect({ at, start: property.default, first: first?.name }).toEqual({ at, start: { mode: 'list', value: '' }, first: 'list' });
			const id = others.find((mode) => mode.name === 'id');
			// Where people are told apart by e-mail alone, the list stores e-mails.
			if (!id) {
				expect({ at, modes: others.map((mode) => mode.name) }).toEqual({ at, modes: ['email'] });
				continue;
			}
			expect({ at, validation: id.validation }).toEqual({ at, validation: [{ type: 'regex', properties: { regex: expect.any(String), errorMessage: expect.stringMatching(/\S/) } }] });
			const [check] = (id.validation ?? []) as unknown as Array<{ properties: { regex: string } }>;
			expect(() => new RegExp(check.properties.regex)).not.toThrow();
		}
	});

	test('every declared operation and field is there, in order, and nothing else', () => {
		if (!resources) return expect(description.properties.some((one) => one.name === 'operation')).toBe(false);
		expect(menus.map(({ resource }) => resource).sort()).toEqual(Object.keys(resources).sort());
		for (const { resource, operations: entries } of menus) {
			expect(entries.map(({ value }) => value).sort()).toEqual(Object.keys(resources[resource].operations).sort());
			for (const [operation, declared] of Object.entries(resources[resource].operations)) {
				const shown = shownFor(description, resource, operation).map((one) => one.name);
				expect({ operation, shown }).toEqual({ operation, shown: ['resource', 'operation', ...Object.keys(fieldsOf(declared))] });
			}
		}
	});

	test('each operation has a schema of its output, and each schema an operation', () => {
		const files = (readdirSync(folder(name, '__schema__', 'v1.0.0'), { recursive: true }) as string[]).filter((file) => file.endsWith('.json'));
		expect(files.sort()).toEqual(operations.map(({ resource, operation }) => `${resource}/${operation}.json`).sort());
		for (const file of files) {
			const schema = JSON.parse(readFileSync(folder(name, '__schema__', 'v1.0.0', file), 'utf8')) as { type: string; properties: object };
			expect({ file, type: schema.type, keys: Object.keys(schema.properties).length > 0 }).toEqual({ file, type: 'object', keys: true });
			// A top-level key "error" would send good items to the error output.
			expect({ file, error: 'error' in schema.properties }).toEqual({ file, error: false });
		}
	});

	test('has a codex file with its own name and addresses', () => {
		const codex = JSON.parse(readFileSync(folder(name, `${name}.node.json`), 'utf8')) as Record<string, unknown>;
		expect(codex).toMatchObject({ node: `${readPackage(root).name}.${description.name}`, categories: expect.arrayContaining([expect.any(String)]) });
		expect(JSON.stringify(codex)).toMatch(/"primaryDocumentation":\[\{"url":"https:\/\//);
	});

	test('signs in with credentials of this package only', () => {
		const known = credentials.map(({ type }) => type.name);
		for (const { name: credential } of description.credentials ?? []) expect(known).toContain(credential);
	});
});

describe.each(credentials)('the credential $type.name', ({ type }) => {
	test('bears a public name and has the public fields', () => {
		expect(Object.keys(CREDENTIALS)).toContain(type.name);
		const visible = type.properties.filter((one) => one.type !== 'hidden').map((one) => one.name);
		expect(visible.sort()).toEqual(words(CREDENTIALS[type.name]).sort());
		expect(type.displayName).toMatch(/ API$/);
	});

	test('can be tested, and says where to read on', () => {
		expect(type.test).toBeDefined();
		expect(type.documentationUrl).toMatch(/^https:\/\/\S+$/);
	});

	test('hides what it stores itself, and starts without it', () => {
		for (const { name, typeOptions, default: start } of type.properties.filter((one) => one.type === 'hidden')) {
			expect({ name, typeOptions, start }).toEqual({ name, typeOptions: { expirable: true, password: true }, start: '' });
		}
	});

	test('texts follow the rules of n8n', () => {
		for (const { property } of allProperties(type.properties)) {
			if (property.type === 'boolean') expect(property.description).toMatch(/^Whether /);
			if (property.placeholder) expect(property.placeholder).toMatch(/^e\.g\. ./);
			if (/password|token|apikey/i.test(property.name)) expect(property.typeOptions?.password).toBe(true);
		}
	});
});
