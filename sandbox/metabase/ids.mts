/*
 * Ids of groups. The contract calls the first two usual; the others are ours: the company's groups have the same ids
 * in all generations.
 */
export const ALL_USERS = 1;
export const ADMINISTRATORS = 2;
export const DATA_ANALYSTS = 3;
export const ALL_TENANT_USERS = 4;
export const FIRST_OWN_GROUP = 5;
