/** The arrows of design section 1, looked up in the source and in what is built from it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { packageRoot } from '../harness/core.mts';
import { importsOf, PUBLISHED, resolved, violations } from './imports.mts';

const root = packageRoot();
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const filesBelow = (folder: string, pattern: RegExp): string[] =>
	(readdirSync(path.join(root, folder), { recursive: true }) as string[]).map((file) => `${folder}/${file}`).filter((file) => pattern.test(file));

const sources = PUBLISHED.flatMap((folder) => filesBelow(folder, /(?<!\.d)\.ts$/));
const packageJson = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;

describe('the check itself', () => {
	test.each([
		['kit/x.ts', "import { a } from '../products/superset/client';"],
		['kit/x.ts', "import type { A } from '../access/account';"],
		['access/x.ts', "import { a } from '../kit/problem';"],
		['access/x.ts', "import type { INode } from 'n8n-workflow';"],
		['products/superset/x.ts', "import { samePerson } from '../../access/account';"],
		['products/superset/x.ts', "import { a } from '../redash/client';"],
		['nodes/Superset/x.ts', "import { a } from '../BiAccess/person';"],
		['nodes/Superset/resources/x.ts', "export { a } from '../../Redash/fields';"],
		['nodes/Superset/x.ts', "import '../../sandbox/index.mts';"],
		['nodes/Superset/x.ts', "const fs = require('fs');"],
		['kit/x.ts', "import lodash from 'lodash';"],
		['kit/x.ts', 'const a = await import(`../${name}`);'],
		['nodes/Superset/x.ts', "import {\n\ta,\n\tb,\n} from '../../test/harness/engine.mts';"],
	])('%s: %s is refused', (file, source) => {
		expect(violations(file, source)).toHaveLength(1);
	});

	test.each([
		['nodes/Superset/resources/user/x.ts', "import { a } from '../../../../kit/fields';\nimport type { B } from '../../fields';"],
		['nodes/BiAccess/x.ts', "import { a } from '../../access/plan';\nimport { b } from '../../products/redash/directory';"],
		['products/superset/x.ts', "import type { Account } from '../../access/account';\nimport { Api } from '../../kit/http/api';"],
		['kit/http/x.ts', "import { createHash } from 'node:crypto';\n// import nothing from 'lodash'\n/* import x from 'y' */"],
	])('%s: %s passes', (file, source) => {
		expect(importsOf(source).length).toBeGreaterThan(0);
		expect(violations(file, source)).toEqual([]);
	});
});

test('imports point one way, and out of the package to n8n-workflow only', () => {
	expect(sources.length).toBeGreaterThan(30);
	expect(sources.flatMap((file) => violations(file, read(file)))).toEqual([]);
});

test('the nodes of single products build without BI Access', () => {
	const roots = sources.filter((file) => /^nodes\/(?!BiAccess)/.test(file));
	const reached = new Set(roots);
	for (const file of reached) {
		for (const { target } of importsOf(read(file)).filter((one) => one.target.startsWith('.'))) {
			const found = [`${resolved(file, target)}.ts`, `${resolved(file, target)}/index.ts`].find((one) => existsSync(path.join(root, one)));
			if (found) reached.add(found);
		}
	}
	expect(reached.size).toBeGreaterThan(roots.length);
	expect([...reached].filter((file) => /BiAccess/.test(file))).toEqual([]);
});

test('what is built needs nothing that is not in it, but for n8n-workflow and Node itself', () => {
	const scripts = filesBelow('dist', /\.js$/);
	expect(scripts.length).toBeGreaterThanOrEqual(sources.length);
	const missing = scripts.flatMap((file) =>
		importsOf(read(file))
			.map(({ target }) => target)
			.filter((target) => {
				if (!target.startsWith('.')) return !['n8n-workflow', 'node:crypto'].includes(target);
				const base = path.join(root, resolved(file, target));
				return ![base, `${base}.js`, `${base}.json`, path.join(base, 'index.js')].some((one) => existsSync(one));
			})
			.map((target) => `${file} needs ${target}`),
	);
	expect(missing).toEqual([]);
});

test('nothing is left in dist whose source is gone', () => {
	const built = filesBelow('dist', /\.js$/).map((file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
	// The rison package is bundled under the name its types stand under.
	expect(built.filter((file) => !sources.includes(file) && file !== 'products/superset/rison.ts')).toEqual([]);
});

test('the package has no run-time dependencies and no scripts that run on their own', () => {
	for (const key of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies', 'overrides']) expect(packageJson).not.toHaveProperty(key);
	expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	const lifecycle = /^(pre|post)?(install|publish|pack|prepare|uninstall|version)$|^prepublishOnly$|^dependencies$/;
	expect(Object.keys(packageJson.scripts ?? {}).filter((name) => lifecycle.test(name))).toEqual([]);
});

test('no lint rule is switched off in what is published', () => {
	const all = [...sources, 'index.js'];
	expect(all.filter((file) => /eslint-disable|@ts-(ignore|nocheck|expect-error)/.test(read(file)))).toEqual([]);
});
