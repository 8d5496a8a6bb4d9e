/**
 * `npm run docs`: writes the operations of each node into docs/, between two marks: fields from the declarations,
 * examples from running them in n8n's engine against the sandbox. With `--check` it only tells whether they are current.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import type { Field, Fields } from '../kit/fields';
import type { Operation, Resources } from '../kit/operation';
import { fieldsOf, outputShape, RUN_OPTIONS } from '../kit/properties';
import { resources as superset } from '../nodes/Superset/resources';
import { startSandbox, type Sandbox } from '../sandbox/index.mts';
import { loadEngine, type Engine } from '../test/harness/engine.mts';
import { examples as supersetExamples } from './docs/superset-examples.mts';

interface Page {
	file: string;
	node: string;
	tool: string;
	credential: string;
	resources: Resources<never>;
	examples: Record<string, INodeParameters>;
}

const PAGES: Page[] = [
	{
		file: 'docs/superset.md',
		node: 'superset',
		tool: 'superset',
		credential: 'supersetApi',
		resources: superset as unknown as Resources<never>,
		examples: supersetExamples,
	},
];

const START = '<!-- operations: generated -->';
const END = '<!-- /operations -->';

const REPEAT = {
	safe: 'Safe to repeat: the second run changes nothing.',
	resends: 'Repeating it does it again.',
	fails: 'Repeating it fails with a clear message and changes nothing.',
};

/** The page with its operations written anew. */
export async function render(page: Page, engine: Engine, sandbox: Sandbox): Promise<string> {
	const parts: string[] = ['## Operations', ...intro()];
	for (const [resource, { name, operations }] of Object.entries(page.resources)) {
		parts.push(`### ${name}`);
		for (const [key, operation] of Object.entries(operations)) {
			const parameters = page.examples[`${resource}.${key}`];
			if (!parameters) throw new Error(`No example for ${resource}.${key}`);
			await sandbox.control(page.tool, 'reset');
			const all = { resource, operation: key, ...parameters } as INodeParameters;
			const store = engine.store({ [page.credential]: sandbox.tools[page.tool] as ICredentialDataDecryptedObject });
			const result = await engine.run({ node: page.node, parameters: all, credentials: store });
			if (result.status !== 'success') throw new Error(`${resource}.${key}: ${result.error?.message}`);
			parts.push(...section(operation as Operation<unknown>, parameters, result.json()));
		}
	}
	const text = readFileSync(page.file, 'utf8');
	const [before, rest] = text.split(START);
	return `${before}${START}\n\n${parts.join('\n\n')}\n\n${END}${rest.split(END)[1]}`;
}

function intro(): string[] {
	const rows = Object.values(RUN_OPTIONS).map(({ property }) => `| ${property.displayName} | ${property.default} | ${property.description} |`);
	return [
		'Every operation also has *Simplify* where it returns things (on: at most ten fields; off: the raw object) and these options:',
		['| option | default | |', '|---|---|---|', ...rows].join('\n'),
	];
}

function section(operation: Operation<unknown>, parameters: INodeParameters, output: unknown[]): string[] {
	const { simplify: _, options, ...fields } = fieldsOf(operation);
	const own = Object.fromEntries(Object.entries(options.inner ?? {}).filter(([name]) => !(name in RUN_OPTIONS)));
	const rows = [...rowsOf(fields), ...rowsOf(own, 'Options → ')];
	const shape = Object.keys(outputShape(operation)).map((key) => `\`${key}\``);
	return [
		`#### ${operation.name}`,
		`${operation.description}. ${shape.includes('`changed`') || operation.repeat !== 'safe' ? REPEAT[operation.repeat] : 'Reads only.'}`,
		['| field | |', '|---|---|', ...rows].join('\n'),
		`Puts out ${shape.join(', ')}.`,
		['```jsonc', `// parameters`, JSON.stringify(parameters), '// output', ...output.slice(0, 2).map((one) => JSON.stringify(one)), '```'].join('\n'),
	];
}

function rowsOf(fields: Fields, prefix = ''): string[] {
	return Object.values(fields).flatMap((field: Field<unknown>) => {
		const { displayName, description, required } = field.property;
		if (field.inner) return rowsOf(field.inner, `${prefix}${displayName} → `);
		const text = (description ?? '').replace(/<[^>]+>/g, '').replace(/\|/g, '\\|');
		return [`| ${prefix}${displayName}${required ? ' *(required)*' : ''} | ${text} |`];
	});
}

/** Times move from run to run; the date of the example is the sandbox's own. */
const comparable = (text: string) => text.replace(/"(lastLogin|createdOn)":"[^"]+"/g, '"$1":"…"');

async function main(): Promise<void> {
	const check = process.argv.includes('--check');
	const engine = await loadEngine();
	let stale = false;
	for (const page of PAGES) {
		const sandbox = await startSandbox({ tools: [page.tool] });
		const text = await render(page, engine, sandbox).finally(async () => await sandbox.close());
		const current = comparable(readFileSync(page.file, 'utf8')) === comparable(text);
		if (!check && !current) writeFileSync(join(process.cwd(), page.file), text);
		console.log(`${page.file}: ${current ? 'current' : check ? 'stale; run npm run docs' : 'written'}`);
		stale ||= !current;
	}
	process.exitCode = check && stale ? 1 : 0;
}

void main();
