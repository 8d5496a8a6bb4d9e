import type * as Superset from '../../../nodes/Superset/resources';
import { built } from '../built.mts';
import { serversHere, standardTests } from '../standard.mts';
import { addLeavers, castFor, supersetStage } from './cast.mts';

const { resources } = built<typeof Superset>('nodes/Superset/resources');

describe.each(serversHere(['6.1', '4.1'] as const))('Superset %s', (version) => {
	const stage = supersetStage(version);
	beforeEach(async () => await addLeavers(stage));
	standardTests({ stage, nodeFolder: 'Superset', resources, cast: castFor(version) });
});
