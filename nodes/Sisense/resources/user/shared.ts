import type { Reference } from '../../../../kit/fields';
import type { Sisense } from '../../../../products/sisense/client';
import type { People } from '../../../../products/sisense/people';

/** What every operation on people who must exist begins with. */
export const behind = async (sisense: Sisense, inputs: Array<{ user: Reference }>): Promise<People> =>
	await sisense.users.behind(inputs.map(({ user }) => user));

export const targetOf = ({ user }: { user: Reference }, people: People) => people.one(user).id;

/** Whom an output item is about, where it shows no more. */
export const WHOM = { id: 'string', email: 'string' } as const;
