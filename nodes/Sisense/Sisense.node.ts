import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { propertiesOf } from '../../kit/properties';
import { runNode } from '../../kit/run';
import { connect } from '../../products/sisense/client';
import { getGroups, getScimUsers, getUsers, searchGroups, searchRoles, searchScimGroups, searchScimUsers, searchUsers } from './lists';
import { resources } from './resources';

export class Sisense implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sisense',
		name: 'sisense',
		icon: { light: 'file:sisense.svg', dark: 'file:sisense.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Manage people in Sisense: users, roles, groups, tenants and what they own, from onboarding to offboarding; also any SCIM 2.0 server',
		defaults: { name: 'Sisense' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'sisenseApi',
				required: true,
				displayOptions: { show: { resource: ['group', 'role', 'tenant', 'user'] } },
			},
			{
				name: 'sisenseScimApi',
				required: true,
				displayOptions: { show: { resource: ['scim', 'scimGroup', 'scimUser'] } },
			},
		],
		properties: propertiesOf(resources, 'user'),
	};

	methods = {
		listSearch: { searchGroups, searchRoles, searchScimGroups, searchScimUsers, searchUsers },
		loadOptions: { getGroups, getScimUsers, getUsers },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, resources, connect);
	}
}
