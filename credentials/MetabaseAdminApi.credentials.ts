import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { ALLOW_UNAUTHORIZED_CERTS, secretField, SESSION_TOKEN, textField, urlField } from '../kit/credentialFields';
import { testRequest, testRules } from '../kit/credentialTest';
import { authenticate, signIn } from '../products/metabase/session';

export class MetabaseAdminApi implements ICredentialType {
	name = 'metabaseAdminApi';

	displayName = 'Metabase Admin API';

	icon: Icon = {
		light: 'file:../nodes/MetabaseAdmin/metabaseAdmin.svg',
		dark: 'file:../nodes/MetabaseAdmin/metabaseAdmin.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bi-access/n8n-nodes-bi-access/blob/main/docs/metabase.md#credential';

	properties: INodeProperties[] = [
		urlField('Metabase', ''),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'From Metabase 0.49 on; outlives whoever made it, and needs no second factor',
				},
				{ name: 'Email and Password', value: 'session', description: 'Signs in once for 14 days' },
			],
			default: 'apiKey',
		},
		secretField(
			{
				displayName: 'API Key',
				name: 'apiKey',
				placeholder: 'e.g. mb_…',
				description: 'Of the group Administrators: in Metabase, Admin settings > Authentication > API keys',
			},
			'apiKey',
		),
		textField(
			{
				displayName: 'Email',
				name: 'username',
				placeholder: 'e.g. admin@example.com',
				description: 'Of an admin; a person who leaves takes the credential along, so better use an API key',
			},
			'session',
		),
		secretField({ displayName: 'Password', name: 'password' }, 'session'),
		ALLOW_UNAUTHORIZED_CERTS,
		SESSION_TOKEN,
	];

	preAuthentication = signIn;

	authenticate = authenticate;

	/** A route only admins may use, with little to send. */
	test: ICredentialTestRequest = {
		request: testRequest('/api/user?limit=1'),
		rules: testRules(
			{
				401: 'Metabase refuses the credential: check the API key, or e-mail and password; keys exist from 0.49 on',
				403: 'The credential works, but it is no admin: use an API key of the group Administrators, or an admin\'s e-mail and password',
				404: 'No Metabase API at this URL: check URL and path prefix',
			},
			'total',
			'This is not the Metabase API: check the URL, and for a sign-in proxy in between',
		),
	};
}
