import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { ALLOW_UNAUTHORIZED_CERTS, secretField, SESSION_TOKEN, textField, urlField } from '../kit/credentialFields';
import { testRequest, testRules } from '../kit/credentialTest';
import { PASTED, SYSTEM } from '../products/sisense/address';
import { NO_ADMINS } from '../products/sisense/roles';
import { authenticate, signIn } from '../products/sisense/session';

const NO_ADMIN = 'Signed in, but the account is no admin: give it the role Admin, or Tenant Admin in a tenant of its own';

/** The old API tells the role of who asks, and what a custom one is made from; no list it has is for admins only (contract 3, 4). */
const NO_ADMIN_ROLES = ['roleName', 'baseRoleName'].flatMap((key) =>
	NO_ADMINS.map((value) => ({ key, value, message: NO_ADMIN })),
);

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
				description: 'Of an admin: in Sisense, from the own profile; dies with a log-out everywhere, a renewal, and some server settings',
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

	/** An answer that is an object on every server, and tells the role where the server does. */
	test: ICredentialTestRequest = {
		request: {
			...testRequest('/api/users/loggedin'),
			baseURL:
				`={{ $credentials.url.trim().replace(/\\/+$/, "").replace(/${PASTED.source}/, "") + ($credentials.tenant && $credentials.tenant.trim().toLowerCase() !== "${SYSTEM}" ? "/" + encodeURIComponent($credentials.tenant.trim()) : "") }}`,
		},
		rules: testRules(
			{
				401: 'Sisense refuses the credential: check user name and password, or the API token, which dies with a log-out everywhere, a renewal and some server settings; and the tenant, if the account belongs to one',
				403: NO_ADMIN,
				404: 'No Sisense API at this URL: check URL, port and tenant',
			},
			'_id',
			'This is not the Sisense API: check the URL, the tenant, and for a sign-in proxy in between',
			NO_ADMIN_ROLES,
		),
	};
}
