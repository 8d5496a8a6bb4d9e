/**
 * Everything in which the five servers differ, as data (contract sections 1, 4, 9, 14). Handlers ask these flags; no
 * other file compares versions.
 */
export interface Behaviour {
	/** What `GET /version` says; undefined where the route does not exist. */
	readonly versionText?: string;
	/** FAB < 4.6.4: a PUT of a user without `password` hashes the stored hash once more. */
	readonly putDestroysPassword: boolean;
	/** FAB ≥ 4.7: the groups API, `groups` in users, `PUT /roles/{id}/users` and `/groups`. */
	readonly groups: boolean;
	/** Superset 6 knows the groups API: it belongs to Admin, and roles held through groups count. */
	readonly groupsMatter: boolean;
	/** FAB ≥ 4.6.1 writes `sub` as a string. */
	readonly subject: 'int' | 'string';
	/** FAB ≥ 4.7: operators `in` and `not_in`. */
	readonly inOperators: boolean;
	/** What the database stores for a user created without `active`. */
	readonly activeDefault: boolean | null;
	/** FAB < 4.7 drops unknown role ids on POST and PUT of a user. */
	readonly dropsUnknownRoles: boolean;
	/** FAB ≥ 5 wraps database errors: some 422 become 500, the others carry a prefix. */
	readonly wrapsDatabaseErrors: boolean;
	/** FAB < 5: a user row that points at itself can't be deleted with a 500 instead of a 422. */
	readonly selfReferenceIsFatal: boolean;
	/** FAB < 5: a token whose user is inactive or gone makes the server fall over. */
	readonly lostUserIsFatal: boolean;
	/** `PUT` and `POST` that reach the database set a session cookie (contract 14.8). */
	readonly cookieOnWrites: boolean;
	/** FAB < 5: rison schema errors carry the whole text of the validator. */
	readonly longSchemaErrors: boolean;
	/** FAB < 5: `order_column:roles.name` falls over. */
	readonly orderByRoleIsFatal: boolean;
	/** `id` and dates can be filtered, `created_by` and `changed_by` can't. */
	readonly wideUserFilters: boolean;
	/** Superset ≥ 6: `roles/search` and `user_registrations`. */
	readonly rolesSearch: boolean;
	/** 6.1: `/me/` takes a Bearer. */
	readonly meTakesBearer: boolean;
	/** Without `superset init` ever run, nobody has any permission; before 6 the recordings show a later loss of the security API only. */
	readonly initMissing: 'everything' | 'securityApi';
	/** FAB ≥ 5.2 with the switch on. */
	readonly apiKeys: boolean;
	/** 6.1: `EXCLUDE_USERS_FROM_LISTS` applies to the users API. */
	readonly excludesUsers: boolean;
	/** Width of `ab_user.username`. */
	readonly usernameWidth: number;
	/** 6.1: a dashboard GET with `columns` obeys; earlier ones send everything. */
	readonly dashboardObeysColumns: boolean;
	/** Fields inside the answer of POST dataset. */
	readonly dataset: {
		readonly uuids: boolean;
		readonly currencyCodeColumn: boolean;
		readonly currencyFormats: boolean;
		readonly folders: boolean;
		readonly supportsOauth2: boolean;
		readonly ownersEmail: boolean;
	};
	/** 6.1 adds the e-mail to the owners of one chart or report. */
	readonly ownersEmailInItem: boolean;
	/** Two lines of the translation header that `_info` shows as a description (R `info:users-info-full`). */
	readonly catalogue: { readonly created: string; readonly babel: string };
	/** First permission-view of role Gamma; the others follow the catalogue. */
	readonly gammaReadsCssTemplates: boolean;
	readonly uploadPermission: 'can_csv_upload' | 'can_upload';
}

const A: Behaviour = {
	putDestroysPassword: true,
	groups: false,
	groupsMatter: false,
	subject: 'int',
	inOperators: false,
	activeDefault: null,
	dropsUnknownRoles: true,
	wrapsDatabaseErrors: false,
	selfReferenceIsFatal: true,
	lostUserIsFatal: true,
	cookieOnWrites: true,
	longSchemaErrors: true,
	orderByRoleIsFatal: true,
	wideUserFilters: false,
	rolesSearch: false,
	meTakesBearer: false,
	initMissing: 'securityApi',
	apiKeys: false,
	excludesUsers: false,
	usernameWidth: 64,
	dashboardObeysColumns: false,
	dataset: {
		uuids: false,
		currencyCodeColumn: false,
		currencyFormats: true,
		folders: false,
		supportsOauth2: false,
		ownersEmail: false,
	},
	ownersEmailInItem: false,
	catalogue: { created: '2024-07-30 17:32-0600', babel: '2.15.0' },
	gammaReadsCssTemplates: false,
	uploadPermission: 'can_csv_upload',
};

const B: Behaviour = {
	...A,
	putDestroysPassword: false,
	groups: true,
	subject: 'string',
	inOperators: true,
	dropsUnknownRoles: false,
};

const B5: Behaviour = {
	...B,
	dataset: { ...B.dataset, supportsOauth2: true },
	catalogue: { created: '2024-07-30 17:32-0600', babel: '2.16.0' },
	uploadPermission: 'can_upload',
};

const C60: Behaviour = {
	...B5,
	groupsMatter: true,
	activeDefault: true,
	wrapsDatabaseErrors: true,
	selfReferenceIsFatal: false,
	lostUserIsFatal: false,
	cookieOnWrites: false,
	longSchemaErrors: false,
	orderByRoleIsFatal: false,
	wideUserFilters: true,
	rolesSearch: true,
	initMissing: 'everything',
	usernameWidth: 128,
	// Contract 14: without `currency_code_column` and `owners[].email`; the rest as in 6.1.
	dataset: {
		uuids: true,
		currencyCodeColumn: false,
		currencyFormats: false,
		folders: true,
		supportsOauth2: true,
		ownersEmail: false,
	},
	catalogue: { created: '2026-02-06 23:58-0800', babel: '2.17.0' },
	gammaReadsCssTemplates: true,
};

const C61: Behaviour = {
	...C60,
	versionText: '6.1.0',
	meTakesBearer: true,
	apiKeys: true,
	excludesUsers: true,
	dashboardObeysColumns: true,
	dataset: { ...C60.dataset, currencyCodeColumn: true, ownersEmail: true },
	ownersEmailInItem: true,
};

/** Values of the switch `superset.version`. Plain 4.1 has the password trap: that is what images of that line hold. */
export const VERSIONS: Readonly<Record<string, Behaviour>> = {
	'4.1': A,
	'4.1-fab4.8': B,
	'5.0': B5,
	'6.0': C60,
	'6.1': C61,
};
