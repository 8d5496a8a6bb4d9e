import { randomUUID } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import type { Credential, Workflow } from '../lib/n8n.mts';
import type { BuiltPackage } from '../lib/package.mts';
import type { SandboxAccount } from '../lib/sandbox.mts';
import { chain, ours, type Part } from '../lib/workflow.mts';
import { credentialsFor } from './application.mts';

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

/** What an account made by the flow looks like in the sandbox. */
export const expected: Readonly<Record<string, (newcomer: Newcomer) => Partial<SandboxAccount>>> = {
	superset: ({ firstName, lastName }) => ({ active: true, firstName, lastName, roles: ['Gamma'] }),
	redash: ({ firstName, lastName }) => ({ state: 'pending', name: `${firstName} ${lastName}`, groups: ['default', 'Analytics'] }),
	metabase: ({ firstName, lastName }) => ({ state: 'active', name: `${firstName} ${lastName}`, groups: ['All Users', 'Analytics'] }),
	sisense: ({ firstName, lastName }) => ({ state: 'pending', name: `${firstName} ${lastName}`, role: 'consumer', groups: ['Analytics'] }),
};

/** A person in all tools at once. */
export function onboardingFlow(built: BuiltPackage, credentials: readonly Credential[]): OnboardingFlow {
	const tools = Object.keys(expected);
	const parameters: INodeParameters = {
		resource: 'person',
		operation: 'onboard',
		tools,
		email: from('email'),
		firstName: from('firstName'),
		lastName: from('lastName'),
		grants: { supersetRoles: ['Gamma'], redashGroups: ['Analytics'], metabaseGroups: ['Analytics'], sisenseRole: 'Viewer', sisenseGroups: ['Analytics'] },
	};
	const own = credentialsFor({ credentials }, built.description('biAccess'));
	const node = ours('Onboard', { package: built, node: 'biAccess', ...own, parameters });
	return { workflow: chain('Onboarding', [webhook, node]), path, tools };
}
