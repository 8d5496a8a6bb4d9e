import type { INodeTypeDescription } from 'n8n-workflow';

import type { Browser } from '../lib/browser.mts';
import type { Editor } from '../lib/editor.mts';
import type { Credential, N8n } from '../lib/n8n.mts';
import type { BuiltPackage } from '../lib/package.mts';
import { listSearch } from '../lib/rest.mts';
import type { Sandbox } from '../lib/sandbox.mts';
import { searchMethodOf } from '../lib/menus.mts';
import { expect, type Steps } from '../lib/steps.mts';

/** One running n8n with the package, the stand-in servers behind it, and a browser in front of it. */
export interface NodeWorld {
	readonly steps: Steps;
	readonly package: BuiltPackage;
	/** What the steps of the node under test begin with. */
	readonly name: string;
	/** Type name of the node under test, without the package. */
	readonly node: string;
	readonly description: INodeTypeDescription;
	readonly credential: Credential;
	/** Further credentials of the node. */
	readonly others: readonly Credential[];
	readonly n8n: N8n;
	readonly sandbox: Sandbox;
	readonly browser: Browser;
	readonly editor: Editor;
}

/** The node under test manages one product. */
export interface World extends NodeWorld {
	/** Of the stand-in server behind the node. */
	readonly tool: string;
}

/** Whose steps go without a name in front, and whose credential is opened as a page. */
export const mainTool = 'superset';

/** The id of a step that is there for each node. */
export const stepId = ({ name }: NodeWorld, step: string): string => (name === mainTool ? step : `${name}-${step}`);

/** Sign-ins the stand-in server saw since the last reset of its journal. */
export async function logins({ sandbox }: Pick<NodeWorld, 'sandbox'>): Promise<number> {
	const seen = await sandbox.requests(mainTool);
	return seen.filter(({ method, path }) => method === 'POST' && /\/security\/login$/.test(path)).length;
}

export interface ListedPerson {
	/** As the list shows it. */
	readonly label: string;
	/** The first word of it. */
	readonly word: string;
	readonly id: string;
}

/** Somebody of the stand-in company, found as the list finds them. */
export async function somebody(world: World): Promise<ListedPerson> {
	const { results } = await listSearch(world.n8n, {
		nodeType: world.package.nodeType(world.node),
		method: searchMethodOf(world.description, 'user', 'get', 'user'),
		parameter: 'user',
		parameters: { resource: 'user', operation: 'get' },
		credential: world.credential,
	});
	// Not the first one: that is the administrator, whom an empty list would show as well.
	const person = results.at(2);
	expect(person !== undefined, `The list of users has only ${results.length} entries`);
	return { label: person.name, word: person.name.split(' ')[0] ?? '', id: String(person.value) };
}
