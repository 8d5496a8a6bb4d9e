import { Known, type Naming } from '../../kit/known';
import { nameOf, type User } from './person';

const stateOf = ({ state }: User) => (state === 'active' ? '' : `, ${state}`);

const NAMING: Naming<User> = {
	product: 'Redash',
	idOf: ({ id }) => id,
	namesOf: ({ email }) => ({ email }),
	describe: (user) => `${user.name} (ID ${user.id}, "${user.email}"${stateOf(user)})`,
};

/** The users one execution knows. Addresses are compared without case and outer blanks: Redash stores blanks (contract 5). */
export class People extends Known<User> {
	/** @param complete every user of the organization is among them */
	constructor(users: User[], complete: boolean) {
		super(NAMING, users, complete);
	}
}

/** For error texts: who has taken an e-mail. */
export const holder = (user: User) => `${user.name} (${nameOf(user)}, ID ${user.id}${stateOf(user)})`;
