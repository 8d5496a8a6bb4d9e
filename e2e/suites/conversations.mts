import type { INodeParameters } from 'n8n-workflow';

import type { Reply, Turn } from '../lib/model.mts';
import { accountIn, type Sandbox } from '../lib/sandbox.mts';
import { expect, expectEqual } from '../lib/steps.mts';

/** A node as the agent's builder set it up. */
export interface Tool {
	/** Type name of the node, without the package; the tool bears the same name. */
	readonly node: string;
	readonly parameters: INodeParameters;
}

/** Somebody asks an agent for something. */
export interface Conversation {
	readonly id: string;
	readonly title: string;
	readonly ask: string;
	readonly tools: readonly Tool[];
	/** What a sensible model does, by the conversation so far. */
	readonly model: (turn: Turn) => Reply;
	/** @param heard what the tools told the model, one text a call */
	check(answer: string, heard: readonly string[], sandbox: Sandbox): Promise<void>;
}

const fromModel = (argument: string, description: string): string => `={{ $fromAI('${argument}', '${description}', 'string') }}`;
const byEmail = { __rl: true, mode: 'email', value: fromModel('User', 'E-mail of the person') };

const everywhere = ['superset', 'redash', 'metabase', 'sisense'];

/** What the tools told the model, one text a call. */
export const heardIn = ({ messages }: Pick<Turn, 'messages'>): string[] =>
	messages.flatMap(({ role, content }) => (role === 'tool' ? [content ?? ''] : []));

const giveRole: Tool = {
	node: 'superset',
	parameters: {
		resource: 'user',
		operation: 'addToRole',
		user: byEmail,
		role: { __rl: true, mode: 'name', value: fromModel('Role', 'Name of the role') },
	},
};

