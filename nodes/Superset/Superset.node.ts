import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { propertiesOf } from '../../kit/properties';
import { runNode } from '../../kit/run';
import { connect } from '../../products/superset/client';
import { getGroups, getPermissions, getRoles, getUsers, searchGroups, searchRoles, searchUsers } from './lists';
import { resources } from './resources';

export class Superset implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Superset',
		name: 'superset',
		icon: { light: 'file:superset.svg', dark: 'file:superset.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Manage people in Apache Superset: users, roles, groups and what they own, from onboarding to offboarding',
		defaults: { name: 'Superset' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'supersetApi', required: true }],
		properties: propertiesOf(resources, 'user'),
	};

	methods = {
		listSearch: { searchGroups, searchRoles, searchUsers },
		loadOptions: { getGroups, getPermissions, getRoles, getUsers },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, resources, connect);
	}
}
