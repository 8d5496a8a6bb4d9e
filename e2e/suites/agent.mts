import type { Model } from '../lib/model.mts';
import { createWorkflow, outputsOf, runWorkflow, troubleOf } from '../lib/rest.mts';
import { expect } from '../lib/steps.mts';
import { agent, ours } from '../lib/workflow.mts';
import { agentSchemas } from './agent-schemas.mts';
import { credentialsFor, type Application } from './application.mts';
import { conversations, heardIn } from './conversations.mts';

/** An n8n with a model that follows a script. */
export interface AgentWorld extends Application {
	readonly model: Model;
}

/** An AI agent works with the nodes as its tools. */
export async function agents(world: AgentWorld): Promise<void> {
	const { steps, n8n, sandbox, model, package: built } = world;
	for (const { id, title, ask, tools, model: script, check } of conversations) {
		await steps.step(`agent-${id}`, title, async (note) => {
			await sandbox.restart();
			model.follow(script);
			const parts = tools.map(({ node, parameters }) => ours(node, { package: built, node, ...credentialsFor(world, built.description(node)), parameters }));
			const workflowId = await createWorkflow(n8n, agent(title, { ask, model, tools: parts }));
			const execution = await runWorkflow(n8n, workflowId, 'Start');
			const heard = heardIn(model.turns.at(-1) ?? { messages: [] });
			heard.forEach((text) => note(`the model hears ${text}`));
			expect(execution.status === 'success', `The execution ended with ${execution.status}: ${troubleOf(execution)}`);
			const answer = String(outputsOf(execution, 'Agent')[0]?.[0]?.json.output);
			note(`the user reads ${answer}`);
			await check(answer, heard, sandbox);
		});
	}
	for (const description of built.descriptions.filter(({ usableAsTool }) => usableAsTool)) await agentSchemas(world, description);
}
