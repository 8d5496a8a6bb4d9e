/** What differs between releases (contract 12). */
export interface Behaviour {
	/** As `client_config.version` tells it. */
	readonly version: string;
	/** The list of users has an envelope, filters and an order; else it is a bare array of all. */
	readonly pagedUsers: boolean;
	/** Users can be disabled and enabled. */
	readonly disable: boolean;
	/** Any `disabled` in the query, whatever its value, means disabled ones. */
	readonly disabledByPresence: boolean;
	/** What disabling yourself answers. */
	readonly selfDisable: 400 | 403;
	/** Disposable and blocked domains are refused on create. */
	readonly domainCheck: boolean;
	/** Blocked domains are refused on update too. */
	readonly blockedOnUpdate: boolean;
	/** The fields `active_at`, `is_invitation_pending`, `is_email_verified`, and the filter `pending`. */
	readonly inviteFields: boolean;
	/** Renewing keys and deleting pending users; keys of disabled users are refused. */
	readonly lifecycle: boolean;
	/** Create always tells the link, also where it mails it. */
	readonly linkAlways: boolean;
	/** A change of e-mail makes it unverified, mail or not. */
	readonly unverifyAlways: boolean;
	/** Lists have no order unless `q` is there: the condition was the wrong way round. */
	readonly invertedOrder: boolean;
	readonly groupIds: boolean;
	readonly limits: boolean;
	/** REDASH_BLOCKED_DOMAINS; before it the list was fixed. */
	readonly ownBlockedDomains: boolean;
	/** Dashboards are addressed by slug. */
	readonly dashboardsBySlug: boolean;
	/** `https://` is put in front of a host that has a scheme already (multi-org). */
	readonly doubledScheme: boolean;
}

const newest: Behaviour = {
	version: '26.3.0',
	pagedUsers: true,
	disable: true,
	disabledByPresence: false,
	selfDisable: 403,
	domainCheck: true,
	blockedOnUpdate: true,
	inviteFields: true,
	lifecycle: true,
	linkAlways: false,
	unverifyAlways: false,
	invertedOrder: false,
	groupIds: true,
	limits: true,
	ownBlockedDomains: true,
	dashboardsBySlug: false,
	doubledScheme: false,
};
const v25: Behaviour = { ...newest, version: '25.8.0', doubledScheme: true };
const v10: Behaviour = { ...v25, version: '10.1.0' };
const v8: Behaviour = { ...v10, version: '8.0.0', ownBlockedDomains: false, dashboardsBySlug: true };
const v7: Behaviour = {
	...v8,
	version: '7.0.0',
	groupIds: false,
	limits: false,
	invertedOrder: true,
	unverifyAlways: true,
};
const v6: Behaviour = {
	...v7,
	version: '6.0.0',
	inviteFields: false,
	lifecycle: false,
	linkAlways: true,
	unverifyAlways: false,
	disabledByPresence: true,
};
const v5: Behaviour = { ...v6, version: '5.0.2', selfDisable: 400, blockedOnUpdate: false, invertedOrder: false };
const v4: Behaviour = { ...v5, version: '4.0.2', pagedUsers: false, disable: false, domainCheck: false };

export const VERSIONS: Readonly<Record<string, Behaviour>> = {
	'4': v4,
	'5': v5,
	'6': v6,
	'7': v7,
	'8': v8,
	'10': v10,
	'25.8': v25,
	'26.3': newest,
};
