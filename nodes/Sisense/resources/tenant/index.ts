import type { Resource } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import type { Sisense } from '../../../../products/sisense/client';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import { operation } from '../../operation';
import { tenantView } from '../../views';

const getAll = operation({
	name: 'Get Many',
	action: 'Get many tenants',
	description: 'Get the tenants the account of the credential sees',
	fields: catalogueFields('Globex'),
	repeat: 'safe',
	view: tenantView,
	async run(sisense, input) {
		const all = await sisense.tenants.all();
		if (all) return catalogueHits(all, input);
		throw new Problem(
			'This Sisense has a single tenant: it does not offer a list of them.',
			'Leave "Tenant" in the credential empty.',
			{ kind: 'notOffered' },
		);
	},
});

export const tenant: Resource<Sisense> = { name: 'Tenant', operations: { getAll } };
