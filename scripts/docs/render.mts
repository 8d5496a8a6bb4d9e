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
	safe: 'Safe to repeat.',
	resends: 'Repeating it does it again.',
	fails: 'Repeating it fails with a clear message and changes nothing.',
};

/** Longer than the worker of a stand-in takes. */
const A_MOMENT = 5000;

/** @param text the page as it is; @returns it with its operations written anew */
export async function render(text: string, page: Page, engine: Engine, sandbox: Sandbox): Promise<string> {
	const parts: string[] = ['## Operations', ...intro(page)];
	for (const [resource, { name, operations }] of Object.entries(page.resources)) {
		parts.push(`### ${name}`);
		for (const [key, operation] of Object.entries(operations)) {
			const parameters = page.examples[`${resource}.${key}`];
			if (!parameters) throw new Error(`No example for ${resource}.${key}`);
			const output = await outputOf(page, `${resource}.${key}`, parameters, engine, sandbox);
			parts.push(...section(operation as Operation<unknown>, parameters, output.slice(0, page.shown ?? 2), page.besides?.[`${resource}.${key}`]));
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
	const set = { ...page.set, ...page.setFor?.[name] };
	for (const tool of page.tools) await sandbox.control(tool, 'reset', { set: ofTool(set, tool) });
	const chosen = Object.entries(page.credentials).map(([type, pick]) => [type, pick(sandbox.tools)]);
	const run = async (all: INodeParameters) => {
		const credentials = engine.store(Object.fromEntries(chosen) as Record<string, ICredentialDataDecryptedObject>);
		const result = await engine.run({ node: page.node, parameters: all, credentials });
		if (result.status !== 'success') throw new Error(`${name}: ${result.error?.message}`);
		return result.json();
	};
	const first = page.before?.[name];
	if (first) {
		await run(first);
		for (const tool of page.tools) await sandbox.control(tool, 'clock', { advance: A_MOMENT });
	}
	const [resource, operation] = name.split('.');
	const output = await run({ resource, operation, ...parameters });
	const hosts = page.tools.map((tool): [url: string, host: string] => [sandbox.tools[tool].url, page.tools.length > 1 ? tool : 'bi']);
	return output.map((item) => publishable(item, hosts));
}

/** The switches of one stand-in, among those of all. */
const ofTool = (set: Record<string, string>, tool: string) => Object.fromEntries(Object.entries(set).filter(([name]) => name.startsWith(`${tool}.`)));

/** Keys and tokens are new each time and nobody's business, and the addresses of stand-ins are nobody's. */
function publishable(output: unknown, hosts: Array<[url: string, host: string]>): unknown {
	const text = JSON.stringify(output, (field, value: unknown) => (field === 'apiKey' ? '…' : value));
	const named = hosts.reduce((told, [url, host]) => told.replaceAll(url, `https://${host}.example.com`), text);
	return JSON.parse(named.replace(/(\/(?:invite|reset|reset_password)\/)[^"]+/g, '$1…'));
}

function intro({ resources }: Page): string[] {
	const all = Object.values(resources).flatMap(({ operations }) => Object.values(operations) as Array<Operation<unknown>>);
	const simplifies = all.some((one) => 'simplify' in fieldsOf(one));
	const rows = Object.values(RUN_OPTIONS).map(
		({ property }) => `| ${property.displayName} | ${property.default} | ${property.description} |`,
	);
	return [
		`Every operation also has ${simplifies ? '*Simplify* where it returns things (on: at most ten fields; off: the raw object) and ' : ''}these options:`,
		['| option | default | |', '|---|---|---|', ...rows].join('\n'),
	];
}

/** @param besides what else it may put out */
function section(operation: Operation<unknown>, parameters: INodeParameters, output: unknown[], besides?: string): string[] {
	const { simplify: _, options, ...fields } = fieldsOf(operation);
	const own = Object.fromEntries(Object.entries(options.inner ?? {}).filter(([name]) => !(name in RUN_OPTIONS)));
	const rows = [...rowsOf(fields), ...rowsOf(own, 'Options → ')];
	const shape = Object.keys(outputShape(operation)).map((key) => `\`${key}\``);
	const writes = shape.includes('`changed`') || operation.repeat !== 'safe';
	const tellsOfRepeating = /second run/i.test(operation.description ?? '');
	return [
		`#### ${operation.name}`,
		[`${operation.description?.replace(/\.$/, '')}.`, ...(tellsOfRepeating ? [] : [writes ? REPEAT[operation.repeat] : 'Reads only.'])].join(' '),
		...(rows.length > 0 ? [['| field | |', '|---|---|', ...rows].join('\n')] : []),
		`Puts out ${shape.join(', ')}.${besides ? ` ${besides}` : ''}`,
		[
			'```jsonc',
			'// parameters',
			JSON.stringify(parameters),
			'// output',
			...output.map((one) => JSON.stringify(one)),
			'```',
		].join('\n'),
	];
}

function rowsOf(fields: Fields, prefix = ''): string[] {
	return Object.values(fields).flatMap((field: Field<unknown>) => {
		const { displayName, description, required } = field.property;
		const text = [(description ?? '').replace(/<[^>]+>/g, '').replace(/\|/g, '\\|'), choicesOf(field), defaultOf(field)].filter(Boolean);
		const inner = field.inner ? rowsOf(field.inner, `${prefix}${displayName} → `) : [];
		if (field.inner && text.length === 0) return inner;
		return [`| ${prefix}${displayName}${required ? ' *(required)*' : ''} | ${text.join('. ')} |`, ...inner];
	});
}

/** Of a number that counts also where it is not given. */
function defaultOf({ property: { type, default: start, description = '' } }: Field<unknown>): string {
	return type === 'number' && start && !/not given/.test(description) ? `Default: ${String(start as number)}` : '';
}

/** What a field lets choose from, with what there is to say about it. */
function choicesOf({ property }: Field<unknown>): string {
	if (property.type !== 'options' && property.type !== 'multiOptions') return '';
	const choices = (property.options ?? []) as INodePropertyOptions[];
	const texts = choices.map(({ name, description }) => `*${name}*${description ? ` (${description})` : ''}`);
	return texts.join(', ');
}
