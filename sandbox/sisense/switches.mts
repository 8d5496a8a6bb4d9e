import type { Switch } from '../frame/product.mts';
import { readScimSettings, SCIM_SWITCHES, type ScimSettings } from './scim/switches.mts';
import { VERSIONS, type Behaviour } from './versions.mts';

/** Settings of one server, read from its switches. What a generation can't do is off whatever is asked for. */
export interface Settings {
	readonly behaviour: Behaviour;
	readonly active: ActiveWrites;
	readonly atomicBulk: boolean;
	readonly tenants: boolean;
	readonly strictQuery: boolean;
	readonly adminAccessOnV1Shares: boolean;
	readonly adminAccessOnPublish: boolean;
	readonly emptyBodies: boolean;
	readonly everyoneInUserGroups: boolean;
	readonly keepsDefaultRole: boolean;
	readonly coAuthoring: boolean;
	readonly dashboardPatch: boolean;
	readonly reportManager: 'absent' | 'present' | 'down';
	readonly tokenExpiry: boolean;
	/** Wrong passwords until nobody gets in; 0: no lockout. */
	readonly lockoutAfter: number;
	readonly stripDeleteBodies: boolean;
	readonly htmlForUnknown: boolean;
	readonly adminLogout: boolean;
	readonly tightSeats: boolean;
	readonly sso: boolean;
	readonly scim: ScimSettings;
}

/** What becomes of `active` in a write (contract 3). */
export type ActiveWrites = 'ignored' | 'stored' | 'rejected';

const ON_OFF = ['on', 'off'];
const OFF_ON = { initial: 'off', values: ON_OFF };
const ON = { initial: 'on', values: ON_OFF };
const ACCEPTED = { initial: 'accepted', values: ['accepted', 'refused'] };

/** The switches of contract 15, and what else a client has to get along with. */
export const SWITCHES: Readonly<Record<string, Switch>> = {
	generation: { initial: 'new', values: Object.keys(VERSIONS), help: 'new is L2025, old is L8.2' },
	active: {
		initial: 'ignored',
		values: ['ignored', 'stored', 'rejected'],
		help: 'what a write of `active` does: nothing, what it says (then no login), 422',
	},
	bulk: {
		initial: 'atomic',
		values: ['atomic', 'partial'],
		help: 'whether good rows of a bad bulk stay; the answer is the same 400',
	},
	tenants: { ...ON, help: 'off: /api/v1/tenants is 404 and nothing has a tenantId; counts only in new' },
	strictQuery: { ...ON, help: 'whether an unknown query parameter of a v1 route is 422' },
	adminAccessOnV1Shares: { ...ACCEPTED, help: 'refused: adminAccess on /api/v1/dashboards/{oid}/shares is 422' },
	adminAccessOnPublish: { ...ACCEPTED, help: 'refused: adminAccess on publish is 422' },
	emptyBodies: { ...OFF_ON, help: 'change_owner, PATCH of a folder and of a password answer 200 without a body' },
	everyoneInUserGroups: { ...ON, help: 'whether `groups` of a person has Everyone; counts only in new' },
	defaultRoleOnV1Groups: {
		initial: 'kept',
		values: ['kept', 'dropped'],
		help: 'what becomes of defaultRole in POST /api/v1/groups',
	},
	coAuthoring: { ...OFF_ON, help: 'dashboards have a shared copy beside the owner’s; counts only in new' },
	dashboardPatch: { ...ON, help: 'off: PATCH /api/dashboards/{oid} is 405, PUT works; always off in old' },
	reportManager: {
		initial: 'absent',
		values: ['absent', 'present', 'down'],
		help: 'the add-on; absent: 404 without a body, down: 504',
	},
	tokenExpiry: { ...OFF_ON, help: 'tokens live 14 days and say so in `exp`; counts only in new' },
	lockout: {
		initial: 'off',
		help: 'off, or the number of wrong passwords that lock an account for 15 minutes',
		check: (value) => (/^(off|[1-9]\d*)$/.test(value) ? undefined : 'off or a number above 0'),
	},
	stripDeleteBodies: { ...OFF_ON, help: 'a proxy in front drops the bodies of DELETE' },
	htmlForUnknown: { ...ON, help: 'whether paths outside the API are the app (200, HTML) or 404' },
	adminLogout: { ...ON, help: 'off: /api/v1/authentication/admin/logout is 404' },
	seats: {
		initial: 'plenty',
		values: ['plenty', 'tight'],
		help: 'tight: the licence has one free seat of each kind when the server starts',
	},
	sso: { ...ON, help: 'whether people may sign in at an identity provider' },
	...SCIM_SWITCHES,
};

/** Settings from checked switch values. */
export function readSettings(switches: Readonly<Record<string, string>>): Settings {
	const behaviour = VERSIONS[switches.generation];
	const on = (name: string): boolean => switches[name] === 'on';
	return {
		behaviour,
		active: switches.active as ActiveWrites,
		atomicBulk: switches.bulk === 'atomic',
		tenants: on('tenants') && behaviour.tenants,
		strictQuery: on('strictQuery'),
		adminAccessOnV1Shares: switches.adminAccessOnV1Shares === 'accepted',
		adminAccessOnPublish: switches.adminAccessOnPublish === 'accepted',
		emptyBodies: on('emptyBodies'),
		everyoneInUserGroups: on('everyoneInUserGroups') && behaviour.everyoneInUserGroups,
		keepsDefaultRole: switches.defaultRoleOnV1Groups === 'kept',
		coAuthoring: on('coAuthoring') && behaviour.coAuthoring,
		dashboardPatch: on('dashboardPatch') && behaviour.dashboardPatch,
		reportManager: switches.reportManager as Settings['reportManager'],
		tokenExpiry: on('tokenExpiry') && behaviour.tokenExpiry,
		lockoutAfter: switches.lockout === 'off' ? 0 : Number(switches.lockout),
		stripDeleteBodies: on('stripDeleteBodies'),
		htmlForUnknown: on('htmlForUnknown'),
		adminLogout: on('adminLogout'),
		tightSeats: switches.seats === 'tight',
		sso: on('sso'),
		scim: readScimSettings(switches),
	};
}
