import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { ALLOW_UNAUTHORIZED_CERTS, secretField, SESSION_TOKEN, textField, urlField } from '../kit/credentialFields';
import { testRequest, testRules } from '../kit/credentialTest';
import { authenticate, signIn } from '../products/superset/session';

export class SupersetApi implements ICredentialType {
	name = 'supersetApi';

	displayName = 'Superset API';

	icon: Icon = { light: 'file:../nodes/Superset/superset.svg', dark: 'file:../nodes/Superset/superset.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-bi-access/n8n-nodes-bi-access/blob/main/docs/superset.md#credential';

	properties: INodeProperties[] = [
		urlField('Superset', ''),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Username and Password', value: 'login' },
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'Needs FAB_API_KEY_ENABLED on a server with Flask-AppBuilder 5.2 or newer',
				},
			],
			default: 'login',
		},
		{
			displayName: 'Provider',
			name: 'provider',
			type: 'options',
			options: [
				{ name: 'Database', value: 'db', description: 'A local account of Superset' },
				{ name: 'LDAP', value: 'ldap', description: 'The server signs people in by LDAP' },
			],
			default: 'db',
			displayOptions: { show: { authentication: ['login'] } },
		},
		textField(
			{
				displayName: 'Username',
				name: 'username',
				description:
					'Of an account with the role Admin, or with a role that may manage users (see the documentation)',
			},
			'login',
		),
		secretField({ displayName: 'Password', name: 'password' }, 'login'),
		secretField({ displayName: 'API Key', name: 'apiKey', placeholder: 'e.g. sst_…' }, 'apiKey'),
		ALLOW_UNAUTHORIZED_CERTS,
		SESSION_TOKEN,
	];

	preAuthentication = signIn;

	authenticate = authenticate;

	test: ICredentialTestRequest = {
		request: testRequest('/api/v1/security/users/?q=(keys:!(none),page_size:1)'),
		rules: testRules(
			{
				401: 'Superset refuses the credential: check username and password, or the API key',
				403: 'Signed in, but the account may not read users: give it the role Admin; if it is an Admin, run "superset init" on the server',
				404: 'No user API at this URL: check URL and path prefix, and set FAB_ADD_SECURITY_API = True on the server (off by default before 6.0)',
				422: 'The server does not accept the token. An API key: it has none (FAB_API_KEY_ENABLED). A password: its installation needs PyJWT below 2.10, or Flask-AppBuilder 4.6.1 or newer',
			},
			'count',
			'This is not the Superset API: check the URL, and for a sign-in proxy in between',
		),
	};
}
