import type { IDataObject } from 'n8n-workflow';

import { loadEngine, type Engine, type NodeRun } from '../../harness/engine.mts';
import { ClubApi, clubNode } from './node.mts';
import { startClub, type ClubServer } from './server.mts';

/** The engine with the club's node, and a new server for each test. */
export function useClub() {
	const ready: { engine?: Engine; club?: ClubServer } = {};
	beforeAll(async () => {
		ready.engine = await loadEngine({
			nodes: { club: clubNode(), pacedClub: clubNode(50) },
			credentialTypes: { clubApi: ClubApi },
		});
	});
	afterEach(async () => await ready.club?.close());

	const engine = () => ready.engine!;
	return {
		engine,
		async open(count = 0, options: { prefix?: string } = {}) {
			ready.club = await startClub(count, options);
			return ready.club;
		},
		/** Credentials for the server; the store keeps the session from run to run. */
		store: (fields: IDataObject = {}) =>
			engine().store({ clubApi: { url: ready.club!.url, password: 'good', key: '', ...fields } as never }),
		async run(operation: string, parameters: IDataObject, run: Partial<NodeRun> = {}) {
			const url = ready.club?.url ?? '';
			const credentials = run.credentials ?? { clubApi: { url, password: 'good', key: '' } };
			const all = { resource: 'member', operation, ...parameters };
			return await engine().run({ node: 'club', ...run, credentials, parameters: all as never } as NodeRun);
		},
	};
}

/** One item per person, for a node that reads `$json.email` and `$json.name`. */
export const people = (count: number, name = 'Renamed') =>
	Array.from({ length: count }, (_, i) => ({ email: `m${i + 1}@example.com`, name }));

export const RENAME = { email: '={{ $json.email }}', name: '={{ $json.name }}' };

export const byId = (value: string) => ({ member: { __rl: true, mode: 'id', value } });
