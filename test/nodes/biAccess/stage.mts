/** The node BI Access with all four stand-in servers, and what is true on them in one set of words. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { successor } from '../given.mts';
import type * as Metabase from '../metabase/cast.mts';
import type * as Redash from '../redash/cast.mts';
import type * as Sisense from '../sisense/cast.mts';
import { useStage, type Exchange, type Play, type Played, type Server, type Stage } from '../stage.mts';
import type * as Superset from '../superset/cast.mts';

export type ToolName = 'metabase' | 'redash' | 'sisense' | 'superset';

/** In the order of the rows. */
export const ALL: ToolName[] = ['metabase', 'redash', 'sisense', 'superset'];

/** By tool, how the node signs in. */
const SERVERS: Record<ToolName, Server> = {
	metabase: { tool: 'metabase', credential: 'metabaseAdminApi', fields: { authentication: 'apiKey' } },
	redash: { tool: 'redash', credential: 'redashApi' },
	sisense: { tool: 'sisense', credential: 'sisenseApi', fields: { authentication: 'apiToken' } },
	superset: { tool: 'superset', credential: 'supersetApi', signInPath: '/api/v1/security/login' },
};

/** @param only the tools of the stage; the others don't run */
export function biStage(set: Record<string, string> = {}, only: ToolName[] = ALL): Stage {
	const [first, ...beside] = only.map((tool) => SERVERS[tool]);
	return useStage({ node: 'biAccess', set, ...first, beside });
}

/** One operation on one stage; in all tools, unless other ones are given. */
export const playing =
	(stage: Stage, operation: string, tools: ToolName[] = ALL) =>
	async (parameters: IDataObject, run: Play = {}): Promise<Played> =>
		await stage.play(operation, { tools, ...parameters } as INodeParameters, run);

export const rowOf = ({ items }: Played, tool: ToolName): IDataObject => items.find((one) => one.tool === tool)!;

/** By tool, one key of the row. */
export const each = ({ items }: Played, key: string): IDataObject => Object.fromEntries(items.map((row) => [String(row.tool), row[key] as never]));

/** The same for all four. */
export const inAll = <T,>(value: T): Record<ToolName, T> => ({ metabase: value, redash: value, sisense: value, superset: value });

export const of = <T extends Pick<Exchange, 'tool'>>(all: T[], tool: ToolName): T[] => all.filter((one) => one.tool === tool);

/** `PUT /api/user/7`, without the queries. */
export const routesOf = (all: Exchange[], tool: ToolName): string[] => of(all, tool).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);

export const heir = (local: string): IDataObject => ({ whenOwnedContent: 'transfer', ...successor(`${local}@example.com`) });

/** An account as every tool has it. */
export interface Account {
	id: string;
	email: string;
	state: 'active' | 'inactive' | 'pending';
	admin: boolean;
	/** Names of roles and groups, sorted; each as often as it is there. */
	access: string[];
}

const CLOSED: Record<string, Account['state']> = { disabled: 'inactive', deactivated: 'inactive', hidden: 'inactive' };
const stateOf = (word: string) => CLOSED[word] ?? (word as Account['state']);
const account = (one: { id: number | string; email: string; admin: boolean }, state: string, access: Array<string | null>): Account => ({
	id: String(one.id),
	email: one.email.trim(),
	admin: one.admin,
	state: stateOf(state),
	access: access.filter((name) => name !== null).sort(),
});

/** Everybody of one tool, as the server itself has them. */
export async function accountsIn(stage: Stage, tool: ToolName): Promise<Account[]> {
	const state = await stage.on(tool, 'state');
	switch (tool) {
		case 'metabase':
			return (state as Metabase.State).accounts.filter(({ type }) => type === 'personal').map((one) => account(one, one.state, one.groups));
		case 'redash':
			return (state as Redash.State).accounts.map((one) => account(one, one.state, one.groups));
		case 'sisense':
			return (state as Sisense.State).accounts.filter(({ tenant }) => tenant === 'system').map((one) => account(one, one.state, [one.role, ...one.groups]));
		case 'superset':
			return (state as Superset.State).accounts.map((one) => account(one, one.active === true ? 'active' : 'inactive', [...one.roles, ...one.groups]));
	}
}

/** By the part of the e-mail before @example.com, in any letter case. */
export async function accountIn(stage: Stage, tool: ToolName, local: string): Promise<Account | undefined> {
	return (await accountsIn(stage, tool)).find(({ email }) => email.toLowerCase() === `${local}@example.com`.toLowerCase());
}

/** All that is true on all servers, without what a mere sign-in moves. */
export async function everything(stage: Stage, tools: ToolName[] = ALL): Promise<Record<string, unknown>> {
	const states = await Promise.all(tools.map(async (tool) => [tool, await stage.on(tool, 'state')] as const));
	return Object.fromEntries(
		states.map(([tool, { accounts, ...rest }]) => [tool, { ...rest, accounts: (accounts as IDataObject[]).map(({ loginCount, lastLogin, ...one }) => one) }]),
	);
}
