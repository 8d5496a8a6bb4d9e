import { Known, type Naming } from '../../kit/known';
import type { User } from './person';

const stateOf = ({ state }: User) => (state === 'active' ? '' : `, ${state}`);

/** The name, or the e-mail of somebody without one. */
const called = ({ firstName, lastName, email }: User) => [firstName, lastName].filter(Boolean).join(' ') || email;

const NAMING: Naming<User> = {
	product: 'Sisense',
	idOf: ({ id }) => id,
	namesOf: ({ email, username }) => ({ email, username }),
	describe: (user) => `${called(user)} (ID ${user.id}, ${user.email}, username ${user.username}${stateOf(user)})`,
};

/** The people one execution knows. E-mails that differ in case only are two accounts on the server: both match. */
export class People extends Known<User> {
	/** @param complete everybody of the tenant is among them */
	constructor(users: User[], complete: boolean) {
		super(NAMING, users, complete);
	}
}

/** For error texts: who has taken an e-mail. */
export const holder = (user: User) => `${called(user)} (ID ${user.id}${stateOf(user)})`;
