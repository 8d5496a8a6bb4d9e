/** What `npm publish` would send, file by file, and whether it works without the rest of the repository. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { packageRoot, readPackage } from '../harness/core.mts';
import { credentials, nodes } from './nodes.mts';

const root = packageRoot();
const { n8n } = readPackage(root);
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Packed {
	files: Array<{ path: string; size: number }>;
}

const [{ files }] = JSON.parse(
	execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
) as Packed[];
const names = files.map((file) => file.path);

test('only dist, the entry and the papers are in it', () => {
	expect(names).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'README.md', 'index.js']));
	expect(names.filter((file) => !/^(dist\/|index\.js$|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/.test(file))).toEqual([]);
});

test('dist holds code, schemas, codex files and icons, below one megabyte', () => {
	const dist = files.filter((file) => file.path.startsWith('dist/'));
	expect(dist.length).toBeGreaterThan(30);
	expect(dist.map((file) => file.path).filter((file) => !/\.(js|json|svg|png)$/.test(file))).toEqual([]);
	expect(dist.map((file) => file.path).filter((file) => /(^|[/.])(tests?|sandbox|e2e|examples?)[/.]|\.map$|\.d\.ts$|tsbuildinfo/i.test(file))).toEqual([]);
	expect(dist.reduce((sum, file) => sum + file.size, 0)).toBeLessThan(1_000_000);
});

test('each file that package.json promises is in it, and each node and credential is promised', () => {
	const promised = [...(n8n?.nodes ?? []), ...(n8n?.credentials ?? [])];
	expect(names).toEqual(expect.arrayContaining(promised));
	expect(promised.sort()).toEqual(names.filter((file) => /\.(node|credentials)\.js$/.test(file)).sort());
});

describe('icons', () => {
	const owners = [
		...nodes.map(({ file, description }) => ({ file, icon: description.icon })),
		...credentials.map(({ file, type }) => ({ file, icon: type.icon })),
	];

	test.each(owners)('of $file are there for light and dark, and differ', ({ file, icon }) => {
		const { light, dark } = icon as unknown as { light: string; dark: string };
		const [one, other] = [light, dark].map((name) => path.join(path.dirname(file), name.replace(/^file:/, '')));
		expect(names).toEqual(expect.arrayContaining([one, other]));
		expect(read(one)).toMatch(/<svg[\s>]/);
		expect(read(one)).not.toBe(read(other));
	});

	test('are the only pictures', () => {
		const used = owners.flatMap(({ file, icon }) => Object.values(icon as object).map((name: string) => path.join(path.dirname(file), name.replace(/^file:/, ''))));
		expect(names.filter((file) => /\.(svg|png|jpe?g|gif|webp)$/.test(file)).sort()).toEqual([...new Set(used)].sort());
	});

	test('run no script and load nothing', () => {
		for (const file of names.filter((name) => name.endsWith('.svg'))) expect(read(file)).not.toMatch(/<script|\son\w+=|href="http|@import/i);
	});
});

test('nothing in it comes from a developer’s machine or holds a secret', () => {
	const secret = /BEGIN [A-Z ]*PRIVATE KEY|ghp_[A-Za-z0-9]{20}|npm_[A-Za-z0-9]{30}|eyJ[A-Za-z0-9_-]{20,}\.|AKIA[0-9A-Z]{16}/;
	const machine = /(?<![\w.])\/(home|Users|root|work|tmp|private)\/\w|[A-Z]:\\Users\\|localhost:\d|127\.0\.0\.1/;
	for (const { path: file, size } of files) {
		if (size > 300_000) throw new Error(`${file} is larger than anything written by hand`);
		const text = read(file);
		expect({ file, found: secret.exec(text)?.[0] ?? machine.exec(text)?.[0] }).toEqual({ file, found: undefined });
		expect({ file, found: /sandbox-pass|not-the-password/.test(text) }).toEqual({ file, found: false });
	}
});

describe('the packed files alone', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'packed-'));
		for (const file of names) {
			mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
			cpSync(path.join(root, file), path.join(folder, file));
		}
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('load in a plain Node with n8n-workflow beside them, and give every class', () => {
		// As in n8n: the host brings n8n-workflow, and there is nothing else to find.
		const host = path.join(folder, 'node_modules', 'n8n-workflow');
		mkdirSync(host, { recursive: true });
		const real = path.join(root, 'node_modules', 'n8n-workflow');
		expect(statSync(real).isDirectory()).toBe(true);
		writeFileSync(path.join(host, 'index.js'), `module.exports = require(${JSON.stringify(real)});\n`);
		const script = `
			const { nodes, credentials } = require('./index.js');
			const namesOf = (classes) => Object.entries(classes).map(([name, Class]) => [name, new Class()]);
			console.log(JSON.stringify({
				nodes: namesOf(nodes).map(([name, node]) => [name, node.description.name, typeof (node.execute ?? node.poll)]),
				credentials: namesOf(credentials).map(([name, type]) => [name, type.name]),
			}));`;
		const shown = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' })) as { nodes: string[][]; credentials: string[][] };
		const className = (file: string) => path.basename(file).replace(/\..*$/, '');
		expect(shown.nodes).toEqual(nodes.map(({ file, description }) => [className(file), description.name, 'function']));
		expect(shown.credentials).toEqual(credentials.map(({ file, type }) => [className(file), type.name]));
	});
});
