import type { Product } from '../frame/product.mts';
import { SupersetStandIn } from './server.mts';
import { SWITCHES } from './switches.mts';

/** Apache Superset, five servers of it: `docs/contracts/superset.md`. */
export const superset: Product = {
	name: 'superset',
	title: 'Apache Superset',
	switches: SWITCHES,
	create: (setup) => new SupersetStandIn(setup),
};
