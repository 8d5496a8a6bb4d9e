import { operationsOf, type Outcome } from '../../kit/operation';
import type { Superset } from '../../products/superset/client';
import { faultOf, nameOf, type User } from '../../products/superset/person';
import type { Changed } from '../../products/superset/users';

/** `operation()` for this node. */
export const operation = operationsOf<Superset>();

/** The read-back of every write on users. */
export const readBackUsers = async (superset: Superset, ids: string[]) => await superset.users.readBack(ids);

export const unchanged = (entity: User): Outcome<User> => ({ entity, changed: false });

/** A change to be read back. `passwordReset` is told only where it happened. */
export function changed({ user, written, passwordReset }: Changed): Outcome<User> {
	return {
		entity: user,
		changed: true,
		...(passwordReset && { extra: { passwordReset } }),
		confirm: { id: String(user.id), fault: (now) => faultOf(nameOf(user), written, now) },
	};
}
