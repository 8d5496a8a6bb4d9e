import { operationsOf, type Outcome } from '../../kit/operation';
import type { Redash } from '../../products/redash/client';
import { faultOf, nameOf, type User, type Wanted } from '../../products/redash/person';

/** `operation()` for this node. */
export const operation = operationsOf<Redash>();

/** The read-back of every write on users. */
export const readBackUsers = async (redash: Redash, ids: string[]) => await redash.users.readBack(ids);

export const unchanged = <E>(entity: E): Outcome<E> => ({ entity, changed: false });

/** A change to be read back. */
export const changed = (user: User, wanted: Wanted, extra?: Outcome['extra']): Outcome<User> => ({
	entity: user,
	changed: true,
	...(extra && { extra }),
	confirm: { id: String(user.id), fault: (now) => faultOf(nameOf(user), wanted, now) },
});
