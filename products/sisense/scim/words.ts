/** Names of RFC 7643 and 7644. */
export const URN = {
	user: 'urn:ietf:params:scim:schemas:core:2.0:User',
	group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
	patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
} as const;

export const MEDIA_TYPE = 'application/scim+json';

/** A value in a filter: a JSON string (RFC 7644 3.4.2.2). */
export const quoted = (value: string) => JSON.stringify(value);

/** Attributes are named in any letter case (RFC 7643 2.1). */
export function attribute<T>(resource: Record<string, unknown>, name: string): T | undefined {
	const key = Object.keys(resource).find((one) => one.toLowerCase() === name.toLowerCase());
	const value = key === undefined ? undefined : resource[key];
	return value === null ? undefined : (value as T | undefined);
}

/** Real servers send texts where the RFC has booleans. */
export const isTrue = (value: unknown) => value === true || String(value).toLowerCase() === 'true';
