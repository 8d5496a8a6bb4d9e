import type { Product } from '../frame/product.mts';
import { MetabaseStandIn } from './server.mts';
import { SWITCHES } from './switches.mts';

/** Metabase, four generations of it, in both editions: `docs/contracts/metabase.md`. */
export const metabase: Product = {
	name: 'metabase',
	title: 'Metabase',
	switches: SWITCHES,
	create: (setup) => new MetabaseStandIn(setup),
};
