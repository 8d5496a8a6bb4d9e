import { badField, forbidden, found, notFound, ok, Refusal, rule, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { replaceMemberships, requireAnalysts, requireAnotherAdmin } from './membership-rules.mts';
import { attributes, email, filled, flag, memberships, positive, Reader, type WantedMembership } from './params.mts';
import type { PathValues } from './router.mts';
import { asTexts, requireTenant } from './user-create.mts';
import { memberRow } from './user-rows.mts';
import { ADMINISTRATORS, DATA_ANALYSTS, type User } from './world.mts';

const LOCALE = /^[a-z]{2,3}([-_][A-Za-z]{2})?$/;

interface Changes {
	readonly email?: string | null;
	readonly first_name?: string | null;
	readonly last_name?: string | null;
	readonly locale?: string | null;
	readonly login_attributes?: Readonly<Record<string, unknown>> | null;
	readonly is_superuser?: boolean | null;
	readonly is_data_analyst?: boolean | null;
	readonly user_group_memberships?: readonly WantedMembership[] | null;
	readonly tenant_id?: number | null;
}

/** PUT /user/{id}: a partial update in one transaction (contract 3). */
export function updateUser(call: Call, path: PathValues): Answer {
	const user = writable(call, path);
	const changes = read(call);
	atomically(call, user, () => {
		if (call.isSuperuser || call.user === user) changeProfile(call, user, changes);
		if (call.isSuperuser) changeRights(call, user, changes);
		if (changes.user_group_memberships) changeGroups(call, user, changes.user_group_memberships, changes);
	});
	user.updatedAt = call.world.stamp();
	return ok(memberRow(call.world, user));
}

/** The account that may be written to: of the caller, or any for superusers and managers. */
function writable(call: Call, path: PathValues): User {
	const { world } = call;
	const id = Number(path.id);
	if (id !== call.user.id && call.managed.size === 0) call.requireSuperuser();
	return existingPerson(call, id, world.behaviour.personsOnly);
}

/** An active account; 404 for others, 400 for the internal one. */
export function existingPerson({ world }: Call, id: number, personsOnly: boolean): User {
	const user = found(world.users.get(id));
	if (user.type === 'internal') throw rule('Not able to modify the internal user');
	if (!world.isActive(user) || (personsOnly && user.type !== 'personal')) throw new Refusal(notFound());
	return user;
}

function read(call: Call): Changes {
	const { tenants, analysts } = call.world.behaviour;
	const reader = new Reader(call);
	const changes: Changes = {
		email: reader.maybe('email', email),
		first_name: reader.maybe('first_name', filled),
		last_name: reader.maybe('last_name', filled),
		locale: reader.maybe('locale', filled),
		login_attributes: reader.maybe('login_attributes', attributes),
		is_superuser: reader.maybe('is_superuser', flag),
		is_data_analyst: analysts ? reader.maybe('is_data_analyst', flag) : undefined,
		user_group_memberships: reader.maybe('user_group_memberships', memberships),
		tenant_id: tenants ? reader.maybe('tenant_id', positive) : undefined,
	};
	reader.check();
	return changes;
}

/** Runs all of it or nothing. */
function atomically({ world }: Call, user: User, work: () => void): void {
	const before = { ...user };
	const rows = world.memberships.of(user.id).map((row) => ({ ...row }));
	try {
		work();
	} catch (error) {
		if (user.email !== before.email) world.users.rename(user, before.email);
		Object.assign(user, before);
		restore(world, user, rows);
		throw error;
	}
}

function restore(world: Call['world'], user: User, rows: readonly { group: number; manager: boolean }[]): void {
	for (const row of world.memberships.of(user.id))
		if (!rows.some((one) => one.group === row.group)) world.memberships.remove(row);
	for (const { group, manager } of rows) {
		const row = world.memberships.find(user.id, group) ?? world.memberships.add(user.id, group);
		row.manager = manager;
	}
}

function changeProfile(call: Call, user: User, changes: Changes): void {
	const { world } = call;
	refuseSso(call, user, changes);
	if (changes.locale) user.locale = localeOf(changes.locale);
	if (changes.locale === null) user.locale = null;
	if (changes.first_name !== undefined) user.firstName = changes.first_name;
	if (changes.last_name !== undefined) user.lastName = changes.last_name;
	if (!changes.email) return;
	const holder = world.users.forEmail(changes.email);
	if (holder !== undefined && holder !== user)
		throw badField('email', 'Email address already associated to another user.');
	world.users.rename(user, changes.email);
}

/** What the provider of an account's sign-in decides, not Metabase. */
function refuseSso(call: Call, user: User, changes: Changes): void {
	const { ssoSource } = user;
	if (ssoSource === null) return;
	if (changes.first_name !== undefined && changes.first_name !== user.firstName)
		throw badField('first_name', 'Editing first name is not allowed for SSO users.');
	if (changes.last_name !== undefined && changes.last_name !== user.lastName)
		throw badField('last_name', 'Editing last name is not allowed for SSO users.');
	if (call.isSuperuser || !['google', 'ldap'].includes(ssoSource)) return;
	const moves = changes.email && changes.email.toLowerCase() !== user.email;
	if (moves || call.world.behaviour.ssoLockedOut) throw new Refusal(forbidden());
}

function localeOf(text: string): string {
	if (!LOCALE.test(text))
		throw badField('locale', 'String must be a valid two-letter ISO language or language-country code');
	const [language, country] = text.split(/[-_]/);
	return country === undefined ? language : `${language}_${country.toUpperCase()}`;
}

function changeRights(call: Call, user: User, changes: Changes): void {
	const { world } = call;
	if (changes.login_attributes !== undefined)
		user.loginAttributes = changes.login_attributes === null ? null : asTexts(changes.login_attributes);
	if (changes.tenant_id !== undefined) changeTenant(call, user, changes.tenant_id);
	if (changes.is_data_analyst !== undefined) setMember(call, user, DATA_ANALYSTS, changes.is_data_analyst === true);
	if (typeof changes.is_superuser !== 'boolean' || changes.user_group_memberships) return;
	if (changes.is_superuser && user.tenant !== null) throw rule('Tenant users cannot be superusers.');
	if (!changes.is_superuser && user.isSuperuser) requireAnotherAdmin(world, user);
	setMember(call, user, ADMINISTRATORS, changes.is_superuser);
}

function setMember({ world }: Call, user: User, group: number, member: boolean): void {
	if (member === world.isMember(user, group)) return;
	if (!member) return world.leave(user, group);
	requireAnalysts(world, group);
	world.join(user, group);
}

/** The key alone, whatever its value, wipes all memberships (contract 3). */
function changeTenant(call: Call, user: User, tenant: number | null): void {
	const { world } = call;
	requireTenant(call, tenant);
	if (tenant !== null && user.isSuperuser) throw badField('tenant_id', 'A superuser cannot be a tenant user.');
	if (tenant !== null && user.tenant !== null && tenant !== user.tenant)
		throw badField('tenant_id', 'A tenant user cannot be moved to another tenant.');
	requireAnotherAdmin(world, user);
	for (const row of world.memberships.of(user.id)) world.leave(user, row.group);
	user.tenant = tenant;
	world.join(user, world.everybody(user));
}

function changeGroups(call: Call, user: User, wanted: readonly WantedMembership[], changes: Changes): void {
	const admin = wanted.some(({ id }) => id === ADMINISTRATORS);
	if (call.isSuperuser && typeof changes.is_superuser === 'boolean' && changes.is_superuser !== admin)
		throw badField(
			'is_superuser',
			'Value of is_superuser must correspond to presence of Admin group ID in group_ids.',
		);
	replaceMemberships(call, user, wanted);
}
