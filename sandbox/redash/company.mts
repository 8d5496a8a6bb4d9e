import { fixedKey } from './keys.mts';
import {
	ACME_KEY,
	ADMIN_KEY,
	COMMON_PASSWORD,
	DATA_SOURCES,
	DELETED_GROUP,
	GROUPS,
	keyOf,
	PEOPLE,
	type Person,
} from './seed.mts';
import type { User, World } from './world.mts';

const FOUNDED = '2025-01-13T08:00:00.000Z';

/** What a newly installed server holds: an organisation and its first account. */
export function install(world: World): void {
	const org = world.addOrg('Example', 'default');
	addAdmin(world, org.id, 'Admin', 'admin@example.com', ADMIN_KEY);
}

/** The second organisation of a multi-org server. */
export function addAcme(world: World): void {
	const org = world.addOrg('Acme', 'acme');
	addAdmin(world, org.id, 'Acme Admin', 'acme@example.com', ACME_KEY);
}

/** Fills a fresh server with the company, content aside. Ids, keys and dates are always the same. */
export function fillCompany(world: World): void {
	const org = world.orgs.rows[0].id;
	for (const { name, admin } of GROUPS) {
		const group = world.addGroup(org, name, { createdAt: FOUNDED });
		if (admin) group.permissions = [...group.permissions, 'admin'];
	}
	const deleted = world.groups.get(DELETED_GROUP);
	if (deleted !== undefined) world.groups.remove(deleted);
	for (const person of PEOPLE) world.users.add(userRow(world, org, person));
	for (const { name, type, options, attached } of DATA_SOURCES)
		world.addDataSource(org, name, type, { ...options }).attachments = attached.map(([group, viewOnly]) => ({
			group,
			viewOnly,
		}));
}

/** The same e-mail as in the first organisation, with an account of its own. */
export function fillAcme(world: World): void {
	const org = world.orgs.rows[1].id;
	world.users.add({
		...world.blankUser(org, 'María José Silva', 'maria.silva@example.com'),
		groups: [world.builtin(org, 'default').id],
		apiKey: fixedKey('acme maria.silva'),
		password: COMMON_PASSWORD,
		pending: false,
	});
}

function addAdmin(world: World, org: number, name: string, email: string, apiKey: string): void {
	world.users.add({
		...world.blankUser(org, name, email),
		createdAt: FOUNDED,
		updatedAt: FOUNDED,
		groups: [world.builtin(org, 'admin').id, world.builtin(org, 'default').id],
		apiKey,
		password: COMMON_PASSWORD,
		pending: false,
	});
}

function userRow(world: World, org: number, person: Person): Omit<User, 'id'> {
	const { local, name, groups = [], state, blanks, key, seen = null, since } = person;
	const email = `${local}@example.com`;
	return {
		org,
		name,
		email: blanks ? `  ${email} ` : email,
		groups: [world.builtin(org, 'default').id, ...groups].sort((left, right) => left - right),
		apiKey: key ?? keyOf(email),
		password: state === 'pending' ? null : COMMON_PASSWORD,
		pending: state === 'pending',
		verified: true,
		createdAt: since,
		updatedAt: seen ?? since,
		disabledAt: state === 'disabled' ? seen : null,
		activeAt: world.settings.scheduler ? seen : null,
		seenAt: null,
	};
}
