import type { INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { fieldsOf, resourcesOf } from '../lib/menus.mts';
import type { OfferedTool } from '../lib/model.mts';
import { createWorkflow, runWorkflow } from '../lib/rest.mts';
import { expect, expectEqual, expectSame } from '../lib/steps.mts';
import { agent, ours } from '../lib/workflow.mts';
import type { AgentWorld } from './agent.mts';
import { credentialsFor } from './application.mts';

/** What takes something away or lets somebody in, and the word by which a model has to recognise it. */
const destructive: Readonly<Record<string, RegExp>> = {
	apply: /apply|carry out/i,
	deactivate: /deactivate/i,
	delete: /delete/i,
	disable: /disable/i,
	getPasswordResetUrl: /sets the password/i,
	logOut: /log .* out|revoke/i,
	offboard: /offboard|close/i,
	regenerate: /old one is dead/i,
	regenerateApiKey: /regenerate/i,
	removeAllMembers: /remove all/i,
	removeFromGroup: /remove|take .* away/i,
	removeFromRole: /remove/i,
	removeMembers: /remove/i,
	removePermissions: /remove/i,
	resetPassword: /reset/i,
	sendPasswordReset: /reset/i,
	setPassword: /new password/i,
	transferOwned: /transfer/i,
};

/** What adds, changes or reads. Every operation is in one of the two lists, so that a new one is thought about. */
const harmless: ReadonlySet<string> = new Set(
	(
		'addMembers addPermissions addToGroup addToRole check completeTour create enable get getAll getConfiguration getCurrent getGraph ' +
		'getMembers getOwned getPermissions getRecipients invite onboard reactivate review sendInvitation setAccess setManager update ' +
		'updateGraph upsert'
	).split(' '),
);

/** How the editor names an argument when a field is left to the model. */
const argumentOf = ({ displayName }: INodeProperties): string => displayName.replaceAll(/[^a-zA-Z0-9_-]+/g, '_');

/** What is left to the model: what has to be filled in, and other text. Switches, limits and collections keep their defaults. */
const leftToModel = (fields: readonly INodeProperties[]): INodeProperties[] =>
	fields.filter(({ required, type, name }) => required === true || (['string', 'resourceLocator', 'json'].includes(type) && name !== 'options'));

/** Modes of a locator in which a person can be told by what people know of them. */
const knowable = ['email', 'name', 'username'];

/** The field's value as the editor writes it when the model is to fill it in. */
function fromModel(field: INodeProperties): INodeParameters[string] {
	const expression = `={{ $fromAI('${argumentOf(field)}', \`\`, '${field.type === 'json' ? 'json' : 'string'}') }}`;
	if (field.type !== 'resourceLocator') return expression;
	const modes = (field.modes ?? []).map(({ name }) => name);
	const mode = knowable.find((name) => modes.includes(name));
	expect(mode !== undefined, `${field.displayName} can only be told by ${modes.join(' or ')}`);
	return { __rl: true, mode, value: expression };
}

/** What is wrong with the tool that a model is offered for an operation. */
function faultOf(offered: OfferedTool | undefined, sentence: string, operation: string, fields: readonly INodeProperties[]): string | undefined {
	try {
		expect(offered !== undefined, 'it is not offered');
		expectEqual('the description', offered.description, sentence);
		const names = fields.map(argumentOf);
		expectSame('the arguments', Object.keys(offered.parameters.properties ?? {}).sort(), [...names].sort());
		expectEqual('distinct arguments', new Set(names).size, names.length);
		const bare = names.filter((name) => /(^|_)ids?($|_)/i.test(name) && !/name/i.test(name));
		expectSame('arguments that only an ID fits', bare, []);
		expect(harmless.has(operation) !== operation in destructive, 'suites/agent-schemas.mts has to say whether it is destructive');
		const word = destructive[operation];
		expect(word === undefined || word.test(offered.description), `"${offered.description}" does not say what it destroys (${word})`);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** What a model is told of every operation of a node, by n8n itself: one agent with a tool for each. */
export async function agentSchemas(world: AgentWorld, description: INodeTypeDescription): Promise<void> {
	const { steps, n8n, model, package: built } = world;
	await steps.step(
		`agent-schemas-${description.name}`,
		`${description.displayName}: a model is told what each operation does, needs no ID, and sees which ones destroy`,
		async (note) => {
			const operations = resourcesOf(description).flatMap(({ value: resource, operations: all }) =>
				all.map(({ value, action }) => ({ resource, operation: value, action, fields: leftToModel(fieldsOf(description, resource, value)) })),
			);
			const nameOf = (one: { resource: string; operation: string }): string => `${one.resource}_${one.operation}`;
			const tools = operations.map((one) =>
				ours(nameOf(one), {
					package: built,
					node: description.name,
					...credentialsFor(world, description),
					parameters: {
						resource: one.resource,
						operation: one.operation,
						...Object.fromEntries(one.fields.map((field) => [field.name, fromModel(field)])),
					},
				}),
			);
			model.follow(() => ({ say: 'Hello.' }));
			const workflow = agent(`Schemas of ${description.displayName}`, { ask: 'Hello', model, tools });
			const { status } = await runWorkflow(n8n, await createWorkflow(n8n, workflow), 'Start');
			expectEqual('The execution', status, 'success');
			const offered = model.turns[0]?.tools ?? [];
			const faults = operations.flatMap((one) => {
				const sentence = `${one.action} in ${description.defaults.name ?? description.displayName}`;
				const fault = faultOf(offered.find(({ name }) => name === nameOf(one)), sentence, one.operation, one.fields);
				return fault === undefined ? [] : [`${nameOf(one)}: ${fault}`];
			});
			expect(faults.length === 0, faults.join('\n'));
			expectEqual('Tools', offered.length, operations.length);
			note(`${offered.length} tools, ${operations.filter(({ operation }) => operation in destructive).length} of them destructive`);
		},
	);
}
