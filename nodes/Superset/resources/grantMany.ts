import type { Wanted } from '../../../kit/fields';
import type { Outcome } from '../../../kit/operation';
import { asProblem, Problem } from '../../../kit/problem';
import type { Superset } from '../../../products/superset/client';
import type { Granted, Wish } from '../../../products/superset/members';
import { People } from '../../../products/superset/people';
import { granted } from '../operation';

/**
 * Several people into or out of one role or group, for many inputs with one write. An input that names somebody
 * unknown fails alone. Each output item is the role or group, with the people it was about.
 */
export async function grantMany<E>(
	superset: Superset,
	inputs: Array<{ users: Wanted[] }>,
	member: boolean,
	entity: E,
	grant: (people: People, wishes: Wish[]) => Promise<Array<Granted | Problem>>,
): Promise<Array<Outcome<E> | Problem>> {
	const wishes: Array<Wish | Problem> = [];
	for (const { users } of inputs) {
		const wish = superset.users.named(users).then((found): Wish => ({ users: found, member }));
		wishes.push(await wish.catch((thrown: unknown) => asProblem(thrown)));
	}
	const open = wishes.filter((wish): wish is Wish => !(wish instanceof Problem));
	const everybody = open.flatMap(({ users }) => users);
	const results = (await grant(new People(everybody, false), open)).values();
	return wishes.map((wish) => {
		if (wish instanceof Problem) return wish;
		const outcome = granted(results.next().value!, () => entity);
		if (outcome instanceof Problem) return outcome;
		return { ...outcome, extra: { ...outcome.extra, people: wish.users.map(({ email }) => email) } };
	});
}
