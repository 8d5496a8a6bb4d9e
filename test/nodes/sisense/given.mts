/** Short forms for what the trap tests say again and again. */
import type { INodeParameters } from 'n8n-workflow';

import { locator } from '../given.mts';
import type { Exchange, Stage } from '../stage.mts';
import { startWire, type Seen, type Wire } from '../wire.mts';

export { byEmail, byId, byName, byUsername, EACH_EMAIL, emails, groupNamed, groupWithId, locator, successor, textOf, TOLERANT } from '../given.mts';

export const roleNamed = locator('role', 'name');

/** A value for a role inside a collection. */
export const aRole = (name: string): INodeParameters['role'] => ({ __rl: true, mode: 'name', value: name });

/** `PATCH v1/users/…`, one for each request: IDs and queries left out. */
export const routesOf = (requests: Array<Pick<Exchange, 'method' | 'path'>>): string[] =>
	requests.map(({ method, path }) => `${method} ${path.replace(/^.*?\/api\//, '').replace(/\?.*/, '').replaceAll(/[0-9a-f]{24}/g, '…')}`);

export const isWrite = ({ method }: Pick<Exchange, 'method'>): boolean => method !== 'GET';

type Hand = NonNullable<Wire['before']>;

/** Works with a wire between node and server, whose URL `work` gives to a credential. */
export async function wired<T>(stage: Stage, before: Hand | undefined, work: (wire: Wire) => Promise<T>): Promise<T & { seen: Seen[] }> {
	const wire = await startWire(stage.url);
	wire.before = before;
	try {
		return { ...(await work(wire)), seen: wire.seen };
	} finally {
		await wire.close();
	}
}

export const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) });
