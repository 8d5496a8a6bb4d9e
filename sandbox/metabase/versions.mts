/** What differs between generations (contract section 10). */
export interface Behaviour {
	/** As in `version.tag`, without the digit of the edition: `58.3` for v0.58.3 and v1.58.3. */
	readonly release: string;
	readonly date: string;
	/** The list of people shows the hidden accounts of API keys. */
	readonly listsKeyUsers: boolean;
	/** The list of people has an order among equal names. Without one, admins and managers lead in a group. */
	readonly tieBreak: boolean;
	/** `%` and `_` in `query` are wildcards. */
	readonly wildcards: boolean;
	/** `GET /user/:id` knows deactivated people. */
	readonly readsInactive: boolean;
	/** Routes about one person know neither accounts of API keys nor the internal one. */
	readonly personsOnly: boolean;
	/** `DELETE /user/:id` of an id that is not there. */
	readonly deleteUnknown: 404 | 500;
	/** The same of an API key's account. */
	readonly deleteKeyUser: 'deactivates' | 'fails' | 'nothing';
	readonly unknownModal: 400 | 500;
	readonly sendInvite: boolean;
	/** Tenants, if the edition has them and they are switched on; everything that came with 0.58. */
	readonly tenants: boolean;
	/** `permissions` on `/user/current` without a licence, `structured_attributes`, `source` on create. */
	readonly openPermissions: boolean;
	/** `entity_id` and `magic_group_type` of groups. */
	readonly groupTypes: boolean;
	/** The group Data Analysts and everything with that name. */
	readonly analysts: boolean;
	/** The permission graph has one key `data` in a database. */
	readonly oldGraph: boolean;
	/** `force` on the graph. */
	readonly forceGraph: boolean;
	/** Alerts on questions: `/alert`, both with `/alert` only for reading, `/notification`. */
	readonly alerts: 'alert' | 'both' | 'notification';
	/** The collection graph lists `none`. */
	readonly listsNone: boolean;
	readonly specificErrors: boolean;
	readonly passwordCheck: '/api/util/password_check' | '/api/session/password-check';
	readonly openApi?: '/api/util/openapi' | '/api/docs/openapi.json';
	/** Managers see everybody in the list of people, not only their groups. */
	readonly managersSeeAll: boolean;
	/** A membership without `is_group_manager` is taken for another one (#46671, EE). */
	readonly managerTrap: boolean;
	/** A Google or LDAP person can't update themselves at all. */
	readonly ssoLockedOut: boolean;
	/** `limit` and `offset` of the recipients are obeyed. */
	readonly pagesRecipients: boolean;
	/** An id that is not there in a membership looks like a mix of tenants. */
	readonly unknownLooksTenant: boolean;
	/** The cascade of EE misses alerts of the new kind (#57880). */
	readonly cascadeMissesAlerts: boolean;
	/** What the latest releases brought: reset URL, throttled password change, sessions that die, bulk for alerts. */
	readonly newest: boolean;
}

const v60: Behaviour = {
	release: '63.1',
	date: '2026-09-15',
	listsKeyUsers: false,
	tieBreak: true,
	wildcards: false,
	readsInactive: true,
	personsOnly: true,
	deleteUnknown: 404,
	deleteKeyUser: 'nothing',
	unknownModal: 400,
	sendInvite: false,
	tenants: true,
	openPermissions: true,
	groupTypes: true,
	analysts: true,
	oldGraph: false,
	forceGraph: true,
	alerts: 'notification',
	listsNone: false,
	specificErrors: true,
	passwordCheck: '/api/session/password-check',
	openApi: '/api/docs/openapi.json',
	managersSeeAll: true,
	managerTrap: false,
	ssoLockedOut: false,
	pagesRecipients: false,
	unknownLooksTenant: true,
	cascadeMissesAlerts: false,
	newest: true,
};
const v57: Behaviour = {
	...v60,
	release: '58.3',
	date: '2026-01-22',
	personsOnly: false,
	analysts: false,
	newest: false,
};
const v54: Behaviour = {
	...v57,
	release: '54.8',
	date: '2025-05-20',
	tieBreak: false,
	wildcards: true,
	deleteUnknown: 500,
	deleteKeyUser: 'fails',
	unknownModal: 500,
	tenants: false,
	openPermissions: false,
	alerts: 'both',
	listsNone: true,
	passwordCheck: '/api/util/password_check',
	openApi: '/api/util/openapi',
	ssoLockedOut: true,
	pagesRecipients: true,
	unknownLooksTenant: false,
	cascadeMissesAlerts: true,
};
const v49: Behaviour = {
	...v54,
	release: '49.10',
	date: '2024-05-02',
	listsKeyUsers: true,
	readsInactive: false,
	deleteKeyUser: 'deactivates',
	sendInvite: true,
	groupTypes: false,
	oldGraph: true,
	forceGraph: false,
	alerts: 'alert',
	specificErrors: false,
	openApi: undefined,
	managersSeeAll: false,
	managerTrap: true,
	cascadeMissesAlerts: false,
};

/** By generation, and by the release that stands for it. */
export const VERSIONS: Readonly<Record<string, Behaviour>> = {
	v49,
	v54,
	v57,
	v60,
	'0.49': v49,
	'0.54': v54,
	'0.58': v57,
	'0.60': v60,
};
