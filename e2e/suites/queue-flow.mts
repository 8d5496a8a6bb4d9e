import { randomUUID } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import type { Credential, Workflow } from '../lib/n8n.mts';
import type { BuiltPackage } from '../lib/package.mts';
import type { SandboxAccount } from '../lib/sandbox.mts';
import { credentialTypesOf, tools } from '../lib/tools.mts';
import { chain, ours, type Part } from '../lib/workflow.mts';

/** Somebody to be onboarded, as the webhook takes them. */
export interface Newcomer {
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
}

/** An onboarding behind a webhook that answers when it is done. */
export interface OnboardingFlow {
	readonly workflow: Workflow;
	/** The last part of the webhook's address. */
	readonly path: string;
	/** Where it makes an account. */
	readonly tools: readonly string[];
}

const path = 'onboard';

const webhook: Part = {
	id: randomUUID(),
	name: 'Somebody joins',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: path,
	parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
};

const from = (field: keyof Newcomer): string => `={{ $('Somebody joins').item.json.body.${field} }}`;

/** What an account made by the flow looks like in the sandbox, where it is more than the e-mail. */
export const expected: Readonly<Record<string, (newcomer: Newcomer) => Partial<SandboxAccount>>> = {
	superset: ({ firstName, lastName }) => ({ active: true, firstName, lastName, roles: ['Gamma'] }),
	redash: ({ firstName, lastName }) => ({ state: 'pending', name: `${firstName} ${lastName}`, groups: ['Analytics'] }),
};

/** One node after the other. */
const oneByOne: Readonly<Record<string, INodeParameters>> = {
	superset: {
		resource: 'user',
		operation: 'upsert',
		email: from('email'),
		roles: "={{ ['Gamma'] }}",
		additionalFields: { firstName: from('firstName'), lastName: from('lastName') },
	},
	redash: {
		resource: 'user',
		operation: 'upsert',
		email: from('email'),
		name: `${from('firstName')} ${from('lastName').slice(1)}`,
		additionalFields: { groups: "={{ ['Analytics'] }}" },
	},
};

/** One node for all. */
const allAtOnce: INodeParameters = {
	resource: 'person',
	operation: 'onboard',
	tools: ['superset', 'redash', 'metabase', 'sisense'],
	email: from('email'),
	firstName: from('firstName'),
	lastName: from('lastName'),
	grants: { supersetRoles: 'Gamma', redashGroups: 'Analytics', metabaseGroups: 'Analytics', sisenseRole: 'Viewer', sisenseGroups: 'Analytics' },
};

/** Over all tools where the package has the node for that, otherwise over two of them, one by one. */
export function onboardingFlow(built: BuiltPackage, credentials: readonly Credential[]): OnboardingFlow {
	const credentialOf = (tool: string): Credential => {
		const [type] = credentialTypesOf(tool);
		const found = credentials.find((credential) => credential.type === type);
		if (found === undefined) throw new Error(`There is no credential for ${tool}`);
		return found;
	};
	if (built.descriptions.some(({ name }) => name === 'biAccess')) {
		const names = allAtOnce.tools as string[];
		const [credential, ...others] = names.map(credentialOf);
		const node = ours('Onboard', { package: built, node: 'biAccess', credential: credential as Credential, others, parameters: allAtOnce });
		return { workflow: chain('Onboarding', [webhook, node]), path, tools: names };
	}
	const names = Object.keys(oneByOne);
	const nodes = names.map((tool) =>
		ours(tool, { package: built, node: tools[tool]?.node ?? tool, credential: credentialOf(tool), parameters: oneByOne[tool] ?? {} }),
	);
	return { workflow: chain('Onboarding', [webhook, ...nodes]), path, tools: names };
}
