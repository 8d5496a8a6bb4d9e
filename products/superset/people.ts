import { Known, type Naming } from '../../kit/known';
import { nameOf, type User } from './person';

const NAMING: Naming<User> = {
	product: 'Superset',
	idOf: ({ id }) => id,
	namesOf: ({ email, username }) => ({ email, username }),
	describe: ({ id, username, email, active }) => `${username} (ID ${id}, ${email}${active ? '' : ', inactive'})`,
};

/** The users one execution knows. */
export class People extends Known<User> {
	/** @param complete every user of the server is among them */
	constructor(users: User[], complete: boolean) {
		super(NAMING, users, complete);
	}
}

/** For error texts: who has taken a name. */
export const holder = (user: User) =>
	`${nameOf(user)} (username ${user.username}, ID ${user.id}${user.active ? '' : ', inactive'})`;
