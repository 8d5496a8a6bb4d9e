import type { Product } from '../frame/product.mts';
import { RedashStandIn } from './server.mts';
import { SWITCHES } from './switches.mts';

/** Redash, eight releases of it: `docs/contracts/redash.md`. */
export const redash: Product = {
	name: 'redash',
	title: 'Redash',
	switches: SWITCHES,
	create: (setup) => new RedashStandIn(setup),
};
