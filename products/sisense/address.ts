import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { baseUrlOf } from '../../kit/http/session';

/** What people copy along from the browser or a guide; the rest of the path may be a proxy's. */
export const PASTED = /\/(api(\/v\d+)?|app(\/.*)?)$/;

/** Tenant of the whole system: its address has no prefix (contract 1). */
export const SYSTEM = 'system';

/** Where the API is below: the URL, and the tenant's name as the first part of the path (contract 1). */
export function addressOf(credentials: ICredentialDataDecryptedObject): string {
	const base = baseUrlOf(credentials).replace(PASTED, '').replace(/\/+$/, '');
	const tenant = String(credentials.tenant ?? '').trim();
	return tenant === '' || tenant.toLowerCase() === SYSTEM ? base : `${base}/${encodeURIComponent(tenant)}`;
}
