import { seedContent } from './content/seed.mts';
import type { NewUser } from './people.mts';
import { CUSTOM_ROLE, roleId } from './roles.mts';
import * as seed from './seed.mts';
import { fixedSecrets } from './tokens.mts';
import { SYSTEM, type Tenant, type World } from './world.mts';

const FOUNDED = '2025-01-13T08:00:00.000Z';

/** What a newly installed server holds: the system tenant with its built-in groups, the roles and the super-user. */
export function install(world: World): void {
	addTenant(world, SYSTEM);
	const id = seed.idOf('admin');
	world.addUser({
		...world.blankUser(seed.ADMIN_EMAIL, world.system.id),
		id,
		secrets: fixedSecrets(id),
		userName: 'admin',
		firstName: 'Ada',
		lastName: 'Admin',
		roleId: roleId('super'),
		active: true,
		password: seed.COMMON_PASSWORD,
		created: FOUNDED,
		lastUpdated: FOUNDED,
	});
}

function addTenant(world: World, name: string): Tenant {
	const domains = name === SYSTEM ? [] : [`${name}.example`];
	return world.addTenant({ id: seed.tenantId(name), name, domains }, (group) =>
		seed.groupId(name === SYSTEM ? group : `${name} ${group}`),
	);
}

/** Fills a fresh server with the company. Ids, tokens and people's dates are always the same. */
export function fillCompany(world: World): void {
	const { id: system } = world.system;
	world.roles.add(CUSTOM_ROLE);
	for (const name of seed.GROUPS)
		world.addGroup({
			id: seed.groupId(name),
			name,
			tenant: system,
			ad: name === seed.DIRECTORY_GROUP,
			stale: name === 'Interns' ? [seed.STALE_MEMBER] : [],
			created: FOUNDED,
			lastUpdated: FOUNDED,
		});
	for (const person of seed.PEOPLE) addPerson(world, person, system, seed.groupId);
	if (world.settings.tenants) fillTenant(world);
	seedContent(world);
}

function fillTenant(world: World): void {
	const tenant = addTenant(world, seed.SECOND_TENANT);
	const groupId = (name: string): string => seed.groupId(`${tenant.name} ${name}`);
	world.addGroup({ id: groupId('Readers'), name: 'Readers', tenant: tenant.id });
	for (const person of seed.TENANT_PEOPLE) addPerson(world, person, tenant.id, groupId);
}

function addPerson(world: World, person: seed.Person, tenant: string, groupId: (name: string) => string): void {
	const { local, groups = [], state, source, since, seen } = person;
	const id = seed.idOf(local);
	const email = `${local}@example.com`;
	world.addUser({
		...world.blankUser(email, tenant),
		id,
		secrets: fixedSecrets(id),
		userName: person.userName ?? email,
		firstName: person.first,
		lastName: person.last,
		roleId: roleId(person.role),
		active: state !== 'pending',
		groups: groups.map(groupId),
		password: state === 'pending' || source !== undefined ? null : seed.COMMON_PASSWORD,
		created: since,
		lastUpdated: since,
		lastLogin: seen,
		...provenance(source, local, since),
	});
}

function provenance(source: seed.Person['source'], local: string, since: string): Partial<NewUser> {
	if (source === 'sso') return { createdSso: since };
	if (source !== 'directory') return {};
	return {
		directory: {
			principalName: `${local}@corp.example.com`,
			dn: `CN=${local},OU=People,DC=corp,DC=example,DC=com`,
			ldapDomainId: seed.tenantId('directory corp'),
		},
	};
}
