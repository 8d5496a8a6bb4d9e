import type * as Metabase from '../../../nodes/MetabaseAdmin/resources';
import { built } from '../built.mts';
import { serversHere, standardTests } from '../standard.mts';
import { addStrangers, castFor, metabaseStage, type Server } from './cast.mts';

const { resources } = built<typeof Metabase>('nodes/MetabaseAdmin/resources');

const NO_MANAGERS = { 'group.setManager': /no group managers.*paid edition/ };
const NO_URL = { 'user.getPasswordResetUrl': /makes no password reset URLs/ };
const NO_MAIL = { 'user.sendPasswordReset': /no mail set up/ };

/** Every generation of the contract, both editions, both ways to sign in. */
const SERVERS: Array<[string, Record<string, string>, Server]> = [
	['0.49, open source', { version: 'v49' }, { next: 23, oldGraph: true, refuses: { ...NO_MANAGERS, ...NO_URL, ...NO_MAIL } }],
	['0.54, paid, by session', { version: 'v54', edition: 'ee', mail: 'on' }, { next: 23, session: true, refuses: NO_URL }],
	['0.58, paid, with tenants', { version: 'v57', edition: 'ee', tenants: 'on' }, { next: 25, refuses: { ...NO_URL, ...NO_MAIL } }],
	['0.60, open source, with mail', { version: 'v60', mail: 'on' }, { next: 23, refuses: NO_MANAGERS }],
];

describe.each(serversHere(SERVERS))('Metabase %s', (_, switches, server) => {
	const stage = metabaseStage(switches, server.session ? 'session' : 'apiKey');
	beforeEach(async () => await addStrangers(stage));
	standardTests({ stage, nodeFolder: 'MetabaseAdmin', resources, cast: castFor(server) });
});
