/** One example of each operation of the Metabase node, with people of the sandbox's company; run to get its output. */
import type { INodeParameters } from 'n8n-workflow';

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const user = (value: string) => ({ user: by('email', value) });
const group = (value: string) => ({ group: by('name', value) });
const apiKey = (value: string) => ({ apiKeyId: by('name', value) });

const GITA = 'gita.rao@example.com';
const MARIA = 'maria.silva@example.com';
const LENA = 'lena.fischer@example.com';
const KOFI = 'kofi.mensah@example.com';
const BORIS = 'boris.ivanov@example.com';
const NADIA = 'nadia.petrova@example.com';

/** Parameters by `resource.operation`. */
export const examples: Record<string, INodeParameters> = {
	'user.addToGroup': { ...user(GITA), ...group('Analytics') },
	'user.completeTour': user(NADIA),
	'user.create': {
		email: 'nathan@example.com',
		additionalFields: { firstName: 'Nathan', lastName: 'Smith', groups: ['Analytics'] },
		options: { returnPasswordResetUrl: true },
	},
	'user.deactivate': { ...user(LENA), options: { replacePassword: true } },
	'user.get': user(MARIA),
	'user.getAll': { limit: 1, filters: { state: 'deactivated' } },
	'user.getCurrent': {},
	'user.getOwned': { ...user(LENA), limit: 2 },
	'user.getPasswordResetUrl': user(NADIA),
	'user.getRecipients': { limit: 2 },
	'user.reactivate': { ...user(BORIS), options: { restoreAdmin: true } },
	'user.removeFromGroup': { ...user(KOFI), ...group('Finance') },
	'user.sendPasswordReset': user(NADIA),
	'user.setPassword': { ...user(GITA), password: 'Spring-in-Pune-7' },
	'user.transferOwned': {
		...user(LENA),
		successor: by('email', MARIA),
		options: { subscriptions: 'stop', collectionId: 1 },
	},
	'user.update': { ...user(GITA), updateFields: { lastName: 'Rao-Shah', groups: 'People Ops, Analytics' } },
	'user.upsert': { email: GITA, additionalFields: { firstName: 'Gita', groups: 'Analytics' } },
	'group.create': { name: 'Auditors' },
	'group.delete': { ...group('People Ops'), options: { allowInUse: true } },
	'group.get': group('Administrators'),
	'group.getAll': { limit: 2 },
	'group.getMembers': { ...group('Finance'), limit: 1 },
	'group.removeAllMembers': group('Finance Team'),
	'group.setManager': { ...group('Finance'), ...user(LENA), manager: true },
	'group.update': { ...group('sALES, emea'), name: 'Sales Europe' },
	'apiKey.create': { name: 'Weekly report', ...group('Analytics') },
	'apiKey.delete': apiKey('Nightly export'),
	'apiKey.getAll': { limit: 1 },
	'apiKey.regenerate': apiKey('Nightly export'),
	'apiKey.update': { ...apiKey('Dashboard sync'), updateFields: { group: by('name', 'Finance') } },
	'permission.getGraph': { filters: { groups: 'Analytics' } },
	'permission.updateGraph': {
		...group('Finance'),
		graph: '{ "3": { "view-data": "unrestricted", "create-queries": "query-builder" } }',
	},
};
