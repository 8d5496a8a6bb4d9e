import type { Access, Account } from './account';
import type { Directory, Undone } from './directory';
import { troubleOf } from './trouble';

/** What every row of a result begins and ends with: who did what where, and when. */
export interface Audit {
	tool: string;
	/** Null where the credential could not be read. */
	server: string | null;
	at: string;
	/** The account or key of the credential; null where it could not be read. */
	by: string | null;
}

/** The audit part of the rows of one tool. Never throws: what can't be told is null. */
export async function auditOf(directory: Directory, at: string): Promise<Audit> {
	const orNull = async (work: () => Promise<string>) => await work().catch(() => null);
	return {
		tool: directory.tool,
		server: await orNull(async () => await directory.server()),
		at,
		by: await orNull(async () => await directory.actor()),
	};
}

/** What would undo a change, for its row. Never throws: that it could not be read is one of the sentences. */
export async function undoneBy(directory: Directory, change: Undone, account: Account | undefined): Promise<string[]> {
	return await directory
		.undoneBy(change, account)
		.catch((thrown: unknown) => [`What an identity provider may undo could not be read: ${troubleOf(thrown).what}`]);
}

/** Access without what only we need of it. */
export const shown = (access: Access[]) => access.map(({ kind, name }) => ({ kind, name }));

/** What a row tells of an account; null for what is not there. */
export const told = (account: Account | undefined) => ({
	id: account?.id ?? null,
	name: account?.name ?? null,
	state: account?.state ?? null,
	admin: account?.admin ?? null,
	access: shown(account?.access ?? []),
});

/** `role "Alpha", group "Sales"` */
export const listed = (access: Access[]) => access.map(({ kind, name }) => `${kind} "${name}"`).join(', ');
