import type { Account } from '../../access/account';
import type { Directory } from '../../access/directory';
import type { Metabase } from './client';
import { isPerson, type User } from './person';

/** Metabase as the lifecycle sees it. */
export class MetabaseDirectory implements Directory {
	readonly tool = 'metabase';

	constructor(private readonly metabase: Metabase) {}

	/** An API key has an account of its own, which is nobody's. */
	async self(): Promise<Account | undefined> {
		const current = await this.metabase.current();
		const found = isPerson(current) ? await this.metabase.users.detailed(current.id) : undefined;
		return found && toAccount(found);
	}

	async accounts(): Promise<Account[]> {
		return (await this.metabase.users.all()).map(toAccount);
	}

	async find(email: string): Promise<Account[]> {
		const people = await this.metabase.users.behind([{ by: 'email', value: email }]);
		return people.matching({ by: 'email', value: email }).map(toAccount);
	}
}

function toAccount(user: User): Account {
	const { email, raw } = user;
	return {
		tool: 'metabase',
		id: String(user.id),
		email,
		username: email,
		name: raw.common_name || email,
		state: user.state === 'active' ? 'active' : 'inactive',
		admin: user.admin,
		access: user.groups.map(({ id, name }) => ({ kind: 'group', id: String(id), name })),
		...(raw.last_login && { lastSeen: raw.last_login }),
		lastSeenExact: true,
		source: user.sso === null ? 'local' : 'sso',
	};
}
