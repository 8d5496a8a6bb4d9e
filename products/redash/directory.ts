import type { Account } from '../../access/account';
import type { Directory } from '../../access/directory';
import type { Redash } from './client';
import type { User } from './person';

/** Redash as the lifecycle sees it. */
export class RedashDirectory implements Directory {
	readonly tool = 'redash';

	constructor(private readonly redash: Redash) {}

	async self(): Promise<Account | undefined> {
		const { user } = await this.redash.session();
		const found = await this.redash.users.detailed(user.id);
		return found && toAccount(found);
	}

	async accounts(): Promise<Account[]> {
		return (await this.redash.users.all()).map(toAccount);
	}

	async find(email: string): Promise<Account[]> {
		const people = await this.redash.users.behind([{ by: 'email', value: email }]);
		return people.matching({ by: 'email', value: email }).map(toAccount);
	}
}

/** Redash does not tell how somebody signs in: `auth_type` is `external` for everybody without a password (contract 4). */
function toAccount(user: User): Account {
	return {
		tool: 'redash',
		id: String(user.id),
		email: user.email.trim(),
		username: user.email.trim(),
		name: user.name,
		state: user.state === 'disabled' ? 'inactive' : user.state,
		admin: user.admin,
		access: user.groups.map(({ id, name }) => ({ kind: 'group', id: String(id), name })),
		...(user.raw.active_at && { lastSeen: user.raw.active_at }),
		lastSeenExact: true,
		source: 'unknown',
	};
}
