import type * as Sisense from '../../../nodes/Sisense/resources';
import { built } from '../built.mts';
import { standardTests } from '../standard.mts';
import { addStrangers, castFor, sisenseStage, type Server } from './cast.mts';

const { resources } = built<typeof Sisense>('nodes/Sisense/resources');
const { group, role, tenant, user } = resources;

const NO_SWITCH = { 'user.deactivate': /can't deactivate accounts.*What does work/, 'user.reactivate': /never accepted the invitation/ };

/** Both generations, what becomes of `active`, both ways to sign in. */
const SERVERS: Array<[string, Record<string, string>, Server]> = [
	['L2025, which ignores active', { active: 'ignored' }, { refuses: NO_SWITCH }],
	['L2025, which stores active and answers without bodies, by login', { active: 'stored', emptyBodies: 'on', reportManager: 'present' }, { login: true }],
	[
		'L8.2 behind a proxy that drops bodies of DELETE',
		{ generation: 'old', active: 'rejected', bulk: 'partial', stripDeleteBodies: 'on' },
		{ refuses: { ...NO_SWITCH, 'tenant.getAll': /single tenant/ } },
	],
];

describe.each(SERVERS)('Sisense %s', (_, switches, server) => {
	const stage = sisenseStage(switches, server.login ? 'login' : 'apiToken');
	beforeEach(async () => await addStrangers(stage));
	standardTests({ stage, nodeFolder: 'Sisense', resources: { group, role, tenant, user }, cast: castFor(server) });
});
