import { seedContent, seedGraph } from './content/seed.mts';
import { addKey } from './keys.mts';
import * as seed from './seed.mts';
import { addFirstAdmin } from './setup.mts';
import { ADMINISTRATORS, type User, type World } from './world.mts';

const FOUNDED = '2025-01-13T08:00:00.000Z';

/** What a newly installed server holds: the magic groups, the first admin and a key to come in with. */
export function install(world: World): void {
	world.addMagicGroups();
	seedGraph(world);
	if (world.settings.bare) return;
	const admin = addFirstAdmin(world, {
		email: seed.ADMIN_EMAIL,
		first: 'Ada',
		last: 'Admin',
		password: seed.COMMON_PASSWORD,
	});
	Object.assign(admin, { joinedAt: FOUNDED, updatedAt: FOUNDED, isNew: false });
	addKey(world, {
		name: 'n8n',
		group: ADMINISTRATORS,
		creator: admin.id,
		key: seed.ADMIN_KEY,
		uuid: '00000000-0000-4000-8000-000000000001',
	});
}

/** Fills a fresh server with the company. Ids, keys and people's dates are always the same. */
export function fillCompany(world: World): void {
	for (const name of seed.GROUPS) world.addGroup(name);
	for (const person of seed.PEOPLE) addPerson(world, person, null);
	addKey(world, {
		name: 'Nightly export',
		group: ADMINISTRATORS,
		creator: seed.idOf('boris.ivanov'),
		key: seed.LEFTOVER_KEY,
		uuid: '00000000-0000-4000-8000-000000000002',
	});
	addKey(world, {
		name: 'Dashboard sync',
		group: seed.ANALYTICS,
		creator: seed.idOf('lena.fischer'),
		key: seed.SYNC_KEY,
		uuid: '00000000-0000-4000-8000-000000000003',
	});
	if (world.settings.ee && world.behaviour.tenants) fillTenant(world);
	seedContent(world);
}

/** There also while tenants are off: then nobody sees it. */
function fillTenant(world: World): void {
	const tenant = world.tenants.add({ name: 'Globex', slug: 'globex', active: true, attributes: { plan: 'gold' } });
	world.addGroup('Globex readers', { tenant: true });
	for (const person of seed.TENANT_PEOPLE) addPerson(world, person, tenant.id);
}

function addPerson(world: World, person: seed.Person, tenant: number | null): User {
	const {
		local,
		first,
		last,
		groups = [],
		state,
		manages,
		outside,
		sso = null,
		attributes,
		seen = null,
		since,
	} = person;
	const user = world.addUser({
		...world.blankUser(`${local}@example.com`, first, last),
		password: state === 'pending' || sso !== null ? null : seed.COMMON_PASSWORD,
		active: state !== 'deactivated',
		isNew: seen === null,
		ssoSource: sso,
		loginAttributes: attributes === undefined ? null : { ...attributes },
		tenant,
		joinedAt: since,
		updatedAt: seen ?? since,
		lastLogin: seen,
	});
	if (!outside || !world.settings.usersOutsideAllUsers) world.join(user, world.everybody(user));
	for (const group of groups) world.join(user, group, world.settings.ee && group === manages);
	return user;
}
