import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { ALLOW_UNAUTHORIZED_CERTS, secretField, SESSION_TOKEN, textField, urlField } from '../kit/credentialFields';
import { testRequest, testRules } from '../kit/credentialTest';
import { authenticate, signIn } from '../products/sisense/session';

export class SisenseApi implements ICredentialType {
	name = 'sisenseApi';

	displayName = 'Sisense API';

	icon: Icon = { light: 'file:../nodes/Sisense/sisense.svg', dark: 'file:../nodes/Sisense/sisense.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-bi-access/n8n-nodes-bi-access/blob/main/docs/sisense.md#credential';

	properties: INodeProperties[] = [
		urlField('Sisense', ' and the port if there is one (30845 on Linux without TLS); without the tenant'),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'API Token', value: 'apiToken', description: 'The only way for accounts that sign in at an identity provider' },
				{ name: 'Username and Password', value: 'login' },
			],
			default: 'login',
		},
		textField(
			{
				displayName: 'Username',
				name: 'username',
				description: 'User name or e-mail of an account with the role Admin (in a tenant of its own: Tenant Admin)',
			},
			'login',
		),
		secretField({ displayName: 'Password', name: 'password' }, 'login'),
		secretField(
			{
				displayName: 'API Token',
				name: 'apiToken',
				description: 'Of an admin: in Sisense, from the own profile; dies with a password change or a log-out everywhere',
			},
			'apiToken',
		),
		{
			displayName: 'Tenant',
			name: 'tenant',
			type: 'string',
			default: '',
			placeholder: 'e.g. globex',
			description: 'Name of the tenant, on servers with several; empty for the system tenant and for servers without',
		},
		ALLOW_UNAUTHORIZED_CERTS,
		SESSION_TOKEN,
	];

	preAuthentication = signIn;

	authenticate = authenticate;

	/** A route that only admins may use; the old API, because its answer is an object. */
	test: ICredentialTestRequest = {
		request: {
			...testRequest('/api/users/count'),
			baseURL:
				'={{ $credentials.url.trim().replace(/\\/+$/, "").replace(/\\/(api(\\/v\\d+)?|app(\\/.*)?)$/, "") + ($credentials.tenant && $credentials.tenant.trim().toLowerCase() !== "system" ? "/" + encodeURIComponent($credentials.tenant.trim()) : "") }}',
		},
		rules: testRules(
			{
				401: 'Sisense refuses the credential: check user name and password, or the API token, which dies with a password change or a log-out everywhere',
				403: 'Signed in, but the account is no admin: give it the role Admin, or Tenant Admin in a tenant of its own',
				404: 'No Sisense API at this URL: check URL, port and tenant',
			},
			'count',
			'This is not the Sisense API: check the URL, the tenant, and for a sign-in proxy in between',
		),
	};
}
