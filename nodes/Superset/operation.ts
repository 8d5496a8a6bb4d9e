import { UNVERIFIED } from '../../kit/confirm';
import { operationsOf, type Outcome } from '../../kit/operation';
import { Problem } from '../../kit/problem';
import type { Superset } from '../../products/superset/client';
import type { Granted } from '../../products/superset/members';
import { faultOf, nameOf, type User } from '../../products/superset/person';
import type { Changed } from '../../products/superset/users';

/** `operation()` for this node. */
export const operation = operationsOf<Superset>();

/** The read-back of every write on users. */
export const readBackUsers = async (superset: Superset, ids: string[]) => await superset.users.readBack(ids);

export const unchanged = <E>(entity: E): Outcome<E> => ({ entity, changed: false });

/** A change to be read back. `passwordReset` is told only where it happened. */
export function changed({ user, written, passwordReset }: Changed): Outcome<User> {
	return {
		entity: user,
		changed: true,
		...(passwordReset && { extra: { passwordReset } }),
		confirm: { id: String(user.id), fault: (now) => faultOf(nameOf(user), written, now) },
	};
}

/** A membership that was read back already. */
export const granted = <E>(result: Granted | Problem, entity: () => E): Outcome<E> | Problem =>
	result instanceof Problem
		? result
		: { entity: entity(), changed: result.changed, ...(!result.verified && { extra: UNVERIFIED }) };
