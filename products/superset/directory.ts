import type { Access, Account } from '../../access/account';
import type { Directory } from '../../access/directory';
import type { Superset } from './client';
import type { Ref, User } from './person';

/** Superset as the lifecycle sees it. */
export class SupersetDirectory implements Directory {
	readonly tool = 'superset';

	constructor(private readonly superset: Superset) {}

	async self(): Promise<Account | undefined> {
		const id = await this.superset.ownId();
		return id === undefined ? undefined : toAccount(await this.superset.users.one({ by: 'id', value: String(id) }));
	}

	async accounts(): Promise<Account[]> {
		return (await this.superset.users.all()).map(toAccount);
	}

	async find(email: string): Promise<Account[]> {
		const people = await this.superset.users.behind([{ by: 'email', value: email }]);
		return people.matching({ by: 'email', value: email }).map(toAccount);
	}
}

/** Only `active === true` can log in. Superset does not tell how somebody signs in, nor in which zone its times are. */
function toAccount(user: User): Account {
	const access = (kind: Access['kind'], list: Ref[] = []) =>
		list.map(({ id, name }): Access => ({ kind, id: String(id), name }));
	return {
		tool: 'superset',
		id: String(user.id),
		email: user.email,
		username: user.username,
		name: `${user.first_name} ${user.last_name}`.trim(),
		state: user.active === true ? 'active' : 'inactive',
		admin: user.roles.some(({ name }) => name === 'Admin'),
		access: [...access('role', user.roles), ...access('group', user.groups)],
		...(user.last_login && { lastSeen: user.last_login }),
		lastSeenExact: false,
		source: 'unknown',
	};
}
