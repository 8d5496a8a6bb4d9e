import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { ALLOW_UNAUTHORIZED_CERTS, secretField, urlField } from '../kit/credentialFields';
import { testRequest, testRules } from '../kit/credentialTest';

export class SisenseScimApi implements ICredentialType {
	name = 'sisenseScimApi';

	displayName = 'Sisense SCIM API';

	icon: Icon = { light: 'file:../nodes/Sisense/sisense.svg', dark: 'file:../nodes/Sisense/sisense.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-bi-access/n8n-nodes-bi-access/blob/main/docs/sisense.md#scim';

	properties: INodeProperties[] = [
		{
			...urlField('Sisense', ''),
			placeholder: 'e.g. https://sisense.example.com/api/scim/v2',
			description: 'Base of the SCIM server, below which Users and Groups are. No release of Sisense is known to have one; any SCIM 2.0 server will do.',
		},
		secretField({ displayName: 'Token', name: 'token', description: 'Sent as Bearer token' }),
		ALLOW_UNAUTHORIZED_CERTS,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.token }}' } },
	};

	test: ICredentialTestRequest = {
		request: testRequest('/ServiceProviderConfig'),
		rules: testRules(
			{
				401: 'The server refuses the token: it may be expired or revoked, or SCIM is not available on this server, as no release of Sisense is known to have it',
				403: 'The SCIM server does not allow this token to look',
				404: 'SCIM is not available on this server: check the URL; no release of Sisense is known to have it',
			},
			'schemas',
			'SCIM is not available on this server: what is at this URL is something else',
		),
	};
}
