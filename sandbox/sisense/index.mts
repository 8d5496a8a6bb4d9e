import type { Product } from '../frame/product.mts';
import { SisenseStandIn } from './server.mts';
import { SWITCHES } from './switches.mts';

/** Sisense on Linux, today's and that of 2020, with or without SCIM: `docs/contracts/sisense.md`. */
export const sisense: Product = {
	name: 'sisense',
	title: 'Sisense',
	switches: SWITCHES,
	create: (setup) => new SisenseStandIn(setup),
};
