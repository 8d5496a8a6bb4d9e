import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { propertiesOf } from '../../kit/properties';
import { runNode } from '../../kit/run';
import { connect } from '../../products/redash/client';
import { getGroups, searchDataSources, searchGroups, searchUsers } from './lists';
import { resources } from './resources';

export class Redash implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Redash',
		name: 'redash',
		icon: { light: 'file:redash.svg', dark: 'file:redash.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Manage people in Redash: users, groups, data-source access and what they own, from onboarding to offboarding',
		defaults: { name: 'Redash' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'redashApi', required: true }],
		sensitiveOutputFields: ['apiKey', 'inviteLink', 'resetLink'],
		properties: propertiesOf(resources, 'user'),
	};

	methods = {
		listSearch: { searchDataSources, searchGroups, searchUsers },
		loadOptions: { getGroups },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, resources, connect);
	}
}