/** What agents are asked for, and what must come of it. */
export const conversations: readonly Conversation[] = [
	{
		id: 'find',
		title: 'an agent finds a person by e-mail and tells what they may do',
		ask: 'Which roles does gita.rao@example.com have in Superset?',
		tools: [{ node: 'superset', parameters: { resource: 'user', operation: 'get', user: byEmail } }],
		model(turn) {
			const [found] = heardIn(turn);
			if (found === undefined) return { call: 'superset', with: { User: 'gita.rao@example.com' } };
			const [person] = JSON.parse(found) as Array<{ roles: string[]; username: string }>;
			return { say: `${person?.username} has ${person?.roles.join(', ')}.` };
		},
		async check(answer) {
			expectEqual('The answer', answer, 'gita.rao has Gamma.');
		},
	},
	{
		id: 'ambiguous-person',
		title: 'an agent is told that two people have the e-mail, changes nothing and asks back',
		ask: 'Priya (priya.nair@example.com) needs the role Finance Viewers.',
		tools: [giveRole],
		model(turn) {
			const [told] = heardIn(turn);
			if (told === undefined) return { call: 'superset', with: { User: 'priya.nair@example.com', Role: 'Finance Viewers' } };
			return { say: `Which one do you mean? ${told}` };
		},
		async check(answer, _, sandbox) {
			expect(/Which one.*priya\.nair.*pnair/is.test(answer), `The agent asks ${answer}`);
			const { accounts } = await sandbox.state('superset');
			const changed = accounts.filter(({ email, roles }) => /^priya\.nair@/i.test(email) && (roles as string[]).join() !== 'Gamma');
			expectEqual('Changed accounts', changed, []);
		},
	},
	{
		id: 'ambiguous-group',
		title: 'an agent is told that two groups have the name, changes nothing and asks back',
		ask: 'Add gita.rao@example.com to Finance in Redash.',
		tools: [
			{
				node: 'redash',
				parameters: {
					resource: 'user',
					operation: 'addToGroup',
					user: byEmail,
					group: { __rl: true, mode: 'name', value: fromModel('Group', 'Name of the group') },
				},
			},
		],
		model(turn) {
			const [told] = heardIn(turn);
			if (told === undefined) return { call: 'redash', with: { User: 'gita.rao@example.com', Group: 'Finance' } };
			return { say: `Which one do you mean? ${told}` };
		},
		async check(answer, _, sandbox) {
			expect(/Which one.*Finance.*\b5\b.*\b6\b/s.test(answer), `The agent asks ${answer}`);
			expectEqual('Groups', (await accountIn(sandbox, 'redash', 'gita.rao@example.com')).groups, ['default']);
		},
	},
	{
		id: 'onboard',
		title: 'an agent onboards somebody with two tools, by names alone, and reports what is true',
		ask: 'Ana Ruiz (ana.ruiz@example.com) starts in Sales today: Superset with Gamma and Sales, EMEA, and Redash.',
		tools: [
			{
				node: 'superset',
				parameters: {
					resource: 'user',
					operation: 'upsert',
					email: fromModel('Email', 'E-mail of the person'),
					roles: `={{ $fromAI('Roles', 'Names of the roles, as a list', 'json') }}`,
					additionalFields: { firstName: fromModel('First_Name', 'First name'), lastName: fromModel('Last_Name', 'Last name') },
				},
			},
			{
				node: 'redash',
				parameters: { resource: 'user', operation: 'upsert', email: fromModel('Email', 'E-mail of the person'), name: fromModel('Name', 'Full name') },
			},
		],
		model(turn) {
			const heard = heardIn(turn);
			const person = { Email: 'ana.ruiz@example.com' };
			if (heard.length === 0)
				return { call: 'superset', with: { ...person, Roles: ['Gamma', 'Sales, EMEA'], First_Name: 'Ana', Last_Name: 'Ruiz' } };
			if (heard.length === 1) return { call: 'redash', with: { ...person, Name: 'Ana Ruiz' } };
			const [[superset], [redash]] = heard.map((text) => JSON.parse(text) as Array<Record<string, unknown>>) as [
				[Record<string, unknown>],
				[Record<string, unknown>],
			];
			return { say: `Superset: ${superset.active === true ? 'active' : 'not active'}, ${String(superset.roles)}. Redash: ${String(redash.state)}.` };
		},
		async check(answer, heard, sandbox) {
			expectEqual('The answer', answer, 'Superset: active, Gamma,Sales, EMEA. Redash: pending.');
			expectEqual('Roles', (await accountIn(sandbox, 'superset', 'ana.ruiz@example.com')).roles, ['Gamma', 'Sales, EMEA']);
			expectEqual('Name', (await accountIn(sandbox, 'redash', 'ana.ruiz@example.com')).name, 'Ana Ruiz');
			expect(!/password|apiKey|invite/i.test(heard.join()), `The model hears of secrets: ${heard.join(' ')}`);
		},
	},
	{
		id: 'onboard-everywhere',
		title: 'an agent onboards somebody in all tools with one, and tells which of them could not',
		ask: 'Ana Ruiz (ana.ruiz@example.com) starts in Analytics today. Give her everything Analytics has.',
		tools: [
			{
				node: 'biAccess',
				parameters: {
					resource: 'person',
					operation: 'onboard',
					tools: everywhere,
					email: fromModel('Email', 'E-mail of the person'),
					firstName: fromModel('First_Name', 'First name'),
					lastName: fromModel('Last_Name', 'Last name'),
					directoryGroups: fromModel('Teams', 'Teams of the person, separated by commas'),
					// The builder decides what a team has; the model only says who is in it. One name is wrong.
					mapping: {
						entries: [
							{ directoryGroup: 'analytics', tool: 'superset', kind: 'role', name: 'Gamma' },
							{ directoryGroup: 'analytics', tool: 'redash', kind: 'group', name: 'Analytics' },
							{ directoryGroup: 'analytics', tool: 'metabase', kind: 'group', name: 'Analytics' },
							{ directoryGroup: 'analytics', tool: 'sisense', kind: 'role', name: 'No such role' },
						],
					},
				},
			},
		],
		model(turn) {
			const [told] = heardIn(turn);
			if (told === undefined)
				return { call: 'biAccess', with: { Email: 'ana.ruiz@example.com', First_Name: 'Ana', Last_Name: 'Ruiz', Teams: 'Analytics' } };
			const rows = JSON.parse(told) as Array<Record<string, string | null>>;
			return { say: rows.map(({ tool, status, message }) => `${tool}: ${status}${message === null ? '' : ` (${message})`}`).join('\n') };
		},
		async check(answer, _, sandbox) {
			for (const tool of ['superset', 'redash', 'metabase']) {
				expect(answer.includes(`${tool}: created`), `The user reads ${answer}`);
				await accountIn(sandbox, tool, 'ana.ruiz@example.com');
			}
			expect(/sisense: (failed|refused) \(.*No such role/.test(answer), `The user reads ${answer}`);
		},
	},
	{
		id: 'offboard-everywhere',
		title: 'an agent offboards somebody in all tools with one, and reports what was read back',
		ask: 'Gita Rao (gita.rao@example.com) leaves today.',
		tools: [
			{
				node: 'biAccess',
				parameters: {
					resource: 'person',
					operation: 'offboard',
					tools: everywhere,
					email: fromModel('Email', 'E-mail of the person'),
					whenOwnedContent: 'keep',
				},
			},
		],
		model(turn) {
			const [told] = heardIn(turn);
			if (told === undefined) return { call: 'biAccess', with: { Email: 'gita.rao@example.com' } };
			const rows = JSON.parse(told) as Array<{ tool: string; status: string; proof: { state: string } | null }>;
			return { say: rows.map(({ tool, status, proof }) => `${tool}: ${status}, ${proof?.state}`).join('\n') };
		},
		async check(answer, _, sandbox) {
			expect(/superset: done, inactive/.test(answer) && /redash: done, inactive/.test(answer), `The user reads ${answer}`);
			expectEqual('Superset', (await accountIn(sandbox, 'superset', 'gita.rao@example.com')).active, false);
			expectEqual('Redash', (await accountIn(sandbox, 'redash', 'gita.rao@example.com')).state, 'disabled');
		},
	},
];
