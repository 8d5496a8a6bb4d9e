import type { Checkup } from '../../access/directory';
import type { Sisense } from './client';

/** What a Sisense and the account of the credential can and can't do (contract 1, 3, 13). Writes nothing. */
export async function checkup(sisense: Sisense): Promise<Checkup> {
	const people = await sisense.users.all();
	const { role } = await sisense.users.self();
	const tenants = await sisense.tenants.all().catch(() => undefined);
	const own = await sisense.tenants.ownId();
	const tenant = tenants?.find(({ id }) => id === own);
	const elsewhere = people.filter(({ source }) => source !== null).length;
	const version = await sisense.version();
	return {
		limited: false,
		...(version !== undefined && { version }),
		...(tenant && { edition: `tenant ${tenant.name}` }),
		works: [
			`${people.length} accounts can be seen${tenant ? ` in the tenant ${tenant.name}` : ''}.`,
			`The account of the credential is a ${role?.name ?? 'user without a known role'}: people can be created, changed, logged out and deleted.`,
			'Dashboards and folders can be handed over.',
		],
		limits: [
			'Most Sisense servers can not deactivate an account, and say so nowhere: "Offboard" tries it and looks, and otherwise locks the person out.',
			'Who owns a data model is not told.',
		],
		identityProvider:
			elsewhere === 0
				? []
				: [`${elsewhere} people sign in through a directory or an identity provider: whoever is deleted here comes back with the next sign-in unless removed there.`],
	};
}
