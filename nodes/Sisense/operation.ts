import { operationsOf, type Outcome } from '../../kit/operation';
import type { Sisense } from '../../products/sisense/client';
import { faultOf, type Changes, type User } from '../../products/sisense/person';

/** `operation()` for this node. */
export const operation = operationsOf<Sisense>();

/** The read-back of every write on users. */
export const readBackUsers = async (sisense: Sisense, ids: string[]) => await sisense.users.readBack(ids);

export const unchanged = <E>(entity: E): Outcome<E> => ({ entity, changed: false });

/** A change to be read back. A password can't be: that is said. */
export const changed = (user: User, written: Changes, extra?: Outcome['extra']): Outcome<User> => ({
	entity: user,
	changed: true,
	extra: { ...extra, ...(written.password !== undefined && { verified: false }) },
	confirm: { id: user.id, fault: (now) => faultOf(user.email, written, now) },
});
