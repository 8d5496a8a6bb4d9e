import { legacyBad, legacyForbidden, legacyNotFound, Refusal } from './answers.mts';
import type { Call } from './call.mts';
import type { Group, User } from './world.mts';

/*
 * v0.9: takes names where it takes ids, and has no form for errors.
 */

/** Runs what v1 and v0.9 do alike; refusals come out as v0.9 has them. */
export function asLegacy<Result>(work: () => Result): Result {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { status, body } = error.answer;
		if (status === 404) throw legacyNotFound();
		if (status === 403) throw legacyForbidden();
		const { error: detail } = (body ?? {}) as { error?: { message?: string } };
		throw legacyBad(detail?.message ?? 'Bad request.');
	}
}

/** By id or user name. */
export function personBy(call: Call, key: string): User {
	const { users } = call.world;
	const user = users.get(key) ?? users.exactly(key);
	if (user === undefined || !call.sees(user.tenant)) throw legacyNotFound();
	return user;
}

/** By id or name; of two with one name the first. */
export function groupBy(call: Call, key: string): Group {
	const group = call.groups.find(({ id, name }) => id === key.toLowerCase() || name === key);
	if (group === undefined) throw legacyNotFound();
	return group;
}

/** The rows that `skip` and `limit` leave; 0 is no limit. */
export function windowed<Row>({ query }: Call, rows: readonly Row[]): readonly Row[] {
	const number = (name: string): number => {
		const value = Number(query.get(name) ?? 0);
		if (!Number.isInteger(value) || value < 0) throw legacyBad(`${name} is not a number.`);
		return value;
	};
	const [skip, limit] = [number('skip'), number('limit')];
	return rows.slice(skip, limit === 0 ? undefined : skip + limit);
}

/** Body of a write that wants a list of ids or names. */
export function textsOf({ body }: Call): string[] {
	if (!Array.isArray(body) || !body.every((one) => typeof one === 'string'))
		throw legacyBad('The body must be an array of text.');
	return body;
}
