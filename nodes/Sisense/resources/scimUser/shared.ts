import type { Reference } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import type { Sisense } from '../../../../products/sisense/client';
import { faultOfScimUser, type ScimChanges, type ScimUser } from '../../../../products/sisense/scim/users';

export const readBackScimUsers = async (sisense: Sisense, ids: string[]) => await sisense.scim.users.readBack(ids);

export const scimTarget = ({ user }: { user: Reference }) => `${user.by}:${user.value.toLowerCase()}`;

/** A change to be read back. A password can't be: that is said. */
export const scimChanged = (user: ScimUser, written: ScimChanges): Outcome<ScimUser> => ({
	entity: user,
	changed: true,
	...(written.password !== undefined && { extra: { verified: false } }),
	confirm: { id: user.id, fault: (now) => faultOfScimUser(user.userName, written, now) },
});
