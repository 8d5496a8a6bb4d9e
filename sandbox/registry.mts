import type { Product } from './frame/product.mts';
import { metabase } from './metabase/index.mts';
import { redash } from './redash/index.mts';
import { sisense } from './sisense/index.mts';
import { superset } from './superset/index.mts';

/** Every product the sandbox can stand in for. A new one is a folder beside this file and one line here. */
export const PRODUCTS: readonly Product[] = [superset, redash, metabase, sisense];
