/**
 * Stand-ins for the few nodes of n8n-nodes-base that example workflows use. They keep n8n's parameter shapes and
 * leave the evaluation of expressions and conditions to n8n's engine; rarely used options are missing on purpose.
 */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

type Run = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A node type with one input and the given outputs, enough for the engine. */
export function stub(name: string, execute: Run, description: Partial<INodeTypeDescription> = {}): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			description: '',
			defaults: { name },
			version: [1, 1.1, 1.2, 1.3, 2, 2.1, 2.2, 2.3, 3, 3.1, 3.2, 3.3, 3.4],
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
			...description,
		},
		execute,
	};
}

const pass: Run = async function () {
	return [this.getInputData()];
};

const trigger = (name: string) => stub(name, pass, { group: ['trigger'], inputs: [] });

/** Only declared parameters survive in a workflow. */
const assigned: INodeProperties[] = [
	{ displayName: 'Assignments', name: 'assignments', type: 'assignmentCollection', default: {} },
	{ displayName: 'Include Other Fields', name: 'includeOtherFields', type: 'boolean', default: false },
];

interface Assignment {
	name: string;
	value: unknown;
}

/** `assignments` and `includeOtherFields` of version 3; a dotted name makes a nested object. */
const set: Run = async function () {
	const items = this.getInputData().map((item, index): INodeExecutionData => {
		const assignments = this.getNodeParameter('assignments.assignments', index, []) as Assignment[];
		const json: IDataObject = this.getNodeParameter('includeOtherFields', index, false)
			? structuredClone(item.json)
			: {};
		for (const { name, value } of assignments) {
			const keys = name.split('.');
			const last = keys.pop()!;
			let target = json;
			for (const key of keys) target = (target[key] ??= {}) as IDataObject;
			target[last] = value as IDataObject;
		}
		return { json, pairedItem: { item: index } };
	});
	return [items];
};

/** The engine evaluates a parameter of type `filter` to true or false for each item. */
const conditions: INodeProperties[] = [
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'filter',
		default: {},
		typeOptions: {
			filter: { caseSensitive: '={{!$parameter.options?.ignoreCase}}', typeValidation: 'loose', version: 2 },
		},
	},
	{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] },
];

const sort: Run = async function () {
	const kept: INodeExecutionData[] = [];
	const others: INodeExecutionData[] = [];
	this.getInputData().forEach((item, index) => {
		const holds = this.getNodeParameter('conditions', index, false, { extractValue: true });
		(holds ? kept : others).push({ ...item, pairedItem: { item: index } });
	});
	return [kept, others];
};

const filter: Run = async function () {
	const [kept] = await sort.call(this);
	return [kept];
};

const append: Run = async function () {
	const inputs = Number(this.getNodeParameter('numberInputs', 0, 2));
	const all: INodeExecutionData[] = [];
	for (let input = 0; input < inputs; input++) {
		this.getInputData(input).forEach((item, index) => all.push({ ...item, pairedItem: { item: index, input } }));
	}
	return [all];
};

const mergeInputs = '={{ Array.from({ length: $parameter.numberInputs || 2 }, () => ({ type: "main" })) }}' as const;

/** By full type name, as workflows write it. */
export const builtIns: Record<string, INodeType> = Object.fromEntries(
	[
		trigger('manualTrigger'),
		trigger('scheduleTrigger'),
		trigger('webhook'),
		trigger('formTrigger'),
		stub('noOp', pass),
		stub('stickyNote', pass, { inputs: [], outputs: [] }),
		stub('set', set, { properties: assigned }),
		stub('filter', filter, { properties: conditions }),
		stub('if', sort, { properties: conditions, outputs: ['main', 'main'], outputNames: ['true', 'false'] }),
		stub('merge', append, {
			inputs: mergeInputs,
			properties: [{ displayName: 'Inputs', name: 'numberInputs', type: 'number', default: 2 }],
		}),
	].map((node) => [`n8n-nodes-base.${node.description.name}`, node]),
);
