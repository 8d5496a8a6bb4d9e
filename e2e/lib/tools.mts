import type { Credential } from './n8n.mts';
import type { SandboxFields } from './sandbox.mts';

type Fields = Readonly<Record<string, unknown>>;

export interface Tool {
	/** Type name of the node, without the package. */
	readonly node: string;
	readonly credential: string;
	/** Further credential types of the node, and their fields from those the stand-in gives. */
	readonly more?: Readonly<Record<string, (given: Fields) => Fields>>;
	/** Switches of the stand-in without which not everything of the node can be shown. */
	readonly set?: Readonly<Record<string, string>>;
}

/** By their names in the sandbox. */
export const tools: Readonly<Record<string, Tool>> = {
	superset: { node: 'superset', credential: 'supersetApi' },
	redash: { node: 'redash', credential: 'redashApi' },
	metabase: { node: 'metabaseAdmin', credential: 'metabaseAdminApi' },
	sisense: {
		node: 'sisense',
		credential: 'sisenseApi',
		more: { sisenseScimApi: ({ scimUrl, scimToken }) => ({ url: scimUrl, token: scimToken }) },
		set: { 'sisense.scim': 'present' },
	},
};

/** Type names, without the package, of nodes over several tools: each has the credentials of all, and no server of its own. */
export const combinedNodes: readonly string[] = ['biAccess'];

/** The switches of these tools, together. */
export const switchesOf = (names: readonly string[]): Record<string, string> =>
	Object.assign({}, ...names.map((name) => tools[name]?.set));

/** All credentials of a tool's node, the main one first. @param call what to call one, by its type */
export function credentialsOf(
	tool: string,
	fields: SandboxFields,
	call: (type: string) => Pick<Credential, 'id' | 'name'>,
): Credential[] {
	const known = tools[tool];
	if (known === undefined) throw new Error(`No tool is called ${tool}, only ${Object.keys(tools).join(', ')}`);
	const given: Fields = fields[tool] ?? {};
	const more = Object.entries(known.more ?? {}).map(([type, pick]) => ({ ...call(type), type, data: pick(given) }));
	return [{ ...call(known.credential), type: known.credential, data: given }, ...more];
}
