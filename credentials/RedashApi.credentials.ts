import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { ALLOW_UNAUTHORIZED_CERTS, secretField, urlField } from '../kit/credentialFields';
import { testRequest, testRules } from '../kit/credentialTest';

export class RedashApi implements ICredentialType {
	name = 'redashApi';

	displayName = 'Redash API';

	icon: Icon = { light: 'file:../nodes/Redash/redash.svg', dark: 'file:../nodes/Redash/redash.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-bi-access/n8n-nodes-bi-access/blob/main/docs/redash.md#credential';

	properties: INodeProperties[] = [
		urlField('Redash', ", and with the organization's slug at the end if the server has several organizations"),
		secretField({
			displayName: 'API Key',
			name: 'apiKey',
			description: 'Of a user in the group "admin": in Redash, from the user\'s own profile page',
		}),
		ALLOW_UNAUTHORIZED_CERTS,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Key {{ $credentials.apiKey }}' } },
	};

	/** Of the routes that only admins may use the cheapest one; GET, because a POST with a bad key is told to lack a CSRF token on some servers. */
	test: ICredentialTestRequest = {
		request: testRequest('/api/events?page_size=1'),
		rules: testRules(
			{
				403: 'The key works, but its user is no admin: use the key of a user in the group "admin"',
				404: "Redash refuses the key: check the key, that its user is not disabled, and the organization's slug at the end of the URL if the server has several",
			},
			'count',
			"This is not the Redash API: check the URL, the organization's slug, and for a sign-in proxy in between",
		),
	};
}
