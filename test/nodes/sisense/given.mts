/** Short forms for what the tests of this node say again and again, beside those of all nodes. */
import type { INodeParameters } from 'n8n-workflow';

import { locator } from '../given.mts';
import type { Exchange, Stage } from '../stage.mts';
import { withWire, type Seen, type Wire } from '../wire.mts';

export const roleNamed = locator('role', 'name');

/** A value for a role inside a collection. */
export const aRole = (name: string): INodeParameters['role'] => ({ __rl: true, mode: 'name', value: name });

/** `PATCH v1/users/…`, one for each request: IDs and queries left out. */
export const routesOf = (requests: Array<Pick<Exchange, 'method' | 'path'>>): string[] =>
	requests.map(({ method, path }) => `${method} ${path.replace(/^.*?\/api\//, '').replace(/\?.*/, '').replaceAll(/[0-9a-f]{24}/g, '…')}`);

export const isWrite = ({ method }: Pick<Exchange, 'method'>): boolean => method !== 'GET';

/** Works with a wire between node and server, whose URL `work` gives to a credential; with what was seen on it. */
export const wired = async <T,>(stage: Stage, before: Wire['before'], work: (wire: Wire) => Promise<T>): Promise<T & { seen: Seen[] }> =>
	await withWire(stage.url, before, async (wire) => ({ ...(await work(wire)), seen: wire.seen }));

export const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) });
