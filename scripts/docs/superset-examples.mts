/** One example of each operation of the Superset node, with people of the sandbox's company; run to get its output. */
import type { INodeParameters } from 'n8n-workflow';

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const user = (value: string) => ({ user: by('email', value) });
const role = (value: string) => ({ role: by('name', value) });
const group = (value: string) => ({ group: by('name', value) });

const YUKI = 'yuki.tanaka@example.com';
const NUR = 'nur.aziz@example.com';

/** Parameters by `resource.operation`. */
export const examples: Record<string, INodeParameters> = {
	'user.addToGroup': { ...user(YUKI), ...group('Finance') },
	'user.addToRole': { ...user(YUKI), ...role('Alpha') },
	'user.create': {
		email: 'nathan@example.com',
		firstName: 'Nathan',
		lastName: 'Smith',
		roles: ['Gamma'],
		additionalFields: { username: 'nathan' },
	},
	'user.deactivate': user(YUKI),
	'user.delete': user(NUR),
	'user.get': user(YUKI),
	'user.getAll': { limit: 1, filters: { active: 'active', lastName: 'silva' } },
	'user.getOwned': { ...user('lena.fischer@example.com'), limit: 2 },
	'user.reactivate': user('lena.fischer@example.com'),
	'user.removeFromGroup': { ...user(YUKI), ...group('Sales, EMEA') },
	'user.removeFromRole': { ...user(YUKI), ...role('Gamma') },
	'user.setPassword': { ...user(YUKI), password: 'Spring-in-Kyoto-7' },
	'user.transferOwned': { ...user('lena.fischer@example.com'), successor: by('email', YUKI) },
	'user.update': { ...user(YUKI), updateFields: { lastName: 'Tanaka-Sato', roles: ['Gamma', 'sql_lab'] } },
	'user.upsert': { email: YUKI, roles: 'Gamma, Alpha', additionalFields: { firstName: 'Yuki' } },
	'role.addMembers': { ...role('Data Team'), users: `${YUKI}, ${NUR}` },
	'role.addPermissions': { ...role('Data Team'), permissions: ['can_read on Dashboard', 'can_read on Chart'] },
	'role.create': { name: 'Auditors' },
	'role.delete': { ...role('Data Team'), options: { allowInUse: true } },
	'role.get': role('Data Team'),
	'role.getAll': { limit: 2 },
	'role.getMembers': { ...role('Data Team'), limit: 1 },
	'role.getPermissions': { ...role('Gamma'), limit: 1 },
	'role.removeMembers': { ...role('Gamma'), users: [YUKI] },
	'role.removePermissions': { ...role('Gamma'), permissions: 'can_read on Chart' },
	'role.update': { ...role('Data Team'), name: 'Data Platform' },
	'group.addMembers': { ...group('Finance'), users: YUKI },
	'group.create': { name: 'Interns', additionalFields: { label: 'Interns 2026', roles: 'Gamma' } },
	'group.delete': { ...group('Finance'), options: { allowInUse: true } },
	'group.get': { ...group('Finance') },
	'group.getAll': { limit: 1 },
	'group.getMembers': { ...group('Finance'), limit: 1 },
	'group.removeMembers': { ...group('Finance'), users: ['kofi.mensah'] },
	'group.update': { ...group('Finance'), updateFields: { label: 'New label' } },
	'permission.getAll': { limit: 1, filters: { name: 'on Dashboard' } },
};
