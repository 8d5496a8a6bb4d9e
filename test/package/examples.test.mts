/** The workflows of examples/: that people can import them, and that they do as the package asks of everybody. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import { packageRoot, readPackage } from '../harness/core.mts';
import { allProperties, menusOf, nodes as ourNodes } from './nodes.mts';

interface Workflow {
	name: string;
	nodes: INode[];
	connections: IConnections;
	active: boolean;
	pinData: object;
}

const root = packageRoot();
const { name: packageName } = readPackage(root);
const STICKY = 'n8n-nodes-base.stickyNote';

const examples = readdirSync(path.join(root, 'examples')).filter((file) => file.endsWith('.json')).map((file) => {
	const text = readFileSync(path.join(root, 'examples', file), 'utf8');
	return { file, text, ...(JSON.parse(text) as Workflow) };
});

const descriptionOf = ({ type }: INode) => ourNodes.find(({ description }) => `${packageName}.${description.name}` === type)?.description;

/** Every text in a parameter, whatever it is inside of. */
const textsIn = (value: unknown): string[] =>
	typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];

interface Locator {
	__rl: true;
	mode: string;
}

const locatorsIn = (parameters: INodeParameters): Locator[] =>
	Object.values(parameters).filter((value): value is INodeParameters[string] & Locator => typeof value === 'object' && value !== null && '__rl' in value);

test('there are examples', () => expect(examples.length).toBeGreaterThan(0));

describe.each(examples)('examples/$file', ({ file, text, name, nodes, connections, active, pinData }) => {
	const working = nodes.filter(({ type }) => type !== STICKY);
	const ours = nodes.filter(({ type }) => type.startsWith(`${packageName}.`));

	test('is an export of n8n, switched off, that says in a note what it does', () => {
		expect(name).toMatch(/^[A-Z]/);
		expect({ active, pinData }).toEqual({ active: false, pinData: {} });
		const notes = nodes.filter(({ type }) => type === STICKY).map(({ parameters }) => String(parameters.content));
		expect(notes.join()).toMatch(/set up/i);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
	});

	test('is run in n8n itself by an expectation of its own', () => {
		expect(existsSync(path.join(root, 'e2e', 'expectations', file.replace(/\.json$/, '.mts')))).toBe(true);
	});

	test('connects every node, and no other', () => {
		const names = working.map((node) => node.name);
		const links = Object.entries(connections).flatMap(([from, outputs]) =>
			Object.values(outputs).flatMap((branches) => branches.flatMap((branch) => (branch ?? []).map(({ node }) => [from, node]))),
		);
		expect(links.flat().filter((one) => !names.includes(one))).toEqual([]);
		const reached = new Set(links.map(([, to]) => to));
		expect(names.filter((one) => !reached.has(one)).filter((one) => !/trigger$|webhook$/i.test(working.find((node) => node.name === one)!.type))).toEqual([]);
	});

	test('uses nodes, operations and parameters of ours that there are', () => {
		expect(ours.length).toBeGreaterThan(0);
		for (const node of ours) {
			const description = descriptionOf(node);
			expect({ type: node.type, known: description !== undefined }).toEqual({ type: node.type, known: true });
			const known = new Set(allProperties(description!.properties).map(({ property }) => property.name));
			expect({ node: node.name, unknown: Object.keys(node.parameters).filter((one) => !known.has(one)) }).toEqual({ node: node.name, unknown: [] });
			const { resource, operation } = node.parameters;
			const offered = menusOf(description!).flatMap((menu) => menu.operations.map(({ value }) => `${menu.resource}.${value}`));
			// A trigger has no operations.
			if (offered.length > 0) expect(offered).toContain(`${resource}.${operation}`);
		}
	});

	test('names people and things, and gives nobody an ID', () => {
		for (const node of ours) for (const { mode } of locatorsIn(node.parameters)) expect(['email', 'name', 'username']).toContain(mode);
	});

	test('leaves no failure of a node of ours without a reader', () => {
		for (const node of ours.filter(({ type }) => !/trigger$/i.test(type))) {
			expect({ node: node.name, onError: node.onError }).toEqual({ node: node.name, onError: 'continueErrorOutput' });
			expect({ node: node.name, readers: connections[node.name]?.main?.[1]?.length ?? 0 }).not.toEqual({ node: node.name, readers: 0 });
		}
	});

	test('holds no credential but its name, and no address but of examples', () => {
		const held = nodes.flatMap(({ credentials = {} }) => Object.values(credentials).map(({ id }) => id));
		expect(held.filter((id) => id !== null)).toEqual([]);
		const hosts = nodes.flatMap(({ parameters }) => textsIn(parameters)).flatMap((one) => [...one.matchAll(/https?:\/\/([^/\s"'`]+)/g)].map(([, host]) => host));
		expect(hosts.filter((host) => !/(^|\.)example\.com$|^github\.com$/.test(host))).toEqual([]);
		const mails = [...text.matchAll(/[\w.+-]+@([\w-]+(?:\.[\w-]+)+)/g)].map(([, host]) => host);
		expect(mails.filter((host) => host !== 'example.com')).toEqual([]);
	});
});
