import type { INodeTypeDescription } from 'n8n-workflow';

import type { Credential, N8n } from '../lib/n8n.mts';
import type { BuiltPackage } from '../lib/package.mts';
import type { Sandbox } from '../lib/sandbox.mts';
import type { Steps } from '../lib/steps.mts';

/** What every part on the newest n8n gets. */
export interface Application {
	readonly steps: Steps;
	readonly package: BuiltPackage;
	readonly n8n: N8n;
	readonly sandbox: Sandbox;
	/** Stored in n8n, one of each type. */
	readonly credentials: readonly Credential[];
}

/** All credentials a node can have, the first one apart. */
export function credentialsFor(
	{ credentials }: Pick<Application, 'credentials'>,
	{ displayName, credentials: types = [] }: INodeTypeDescription,
): { credential: Credential; others: Credential[] } {
	const [credential, ...others] = types.flatMap(({ name }) => credentials.filter(({ type }) => type === name));
	if (credential === undefined) throw new Error(`There is no credential for ${displayName}`);
	return { credential, others };
}
