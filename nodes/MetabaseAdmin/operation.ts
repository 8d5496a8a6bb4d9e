import { operationsOf, type Outcome } from '../../kit/operation';
import type { Metabase } from '../../products/metabase/client';
import { faultOf, type User, type Wanted } from '../../products/metabase/person';

/** `operation()` for this node. */
export const operation = operationsOf<Metabase>();

/** The read-back of every write on people. */
export const readBackUsers = async (metabase: Metabase, ids: string[]) => await metabase.users.readBack(ids);

export const unchanged = <E>(entity: E): Outcome<E> => ({ entity, changed: false });

/** A change to be read back. */
export const changed = (user: User, wanted: Wanted, extra?: Outcome['extra']): Outcome<User> => ({
	entity: user,
	changed: true,
	...(extra && { extra }),
	confirm: { id: String(user.id), fault: (now) => faultOf(user.email, wanted, now) },
});
