import type { IDataObject } from 'n8n-workflow';

import { keyOfPerson } from '../../../../access/account';
import type { ReviewRules } from '../../../../access/flags';
import { reportHtml } from '../../../../access/report';
import { reviewTool, rowsOf, type ReviewedTool } from '../../../../access/review';
import { choice, email, flag, integer, optional, text, texts, type Input } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import { toolsField } from '../../fields';
import { AUDIT, now, operation, together } from '../../operation';
import { TOOL_NAMES, type Tools } from '../../tools';

const days = (displayName: string, start: number, description: string) => integer({ displayName, default: start, description }, { min: 1, max: 3650 });

const fields = {
	tools: toolsField(),
	output: choice({ displayName: 'Output' }, [
		{ name: 'Rows', value: 'rows', description: 'One item for each account, flat enough for a spreadsheet' },
		{ name: 'Report', value: 'report', description: 'One item with totals, all rows, and an HTML report as binary file' },
	]),
	directory: choice({ displayName: 'Directory', description: 'Who belongs here, to find accounts of people who do not' }, [
		{ name: 'None', value: 'none' },
		{ name: 'Input Items', value: 'input', description: 'Each input item is one person; there is one review for all of them' },
	]),
	email: { ...optional(email({ description: 'The e-mail of the person in each input item', default: '={{ $json.email }}' })), when: { directory: ['input'] } },
};

const options = {
	flaggedOnly: flag({ displayName: 'Flagged Only', description: 'Whether to leave out accounts about which there is nothing to say' }),
	internalDomains: texts({ displayName: 'Internal Domains', placeholder: 'e.g. example.com', description: 'Domains of your own people; accounts of others are flagged as external' }),
	pendingDays: days('Pending Days', 30, 'Days after which an invitation that was not accepted is flagged'),
	staleDays: days('Stale Days', 90, 'Days without a sign-in after which an account is flagged as stale'),
	title: text({ displayName: 'Report Title', placeholder: 'e.g. Access review, fourth quarter' }),
};

type Reviewing = Input<typeof fields> & { options: Partial<Input<typeof options>> };

const DEFAULT_TITLE = 'Access review';

export const review = operation({
	name: 'Review',
	action: 'Review who has access and what is wrong with it',
	description: 'List all accounts of the chosen tools in one table, with flags for what somebody should look at, or as a report',
	fields,
	options,
	repeat: 'safe',
	output: {
		...AUDIT.begin,
		flags: 'string',
		name: 'string?',
		username: 'string?',
		state: 'string?',
		admin: 'boolean?',
		access: 'string',
		lastSeen: 'date?',
		daysSince: 'integer?',
		...AUDIT.end,
	},
	check({ directory, email: person }) {
		if (directory === 'input' && person === undefined) throw new Problem('"Email" is empty.', 'Fill in "Email", or check the expression that should deliver it.');
	},
	target: together,
	async runMany(tools, inputs) {
		const [first] = inputs;
		if (first.directory === 'input') return await joint(tools, inputs);
		const results: Outcome[][] = [];
		for (const input of inputs) results.push(shape(input, await reviewed(tools, input)).flat());
		return results;
	},
});

/** One review for all items; a person's rows belong to their item, everything else to the first. */
async function joint(tools: Tools, inputs: Reviewing[]): Promise<Outcome[][]> {
	const [first] = inputs;
	const items = new Map(inputs.map(({ email: person }, at) => [keyOfPerson(person!), at]).reverse() as Array<[string, number]>);
	const results: Outcome[][] = inputs.map(() => []);
	const all = await reviewed(tools, first, inputs.map(({ email: person }) => person!));
	for (const outcome of shape(first, all)) results[items.get(keyOfPerson(String(outcome.json!.email ?? ''))) ?? 0].push(outcome);
	return results;
}

async function reviewed(tools: Tools, { tools: chosen, options: given }: Reviewing, directory?: string[]): Promise<ReviewedTool[]> {
	const at = now();
	const rules: ReviewRules = {
		staleDays: given.staleDays ?? 90,
		pendingDays: given.pendingDays ?? 30,
		internalDomains: (given.internalDomains ?? []).map(String),
		directory,
		now: new Date(at),
	};
	return await Promise.all(TOOL_NAMES.filter((tool) => chosen.includes(tool)).map(async (tool) => await reviewTool(tools.of(tool), rules, at)));
}

/** One record for several tools. */
function auditOfAll(all: ReviewedTool[]): IDataObject {
	const joined = (values: Array<string | null>) => [...new Set(values.filter(Boolean))].join(', ') || null;
	const failed = all.filter(({ message }) => message !== null).map(({ product, message }) => `${product}: ${message}`);
	return {
		tool: joined(all.map(({ audit }) => audit.tool)),
		server: joined(all.map(({ audit }) => audit.server)),
		email: '',
		status: failed.length > 0 ? 'failed' : 'complete',
		message: failed.join(' ') || null,
		at: all[0].audit.at,
		by: joined(all.map(({ audit }) => audit.by)),
	};
}

function shape({ output, options: given }: Reviewing, all: ReviewedTool[]): Outcome[] {
	const flaggedOnly = given.flaggedOnly ?? false;
	const rows = all.flatMap((one) => rowsOf(one, flaggedOnly)) as unknown as IDataObject[];
	if (output === 'rows') return rows.map((json) => ({ json }));
	const { at } = all[0].audit;
	const title = given.title ?? DEFAULT_TITLE;
	const totals = Object.fromEntries(all.map(({ audit, totals: counts, message }) => [audit.tool, message === null ? { ...counts } : { failed: message }]));
	return [
		{
			json: { ...auditOfAll(all), title, totals, rows },
			file: {
				property: 'report',
				name: `bi-access-review-${at.slice(0, 10)}.html`,
				type: 'text/html',
				text: reportHtml(all, { title, at, flaggedOnly }),
			},
		},
	];
}
