/** One example of each operation of the Redash node, with people of the sandbox's company; run to get its output. */
import type { INodeParameters } from 'n8n-workflow';

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const user = (value: string) => ({ user: by('email', value) });
const group = (value: string) => ({ group: by('name', value) });
const dataSource = (value: string) => ({ dataSource: by('name', value) });

const GITA = 'gita.rao@example.com';
const MARIA = 'maria.silva@example.com';
const LENA = 'lena.fischer@example.com';
const NADIA = 'nadia.petrova@example.com';

/** Parameters by `resource.operation`. */
export const examples: Record<string, INodeParameters> = {
	'user.addToGroup': { ...user(GITA), ...group('Analytics') },
	'user.create': {
		email: 'nathan@example.com',
		name: 'Nathan Smith',
		additionalFields: { groups: ['default', 'Analytics'] },
		options: { noMail: true, returnInviteLink: true },
	},
	'user.delete': user(NADIA),
	'user.disable': { ...user(GITA), options: { renewKeyFirst: true } },
	'user.enable': { ...user(LENA), options: { renewKey: true } },
	'user.get': user(MARIA),
	'user.getAll': { limit: 2, filters: { state: 'pending' } },
	'user.getCurrent': {},
	'user.getOwned': { ...user(LENA), limit: 2 },
	'user.invite': { ...user(NADIA), options: { returnInviteLink: true } },
	'user.regenerateApiKey': user(GITA),
	'user.removeFromGroup': { ...user('kofi.mensah@example.com'), group: by('id', '5') },
	'user.resetPassword': { ...user(GITA), options: { returnResetLink: true } },
	'user.transferOwned': {
		...user(LENA),
		successor: by('email', MARIA),
		options: { revokeLinks: true, searchHidden: true, unsubscribe: true },
	},
	'user.update': { ...user(GITA), updateFields: { name: 'Gita Rao-Shah', groups: 'default, People Ops' } },
	'user.upsert': { email: GITA, name: 'Gita Rao', additionalFields: { groups: 'default, Analytics' } },
	'group.create': { name: 'Auditors' },
	'group.delete': { ...group('People Ops'), options: { allowInUse: true } },
	'group.get': group('Platform'),
	'group.getAll': { limit: 2 },
	'group.getMembers': { group: by('id', '5'), limit: 1 },
	'group.update': { ...group('Sales, EMEA'), name: 'Sales Europe' },
	'dataSource.addToGroup': { ...dataSource('Payroll'), ...group('Analytics'), viewOnly: true },
	'dataSource.getAll': { limit: 2 },
	'dataSource.removeFromGroup': { ...dataSource('Warehouse'), ...group('default') },
	'dataSource.setAccess': { ...dataSource('Warehouse'), ...group('Analytics'), viewOnly: true },
	// Those of one second have no order, so an example shows one.
	'event.getAll': { filters: { action: 'create', objectType: 'group' } },
};
