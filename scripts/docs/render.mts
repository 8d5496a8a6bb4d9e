/** The generated part of a page: fields from the declarations, examples from running them against the sandbox. */
import type { ICredentialDataDecryptedObject, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import type { Field, Fields } from '../../kit/fields';
import type { Operation } from '../../kit/operation';
import { fieldsOf, outputShape, RUN_OPTIONS } from '../../kit/properties';
import type { Sandbox } from '../../sandbox/index.mts';
import type { Engine } from '../../test/harness/engine.mts';
import type { Page } from './pages.mts';

const START = '<!-- operations: generated -->';
const END = '<!-- /operations -->';

const REPEAT = {
	safe: 'Safe to repeat: the second run changes nothing.',
	resends: 'Repeating it does it again.',
	fails: 'Repeating it fails with a clear message and changes nothing.',
};

/** Longer than the worker of a stand-in takes. */
const A_MOMENT = 5000;

/** @param text the page as it is; @returns it with its operations written anew */
export async function render(text: string, page: Page, engine: Engine, sandbox: Sandbox): Promise<string> {
	const parts: string[] = ['## Operations', ...intro()];
	for (const [resource, { name, operations }] of Object.entries(page.resources)) {
		parts.push(`### ${name}`);
		for (const [key, operation] of Object.entries(operations)) {
			const parameters = page.examples[`${resource}.${key}`];
			if (!parameters) throw new Error(`No example for ${resource}.${key}`);
			const output = await outputOf(page, `${resource}.${key}`, parameters, engine, sandbox);
			parts.push(...section(operation as Operation<unknown>, parameters, output));
		}
	}
	const [before, rest] = text.split(START);
	return `${before}${START}\n\n${parts.join('\n\n')}\n\n${END}${rest.split(END)[1]}`;
}

/** @param name `resource.operation` */
async function outputOf(
	page: Page,
	name: string,
	parameters: INodeParameters,
	engine: Engine,
	sandbox: Sandbox,
): Promise<unknown[]> {
	await sandbox.control(page.tool, 'reset', { set: { ...page.set, ...page.setFor?.[name] } });
	const given = sandbox.tools[page.tool];
	const more = Object.entries(page.more ?? {}).map(([type, pick]) => [type, pick(given)]);
	const run = async (all: INodeParameters) => {
		const credentials = engine.store({
			[page.credential]: given as ICredentialDataDecryptedObject,
			...(Object.fromEntries(more) as Record<string, ICredentialDataDecryptedObject>),
		});
		const result = await engine.run({ node: page.node, parameters: all, credentials });
		if (result.status !== 'success') throw new Error(`${name}: ${result.error?.message}`);
		return result.json();
	};
	const first = page.before?.[name];
	if (first) {
		await run(first);
		await sandbox.control(page.tool, 'clock', { advance: A_MOMENT });
	}
	const [resource, operation] = name.split('.');
	const output = await run({ resource, operation, ...parameters });
	return output.map((item) => publishable(item, sandbox.tools[page.tool].url));
}

/** Keys and tokens are new each time and nobody's business, and the stand-in's address is nobody's. */
function publishable(output: unknown, url: string): unknown {
	const text = JSON.stringify(output, (field, value: unknown) => (field === 'apiKey' ? '…' : value));
	return JSON.parse(text.replaceAll(url, 'https://bi.example.com').replace(/(\/(?:invite|reset|reset_password)\/)[^"]+/g, '$1…'));
}

function intro(): string[] {
	const rows = Object.values(RUN_OPTIONS).map(
		({ property }) => `| ${property.displayName} | ${property.default} | ${property.description} |`,
	);
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
	const writes = shape.includes('`changed`') || operation.repeat !== 'safe';
	return [
		`#### ${operation.name}`,
		`${operation.description?.replace(/\.$/, '')}. ${writes ? REPEAT[operation.repeat] : 'Reads only.'}`,
		...(rows.length > 0 ? [['| field | |', '|---|---|', ...rows].join('\n')] : []),
		`Puts out ${shape.join(', ')}.`,
		[
			'```jsonc',
			'// parameters',
			JSON.stringify(parameters),
			'// output',
			...output.slice(0, 2).map((one) => JSON.stringify(one)),
			'```',
		].join('\n'),
	];
}

function rowsOf(fields: Fields, prefix = ''): string[] {
	return Object.values(fields).flatMap((field: Field<unknown>) => {
		const { displayName, description, required } = field.property;
		if (field.inner) return rowsOf(field.inner, `${prefix}${displayName} → `);
		const text = [(description ?? '').replace(/<[^>]+>/g, '').replace(/\|/g, '\\|'), choicesOf(field)];
		return [`| ${prefix}${displayName}${required ? ' *(required)*' : ''} | ${text.filter(Boolean).join('. ')} |`];
	});
}

/** What a field lets choose from, with what there is to say about it. */
function choicesOf({ property }: Field<unknown>): string {
	if (property.type !== 'options') return '';
	const choices = (property.options ?? []) as INodePropertyOptions[];
	const texts = choices.map(({ name, description }) => `*${name}*${description ? ` (${description})` : ''}`);
	return texts.join(', ');
}
