import { Known, type Naming } from '../../kit/known';
import type { User } from './person';

const stateOf = ({ state }: User) => (state === 'active' ? '' : `, ${state}`);

/** The name, or the e-mail of somebody without one. */
const called = ({ raw, email }: User) => raw.common_name || email;

const NAMING: Naming<User> = {
	product: 'Metabase',
	idOf: ({ id }) => id,
	namesOf: ({ email }) => ({ email }),
	describe: (user) => `${called(user)} (ID ${user.id}, ${user.email}${stateOf(user)})`,
};

/** The people one execution knows. */
export class People extends Known<User> {
	/** @param complete everybody the server shows is among them */
	constructor(users: User[], complete: boolean) {
		super(NAMING, users, complete);
	}
}

/** For error texts: who has taken an e-mail. */
export const holder = (user: User) => `${called(user)} (ID ${user.id}${stateOf(user)})`;
