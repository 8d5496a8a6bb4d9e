import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { propertiesOf } from '../../kit/properties';
import { runNode } from '../../kit/run';
import { getMetabaseGroups, getRedashGroups, getSisenseGroups, getSupersetGroups, getSupersetRoles, searchPeople } from './lists';
import { resources } from './resources';
import { connect } from './tools';

export class BiAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BI Access',
		name: 'biAccess',
		icon: { light: 'file:biAccess.svg', dark: 'file:biAccess.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Onboard and offboard people in Apache Superset, Redash, Metabase and Sisense at once, review who has access, and check the credentials',
		defaults: { name: 'BI Access' },
		sensitiveOutputFields: ['inviteLink', 'password'],
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// The path from the root: the editor takes a field that a credential goes by, under its plain name, for a choice of
		// authentication, and hides it together with the fields it depends on: resource and operation.
		credentials: [
			{ name: 'metabaseAdminApi', required: false, displayOptions: { show: { '/tools': ['metabase'] } } },
			{ name: 'redashApi', required: false, displayOptions: { show: { '/tools': ['redash'] } } },
			{ name: 'sisenseApi', required: false, displayOptions: { show: { '/tools': ['sisense'] } } },
			{ name: 'supersetApi', required: false, displayOptions: { show: { '/tools': ['superset'] } } },
		],
		properties: propertiesOf(resources, 'person'),
	};

	methods = {
		listSearch: { searchPeople },
		loadOptions: { getMetabaseGroups, getRedashGroups, getSisenseGroups, getSupersetGroups, getSupersetRoles },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, resources, connect);
	}
}
