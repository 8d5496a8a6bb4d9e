import { badField, ok, Refusal, text, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { email, filled, map, Reader } from './params.mts';
import { requireGood } from './passwords.mts';
import { SETUP_TOKEN } from './seed.mts';
import { ADMINISTRATORS, ALL_USERS, type User, type World } from './world.mts';

export const health = (): Answer => ok({ status: 'ok' });

/** POST /setup: makes user 1, once (contract 2). */
export function setup(call: Call): Answer {
	const { world, body } = call;
	if (world.users.rows.length > 0)
		throw new Refusal(
			text(
				403,
				'The /api/setup route can only be used to create the first user, however a user currently exists.',
			),
		);
	if (body.token !== SETUP_TOKEN) throw badField('token', 'Token does not match the setup token.');
	const outer = new Reader(call);
	const fields = outer.need('user', map);
	const prefs = outer.need('prefs', map);
	outer.check();
	const reader = new Reader(call, fields);
	const address = reader.need('email', email);
	const first = reader.maybe('first_name', filled) ?? null;
	const last = reader.maybe('last_name', filled) ?? null;
	reader.check();
	const password = requireGood(call, fields.password);
	if (typeof prefs.site_name === 'string') world.siteName = prefs.site_name;
	if (typeof prefs.site_locale === 'string') world.siteLocale = prefs.site_locale;
	const user = addFirstAdmin(world, { email: address, first, last, password });
	const session = world.sessions.open(user.id);
	return { ...ok({ id: session }), session };
}

interface FirstAdmin {
	readonly email: string;
	readonly first: string | null;
	readonly last: string | null;
	readonly password: string;
}

export function addFirstAdmin(world: World, { email: address, first, last, password }: FirstAdmin): User {
	const user = world.addUser({ ...world.blankUser(address, first, last), password });
	world.join(user, ALL_USERS);
	world.join(user, ADMINISTRATORS);
	return user;
}
