const { execFileSync } = require('node:child_process');
const { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const { series } = require('gulp');

const DIST = 'dist';
const npmBin = (name) => join('node_modules', '.bin', name);

async function clean() {
	rmSync(DIST, { recursive: true, force: true });
}

async function compile() {
	execFileSync(npmBin('tsc'), ['-p', 'tsconfig.json'], { stdio: 'inherit' });
}

/** What is needed at run time but must not be a dependency: n8n verifies only packages without any. */
async function bundle() {
	const { build } = require('esbuild');
	await build({
		entryPoints: ['node_modules/rison/js/rison.js'],
		outfile: join(DIST, 'products/superset/rison.js'),
		format: 'cjs',
		bundle: true,
		legalComments: 'inline',
		banner: { js: '// rison 0.1.1 (Apache-2.0), bundled unchanged' },
	});
}

/** Icons and codex files, next to the compiled nodes. Schemas come from the declarations, not from files. */
async function copy() {
	for (const file of filesBelow('nodes').filter((name) => /\.(svg|png)$|\.node\.json$/.test(name))) {
		mkdirSync(join(DIST, dirname(file)), { recursive: true });
		cpSync(file, join(DIST, file));
	}
}

/** One JSON Schema per operation: the editor's preview of what the node puts out. */
async function schemas() {
	const { jsonSchema } = require(join(__dirname, DIST, 'kit/shape.js'));
	const { outputShape } = require(join(__dirname, DIST, 'kit/properties.js'));
	for (const index of filesBelow(join(DIST, 'nodes')).filter((file) => /resources[\\/]index\.js$/.test(file))) {
		const { resources } = require(join(__dirname, index));
		for (const [resource, { operations }] of Object.entries(resources)) {
			for (const [operation, declared] of Object.entries(operations)) {
				const file = join(dirname(index), '..', '__schema__', 'v1.0.0', resource, `${operation}.json`);
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, `${JSON.stringify(jsonSchema(outputShape(declared)), null, '\t')}\n`);
			}
		}
	}
}

/** What package.json promises to n8n must be there, and nothing that must not be published. */
async function check() {
	const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
	for (const file of [...n8n.nodes, ...n8n.credentials]) statSync(file);
	const strange = filesBelow(DIST).filter((file) => !/\.(js|json|svg|png)$/.test(file));
	if (strange.length > 0) throw new Error(`dist holds what nobody expects there: ${strange.join(', ')}`);
	const bytes = filesBelow(DIST).reduce((sum, file) => sum + statSync(file).size, 0);
	if (bytes >= 1_000_000) throw new Error(`dist has ${bytes} bytes; the limit is 1 MB`);
}

const filesBelow = (folder) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath ?? entry.path, entry.name));

exports.default = series(clean, compile, bundle, copy, schemas, check);
