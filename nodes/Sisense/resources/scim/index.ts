import type { Resource } from '../../../../kit/operation';
import type { Sisense } from '../../../../products/sisense/client';
import { operation } from '../../operation';
import { configurationView } from '../../views';

const getConfiguration = operation({
	name: 'Get Configuration',
	action: 'Get what a SCIM server can do',
	description: 'Ask whether there is a SCIM server at the URL of the credential, and what it can do',
	fields: {},
	repeat: 'safe',
	view: configurationView,
	run: async (sisense) => ({ entity: await sisense.scim.configuration() }),
});

export const scim: Resource<Sisense> = { name: 'SCIM', operations: { getConfiguration } };
