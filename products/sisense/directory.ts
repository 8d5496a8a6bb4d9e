import type { Account } from '../../access/account';
import type { Directory } from '../../access/directory';
import type { Sisense } from './client';
import type { User } from './person';
import { isAdmin } from './roles';

/** Sisense as the lifecycle sees it. */
export class SisenseDirectory implements Directory {
	readonly tool = 'sisense';

	constructor(private readonly sisense: Sisense) {}

	async self(): Promise<Account | undefined> {
		return toAccount(await this.sisense.users.self());
	}

	async accounts(): Promise<Account[]> {
		return (await this.sisense.users.all()).map(toAccount);
	}

	async find(email: string): Promise<Account[]> {
		const people = await this.sisense.users.behind([{ by: 'email', value: email }]);
		return people.matching({ by: 'email', value: email }).map(toAccount);
	}
}

const STATES = { active: 'active', pending: 'pending', deactivated: 'inactive' } as const;

function toAccount(user: User): Account {
	const { role, groups, raw } = user;
	const seen = raw.lastLogin ?? raw.lastActivity;
	return {
		tool: 'sisense',
		id: user.id,
		email: user.email,
		username: user.username,
		name: [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email,
		state: STATES[user.state],
		admin: isAdmin(role),
		access: [
			...(role ? [{ kind: 'role' as const, id: role.id, name: role.name }] : []),
			...groups.map(({ id, name }) => ({ kind: 'group' as const, id, name })),
		],
		...(seen && { lastSeen: seen }),
		lastSeenExact: true,
		source: user.source === null ? 'local' : 'sso',
	};
}
