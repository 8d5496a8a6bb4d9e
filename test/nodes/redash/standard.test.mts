import type * as Redash from '../../../nodes/Redash/resources';
import { built } from '../built.mts';
import { serversHere, standardTests } from '../standard.mts';
import { addStrangers, castFor, redashStage } from './cast.mts';

const { resources } = built<typeof Redash>('nodes/Redash/resources');

/** With the first id that is free, and a worker, without which there are no events. */
const SERVERS = [
	['25.8', 20, { version: '25.8', worker: 'on' }],
	['26.3 with several organizations, CSRF and mail', 22, { version: '26.3', worker: 'on', multiOrg: 'on', csrf: 'on', mail: 'on' }],
] as const;

describe.each(serversHere(SERVERS))('Redash %s', (_, next, switches) => {
	const stage = redashStage(switches);
	beforeEach(async () => await addStrangers(stage));
	standardTests({ stage, nodeFolder: 'Redash', resources, cast: castFor(next) });
});
