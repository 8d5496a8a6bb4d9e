import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { propertiesOf } from '../../kit/properties';
import { runNode } from '../../kit/run';
import { connect } from '../../products/metabase/client';
import { getEveryGroup, getGroups, searchApiKeys, searchGroups, searchUsers } from './lists';
import { resources } from './resources';

export class MetabaseAdmin implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Metabase Admin',
		name: 'metabaseAdmin',
		icon: { light: 'file:metabaseAdmin.svg', dark: 'file:metabaseAdmin.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			"Manage people in Metabase: users, groups, API keys and permissions, from onboarding to offboarding; questions and alerts are in n8n's own Metabase node",
		defaults: { name: 'Metabase Admin' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'metabaseAdminApi', required: true }],
		sensitiveOutputFields: ['apiKey', 'password', 'passwordResetUrl'],
		properties: propertiesOf(resources, 'user'),
	};

	methods = {
		listSearch: { searchApiKeys, searchGroups, searchUsers },
		loadOptions: { getEveryGroup, getGroups },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, resources, connect);
	}
}
