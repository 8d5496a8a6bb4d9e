/**
 * The public names of the package (design section 5). Workflows and credentials store them, so a change here breaks
 * what people have built. Nothing may be named otherwise; not everything has to be there yet.
 */
export const NODES: Record<string, { displayName: string; menus: Record<string, string> }> = {
	superset: {
		displayName: 'Superset',
		menus: {
			user: 'create upsert get getAll update deactivate reactivate setPassword addToRole removeFromRole addToGroup removeFromGroup delete getOwned transferOwned',
			role: 'create get getAll update delete getMembers addMembers removeMembers getPermissions addPermissions removePermissions',
			group: 'create get getAll update delete getMembers addMembers removeMembers',
			permission: 'getAll',
		},
	},
	redash: {
		displayName: 'Redash',
		menus: {
			user: 'create upsert get getCurrent getAll update disable enable delete invite regenerateApiKey resetPassword addToGroup removeFromGroup getOwned transferOwned',
			group: 'create get getAll update delete getMembers',
			dataSource: 'getAll addToGroup setAccess removeFromGroup',
			event: 'getAll',
		},
	},
	metabaseAdmin: {
		displayName: 'Metabase Admin',
		menus: {
			user: 'create upsert get getCurrent getAll getRecipients update deactivate reactivate setPassword sendPasswordReset getPasswordResetUrl completeTour addToGroup removeFromGroup getOwned transferOwned',
			group: 'create get getAll update delete getMembers setManager removeAllMembers',
			apiKey: 'create getAll update regenerate delete',
			permission: 'getGraph updateGraph',
		},
	},
	sisense: {
		displayName: 'Sisense',
		menus: {
			user: 'create upsert get getCurrent getAll update deactivate reactivate delete addToGroup removeFromGroup getOwned transferOwned logOut sendInvitation',
			role: 'get getAll',
			group: 'create get getAll update delete getMembers addMembers removeMembers',
			tenant: 'getAll',
			scimUser: 'create upsert get getAll update deactivate reactivate delete',
			scimGroup: 'create get getAll update delete addMembers removeMembers',
			scim: 'getConfiguration',
		},
	},
	biAccess: {
		displayName: 'BI Access',
		menus: { person: 'onboard offboard', access: 'review check', plan: 'create apply' },
	},
	biAccessTrigger: { displayName: 'BI Access Trigger', menus: {} },
};

export const CREDENTIALS: Record<string, string> = {
	supersetApi: 'url authentication provider username password apiKey allowUnauthorizedCerts',
	redashApi: 'url apiKey allowUnauthorizedCerts',
	metabaseAdminApi: 'url authentication apiKey username password allowUnauthorizedCerts',
	sisenseApi: 'url authentication username password apiToken tenant allowUnauthorizedCerts',
	sisenseScimApi: 'url token allowUnauthorizedCerts',
};

/** Names for the same thing everywhere; what is not among them is an operation's own. */
export const PARAMETERS: Record<string, string> = {
	user: 'resourceLocator',
	role: 'resourceLocator',
	group: 'resourceLocator',
	dataSource: 'resourceLocator',
	successor: 'resourceLocator',
	apiKeyId: 'resourceLocator',
	email: 'string',
	username: 'string',
	firstName: 'string',
	lastName: 'string',
	password: 'string',
	roles: 'multiOptions',
	groups: 'multiOptions',
	permissions: 'multiOptions',
	users: 'multiOptions',
	returnAll: 'boolean',
	limit: 'number',
	filters: 'collection',
	simplify: 'boolean',
	additionalFields: 'collection',
	updateFields: 'collection',
	options: 'collection',
	maxConcurrency: 'number',
	maxWait: 'number',
	timeout: 'number',
	allowSelf: 'boolean',
	dryRun: 'boolean',
	tools: 'multiOptions',
	mapping: 'fixedCollection',
};
