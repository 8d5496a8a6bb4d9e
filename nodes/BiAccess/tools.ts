import type { Directory } from '../../access/directory';
import type { ApiContext, ApiLimits } from '../../kit/http/api';
import { Problem } from '../../kit/problem';
import { connect as metabase, CREDENTIAL as METABASE } from '../../products/metabase/client';
import { MetabaseDirectory } from '../../products/metabase/directory';
import { connect as redash, CREDENTIAL as REDASH } from '../../products/redash/client';
import { RedashDirectory } from '../../products/redash/directory';
import { connect as sisense, CREDENTIAL as SISENSE } from '../../products/sisense/client';
import { SisenseDirectory } from '../../products/sisense/directory';
import { connect as superset, CREDENTIAL as SUPERSET } from '../../products/superset/client';
import { SupersetDirectory } from '../../products/superset/directory';

export type ToolName = 'metabase' | 'redash' | 'sisense' | 'superset';

interface Tool {
	product: string;
	/** Type name, and what the editor calls it. */
	credential: string;
	credentialLabel: string;
	/** Whether access there is roles as well as groups. */
	hasRoles: boolean;
	open(context: ApiContext, limits: ApiLimits, atOnce: number): Directory;
}

/** What differs from tool to tool here. A fifth one is an entry. */
export const TOOLS: Record<ToolName, Tool> = {
	metabase: {
		product: 'Metabase',
		credential: METABASE,
		credentialLabel: 'Metabase Admin API',
		hasRoles: false,
		open: (context, limits, atOnce) => new MetabaseDirectory(metabase(context, limits), atOnce),
	},
	redash: {
		product: 'Redash',
		credential: REDASH,
		credentialLabel: 'Redash API',
		hasRoles: false,
		open: (context, limits, atOnce) => new RedashDirectory(redash(context, limits), atOnce),
	},
	sisense: {
		product: 'Sisense',
		credential: SISENSE,
		credentialLabel: 'Sisense API',
		hasRoles: true,
		open: (context, limits, atOnce) => new SisenseDirectory(sisense(context, limits), atOnce),
	},
	superset: {
		product: 'Superset',
		credential: SUPERSET,
		credentialLabel: 'Superset API',
		hasRoles: true,
		open: (context, limits, atOnce) => new SupersetDirectory(superset(context, limits), atOnce),
	},
};

export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];

/** The tools as one node has their credentials, for one execution. */
export class Tools {
	private readonly opened = new Map<ToolName, Directory>();

	constructor(
		private readonly context: ApiContext,
		private readonly limits: ApiLimits,
		readonly atOnce: number,
	) {}

	/** A tool whose credential was not chosen fails in all it is asked, by its name. */
	of(tool: ToolName): Directory {
		const known = this.opened.get(tool);
		if (known) return known;
		const { open, credential } = TOOLS[tool];
		const chosen = this.context.getNode().credentials?.[credential] !== undefined;
		const directory = chosen ? open(this.context, this.limits, this.atOnce) : withoutCredential(tool);
		this.opened.set(tool, directory);
		return directory;
	}

	/** In the editor: the tools that are chosen and have a credential; all that have one where an expression chooses. */
	inEditor(): Directory[] {
		const chosen = 'getCurrentNodeParameter' in this.context ? this.context.getCurrentNodeParameter('tools') : undefined;
		const credentials = this.context.getNode().credentials ?? {};
		return TOOL_NAMES.filter((tool) => TOOLS[tool].credential in credentials && (!Array.isArray(chosen) || (chosen as string[]).includes(tool))).map((tool) => this.of(tool));
	}
}

function withoutCredential(tool: ToolName): Directory {
	const { product, credentialLabel } = TOOLS[tool];
	const missing = async () => {
		throw new Problem(`No credential for ${product} is chosen in this node.`, `Choose one under "Credential for ${credentialLabel}", or take ${product} out of "Tools".`);
	};
	const known: Record<string, unknown> = { tool, product, order: [] };
	return new Proxy(known, { get: (_, name) => known[String(name)] ?? missing }) as unknown as Directory;
}

export const connect = (context: ApiContext, limits: ApiLimits, atOnce = 5) => new Tools(context, limits, atOnce);
