import type { IDataObject } from 'n8n-workflow';

export interface Setting {
	key: string;
	value: unknown;
}

/** Ways in that make accounts active by themselves, and what the settings call them (contract 1 and 13.8). */
const WAYS = { JWT: 'jwt', SAML: 'saml', LDAP: 'ldap', OIDC: 'oidc' } as const;

const valuesOf = (settings: Setting[]): IDataObject => Object.fromEntries(settings.map(({ key, value }) => [key, value as string]));

/**
 * Through what a deactivated person gets back in by signing in, from `GET /setting`. Provisioning is on by default, so a
 * way counts as long as it is not switched off itself; SCIM sets accounts active too.
 */
export function reviversIn(settings: Setting[]): string[] {
	const values = valuesOf(settings);
	const ways = Object.entries(WAYS)
		.filter(([, name]) => values[`${name}-user-provisioning-enabled?`] === true && values[`${name}-enabled`] !== false)
		.map(([label]) => label);
	return values['scim-enabled'] === true ? [...ways, 'SCIM'] : ways;
}

/** What sets somebody's groups anew at each sign-in: the settings that say so (contract 11.18). */
export function groupSyncsIn(settings: Setting[]): string[] {
	const values = valuesOf(settings);
	return Object.values(WAYS)
		.map((name) => `${name}-group-sync`)
		.filter((key) => values[key] === true);
}
