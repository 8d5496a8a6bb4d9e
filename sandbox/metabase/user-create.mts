import { badField, ok, rule, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { mailInvitation } from './mail.mts';
import { firstMemberships } from './membership-rules.mts';
import { attributes, email, filled, memberships, positive, Reader } from './params.mts';
import { memberRow } from './user-rows.mts';
import { ADMINISTRATORS, type User } from './world.mts';

/** POST /user: 200, and a mail whatever is sent (contract 3). `is_superuser` and `group_ids` are passed over. */
export function createUser(call: Call): Answer {
	const { world } = call;
	const { tenants, openPermissions } = world.behaviour;
	const reader = new Reader(call);
	const address = reader.need('email', email);
	const firstName = reader.maybe('first_name', filled) ?? null;
	const lastName = reader.maybe('last_name', filled) ?? null;
	const password = reader.maybe('password', filled) ?? null;
	const wanted = reader.maybe('user_group_memberships', memberships);
	const attrs = reader.maybe('login_attributes', attributes);
	const tenant = tenants ? (reader.maybe('tenant_id', positive) ?? null) : null;
	const source = openPermissions ? reader.maybe('source', filled) : undefined;
	reader.check();
	requireTenant(call, tenant);
	if (world.users.forEmail(address) !== undefined) throw badField('email', 'Email address already in use.');

	const user = world.addUser({
		...world.blankUser(address, firstName, lastName),
		password,
		tenant,
		loginAttributes: attrs ? asTexts(attrs) : null,
	});
	try {
		firstMemberships(call, user, wanted ?? [{ id: world.everybody(user) }]);
	} catch (error) {
		takeBack(call, user);
		throw error;
	}
	if (source === 'setup') world.join(user, ADMINISTRATORS);
	mailInvitation(call, user);
	return ok(memberRow(world, user));
}

/** Nothing is created where something about it is refused: one transaction. */
function takeBack({ world }: Call, user: User): void {
	for (const row of world.memberships.of(user.id)) world.memberships.remove(row);
	world.content.forgetPersonalCollection(user.id);
	world.users.remove(user);
}

export function requireTenant({ world }: Call, tenant: number | null): void {
	if (tenant === null) return;
	if (!world.settings.tenants)
		throw badField('tenant_id', 'Cannot create a Tenant User as Tenants are not enabled for this instance.');
	if (world.tenants.get(tenant) === undefined) throw rule('Tenant not found.');
}

/** Values become text. */
export function asTexts(map: Readonly<Record<string, unknown>>): Record<string, string> {
	return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
}
