/** One example of each operation of the Sisense node, with people of the sandbox's company; run to get its output. */
import type { INodeParameters } from 'n8n-workflow';

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const user = (value: string) => ({ user: by('email', value) });
const group = (value: string) => ({ group: by('name', value) });
const role = (value: string) => ({ role: by('name', value) });
const scimUser = (value: string) => ({ user: by('username', value) });

const ANN = 'ann@example.com';
const JOANN = 'joann@example.com';
const KOFI = 'kofi.mensah@example.com';
const LENA = 'lena.fischer@example.com';
const MARIA = 'maria.silva@example.com';
const NADIA = 'nadia.petrova@example.com';
const BORIS = 'boris.ivanov@example.com';

/** Run first, where an example would have nothing to show. */
export const before: Record<string, INodeParameters> = {
	'user.reactivate': { resource: 'user', operation: 'deactivate', ...user(BORIS) },
	'scimUser.reactivate': { resource: 'scimUser', operation: 'deactivate', ...scimUser(JOANN) },
};

/** Parameters by `resource.operation`. */
export const examples: Record<string, INodeParameters> = {
	'user.addToGroup': { ...user(ANN), ...group('Analytics') },
	'user.create': {
		email: 'nathan@example.com',
		...role('Viewer'),
		additionalFields: { firstName: 'Nathan', lastName: 'Smith', groups: ['Analytics'] },
	},
	'user.deactivate': { ...user(BORIS), options: { lockOut: true } },
	'user.delete': user(JOANN),
	'user.get': user(MARIA),
	'user.getAll': { limit: 1, filters: { state: 'pending' } },
	'user.getCurrent': {},
	'user.getOwned': { ...user(LENA), limit: 3 },
	'user.logOut': user(LENA),
	'user.reactivate': user(BORIS),
	'user.removeFromGroup': { ...user(KOFI), ...group('Finance') },
	'user.sendInvitation': user(NADIA),
	'user.transferOwned': { ...user(LENA), successor: by('email', MARIA), options: { formerOwner: 'none' } },
	'user.update': { ...user(ANN), updateFields: { lastName: 'Lee-Wong', ...role('Data Designer'), groups: 'Analytics' } },
	'user.upsert': { email: ANN, ...role('Designer'), additionalFields: { groups: 'Analytics' } },
	'role.get': role('Designer'),
	'role.getAll': { limit: 2 },
	'group.addMembers': { ...group('Analytics'), users: `${ANN}, ${JOANN}` },
	'group.create': { name: 'Auditors' },
	'group.delete': { ...group('People Ops'), options: { allowInUse: true } },
	'group.get': group('Everyone'),
	'group.getAll': { limit: 2, filters: { name: 'Finance' } },
	'group.getMembers': { ...group('Finance'), limit: 1 },
	'group.removeMembers': { ...group('Finance'), users: KOFI },
	'group.update': { ...group('sALES, emea'), name: 'Sales Europe' },
	'tenant.getAll': {},
	'scim.getConfiguration': {},
	'scimUser.create': { email: 'nathan@example.com', additionalFields: { firstName: 'Nathan', externalId: '00u1a2b3c4' } },
	'scimUser.deactivate': scimUser(JOANN),
	'scimUser.delete': scimUser(JOANN),
	'scimUser.get': scimUser(ANN),
	'scimUser.getAll': { limit: 1, filters: { search: 'Lee' } },
	'scimUser.reactivate': scimUser(JOANN),
	'scimUser.update': { ...scimUser(ANN), updateFields: { lastName: 'Lee-Wong' } },
	'scimUser.upsert': { email: ANN, additionalFields: { firstName: 'Ann' } },
	'scimGroup.addMembers': { ...group('Analytics'), users: `${ANN}, ${JOANN}` },
	'scimGroup.create': { name: 'Auditors', additionalFields: { users: ANN } },
	'scimGroup.delete': { ...group('People Ops'), options: { allowInUse: true } },
	'scimGroup.get': group('Finance Team'),
	'scimGroup.getAll': { limit: 1, filters: { name: 'Finance' } },
	'scimGroup.removeMembers': { ...group('Finance'), users: KOFI },
	'scimGroup.update': { ...group('sALES, emea'), name: 'Sales Europe' },
};
