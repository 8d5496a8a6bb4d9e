import type * as Sisense from '../../../nodes/Sisense/resources';
import { built } from '../built.mts';
import { standardTests } from '../standard.mts';
import { addLeavers, scimCast, scimStage } from './scim-cast.mts';

const { resources } = built<typeof Sisense>('nodes/Sisense/resources');
const { scim, scimGroup, scimUser } = resources;

/** Somebody else's reading of the RFC, with everything it leaves open. */
const SERVERS: Array<[string, Record<string, string>]> = [
	['with everything', { scimEtag: 'on' }],
	['without PATCH, with small pages and booleans as text', { scimPatch: 'off', scimPage: '2', scimActive: 'text' }],
	['without filters, and with answers that are as short as they may be', { scimFilter: 'refused', scimPatch: 'empty', scimEmpty: 'missing', scimType: 'json' }],
];

describe.each(SERVERS)('SCIM %s', (_, switches) => {
	const stage = scimStage(switches);
	beforeEach(async () => await addLeavers(stage));
	standardTests({ stage, nodeFolder: 'Sisense', resources: { scim, scimGroup, scimUser }, cast: scimCast });
});
