import type { Checkup } from '../../access/directory';
import type { Superset } from './client';
import { hasPasswordTrap } from './person';

/** Rights on people, with what they are needed for. */
const RIGHTS = {
	can_get: 'read people',
	can_post: 'create people',
	can_put: 'change and deactivate people',
	can_delete: 'delete people',
};

/** Where others come through LDAP or OAuth (contract 8). */
export const COMES_BACK = 'With AUTH_USER_REGISTRATION = True somebody deleted comes back as a new account at the next sign-in; somebody deactivated does not.';

/** What a Superset and the account of the credential can and can't do (contract 1 and 8). Writes nothing. */
export async function checkup(superset: Superset): Promise<Checkup> {
	const { rows, total } = await superset.list<Parameters<typeof hasPasswordTrap>[0]>('users', 0, [], 1);
	const rights = await superset.permissionsOn('users');
	const self = await superset.ownId();
	const account = self === undefined ? undefined : await superset.users.one({ by: 'id', value: String(self) });
	const can = Object.entries(RIGHTS).filter(([right]) => rights.includes(right));
	const cannot = Object.entries(RIGHTS).filter(([right]) => !rights.includes(right));
	const trap = rows.some(hasPasswordTrap);
	const isAdmin = account?.roles.some(({ name }) => name === 'Admin') === true;
	const provider = await superset.provider();
	return {
		limited: cannot.length > 0 || trap || self === undefined || !isAdmin,
		version: await superset.version(),
		works: [
			`${total} accounts can be seen.`,
			...(can.length > 0 ? [`The credential may ${can.map(([, what]) => what).join(', ')}.`] : []),
			...(isAdmin ? ['Content of others can be handed over, because the account has the role Admin.'] : []),
		],
		limits: [
			...cannot.map(([right, what]) => `The credential may not ${what}: its roles lack "${right} on User".`),
			...(account && !isAdmin ? ['Content of others can hardly be handed over: the account of the credential does not have the role Admin.'] : []),
			...(self === undefined ? ['This Superset does not tell whose API key it is, so nobody can be offboarded with it: use username and password.'] : []),
			...(trap ? ['This server has no groups, and may destroy the password of whoever is changed without a new one (Flask-AppBuilder before 4.6.4): such changes are refused.'] : []),
			...(!trap && !(await superset.groupsGrantRoles()) ? ['Groups exist but grant nothing: that begins with Superset 6.0.'] : []),
		],
		identityProvider: [
			provider === 'db'
				? 'The credential signs in with a password of Superset itself. If others come through LDAP or OAuth and AUTH_ROLES_SYNC_AT_LOGIN = True, their roles are set anew at each sign-in.'
				: 'If people sign in through LDAP or OAuth and AUTH_ROLES_SYNC_AT_LOGIN = True, roles set here are overwritten at the next sign-in.',
			COMES_BACK,
		],
	};
}
