import type { Access, Account } from '../../access/account';
import type { Change, Checkup, Closed, Cut, Directory, HandedOver, Made, Names, NewAccount, Step, Stock, Undone } from '../../access/directory';
import { Turns } from '../../kit/concurrency';
import { randomPassword } from '../../kit/passwords';
import { Problem } from '../../kit/problem';
import { Adapter, after, guarded, handedOver, PASSWORD_MAY_RETURN, touches } from '../adapter';
import { checkup } from './checkup';
import type { Sisense } from './client';
import { deleteUser } from './deletion';
import type { Group } from './groups';
import { handOver, refuseHeir } from './handover';
import { lockOut, setActive, takeRights, warningFor } from './lockout';
import type { People } from './people';
import { isBuiltIn, ownGroups, type Changes, type GroupRef, type User } from './person';
import { isAdmin, rankOf, refuseSuper, type Role } from './roles';

const MODELS = 'Data models: Sisense does not tell who owns them.';

/** Sisense as the lifecycle sees it. */
export class SisenseDirectory extends Adapter<User, People> implements Directory {
	readonly tool = 'sisense';

	readonly product = 'Sisense';

	protected readonly pages = { dashboard: '/app/main/dashboards/:id' };

	/** Ways in first, then what they own while they can own it; rights and the account last (contract 13). */
	readonly order: readonly Step[] = ['cut', 'handOver', 'removeAccess', 'close'];

	/** Groups of a directory, which decides who is in them. */
	private directoryGroups: ReadonlySet<string> = new Set();

	/** Whose password, sessions and tokens are gone already. */
	private readonly cutOff = new Set<string>();

	/** Handing over lists everything again to prove itself: two at once would see each other's. */
	private readonly turns = new Turns();

	constructor(
		private readonly sisense: Sisense,
		atOnce = 5,
	) {
		super(sisense, atOnce);
	}

	protected override async prepare(): Promise<void> {
		const groups = await this.sisense.groups.all();
		this.directoryGroups = new Set(groups.filter(({ directory }) => directory).map(({ id }) => id));
	}

	protected async readSelf(): Promise<Account | undefined> {
		await this.prepare();
		return this.toAccount(await this.sisense.users.self());
	}

	async actor(): Promise<string> {
		const { email, username } = (await this.self())!;
		return email || username;
	}

	async resolve({ roles, groups }: Names): Promise<Access[]> {
		const meant: Role[] = [];
		for (const wanted of roles) {
			const role = await this.sisense.roles.meant(wanted);
			refuseSuper(role, 'made one');
			meant.push(role);
		}
		return [...meant.map(ofRole), ...(await this.sisense.groups.find(groups)).map((group) => this.ofGroup(group))];
	}

	/** Whoever has no password gets an invitation by mail (contract 4). */
	async create(wishes: NewAccount[]): Promise<Array<Made | Error>> {
		const roles = await this.sisense.roles.all();
		const lowest = await this.sisense.roles.lowest();
		const all = await this.sisense.groups.all();
		const passwords = wishes.map(({ noMail, returnPassword }) => (noMail || returnPassword ? randomPassword() : undefined));
		const changes = wishes.map(({ email, firstName, lastName, access }, at): Changes => {
			const [role = lowest] = after<Role>([], roles, 'role', { add: access, remove: [] });
			const groups = after<Group>([], all, 'group', { add: access, remove: [] });
			return { email, role, groups, ...(firstName && { firstName }), ...(lastName && { lastName }), ...(passwords[at] && { password: passwords[at] }) };
		});
		const made = await this.sisense.users.createMany(this.people, changes);
		return made.map((one, at): Made | Error => {
			if (one instanceof Problem) return one;
			const { returnPassword, noMail } = wishes[at];
			const note = noMail && !returnPassword ? 'A password was set that nobody knows, to keep Sisense from mailing an invitation.' : 'Sisense mailed an invitation to the person.';
			return { account: this.toAccount(one), notes: returnPassword ? [] : [note], ...(returnPassword && { password: passwords[at] }) };
		});
	}

	protected async changeOne(change: Change): Promise<User> {
		const user = this.user(change.account);
		const [role] = after<Role>([], await this.sisense.roles.all(), 'role', { add: change.add, remove: [] });
		if (role) await guarded(this.sisense.guards.changingRole(user, role, {}));
		const groups = after<GroupRef>(ownGroups(user), await this.sisense.groups.all(), 'group', change);
		const { firstName, lastName } = change.names ?? {};
		const written = await this.sisense.users.change(user, {
			...(role && { role }),
			...(touches('group', change) && { groups }),
			...(firstName && { firstName }),
			...(lastName && { lastName }),
		});
		if (change.revive && !(await setActive(this.sisense, user, true))) {
			throw new Problem(`Sisense accepted that ${user.email} is active again but did not apply it.`, 'Look at the account in Sisense.');
		}
		const built = user.groups.filter(isBuiltIn);
		return {
			...user,
			...written,
			groups: written?.groups ? [...built, ...written.groups] : user.groups,
			...(change.revive && { state: 'active' as const }),
		};
	}

	async mayChange({ account, add, remove }: Change): Promise<void> {
		const [role] = after<Role>([], await this.sisense.roles.all(), 'role', { add, remove: [] });
		if (role && touches('role', { add: [], remove })) await guarded(this.sisense.guards.changingRole(this.user(account), role, {}));
	}

	async mayClose(account: Account): Promise<void> {
		await guarded(this.sisense.guards.shuttingOut(this.user(account), 'shut out', {}));
	}

	async stock(account: Account): Promise<Stock> {
		const { owned, blindSpots } = await this.sisense.content.of(this.user(account));
		const linked = await this.linked();
		return { owned: owned.map(({ type, id, name }) => linked({ type, id, name })), touched: [], blindSpots: [...blindSpots, MODELS] };
	}

	async mayInherit(from: Account, heir: Account): Promise<void> {
		refuseHeir(this.user(from), this.user(heir));
	}

	async handOver(from: Account, heir: Account): Promise<HandedOver> {
		const linked = await this.linked();
		return await this.turns.take('content', async () => {
			const { result, blindSpots } = await handOver(this.sisense, this.user(from), this.user(heir), 'none');
			return handedOver(result, linked, [...blindSpots, MODELS]);
		});
	}

	async cut(account: Account): Promise<Cut> {
		const user = this.user(account);
		// An account that was never used has no session, and a password would open it.
		if (user.state === 'pending') return { did: [], open: [] };
		const hasPassword = user.source === null;
		if (hasPassword) await this.sisense.users.spoilPassword(user);
		const sessionsEnded = await this.sisense.users.logOut(user);
		this.cutOff.add(user.id);
		return {
			did: [...(hasPassword ? ['Replaced the password by one nobody knows'] : []), sessionsEnded ? 'Ended all sessions and tokens' : 'Ended all tokens'],
			open: sessionsEnded ? [] : ['This Sisense has no way to end sessions: browser windows that are open go on until theirs runs out.'],
		};
	}

	mayReturn({ source }: Account): string[] {
		if (source !== 'local') return [];
		return [PASSWORD_MAY_RETURN];
	}

	/** The invitation opens such an account, whatever is written to it. */
	unclosable(account: Account): string | undefined {
		const { state, email } = this.user(account);
		if (state !== 'pending') return undefined;
		return `${email} never accepted the invitation to Sisense, which still opens the account. Switch on "Delete Account" in the options: nothing is lost by it.`;
	}

	/** Most servers take it with 200 that an account is not active, and ignore it: then rights are all there is to take (contract 3). */
	async close(account: Account): Promise<Closed> {
		const user = this.user(account);
		const why = this.unclosable(account);
		if (why !== undefined) throw new Problem(why, '');
		if (await setActive(this.sisense, user, false)) {
			this.remember({ ...user, state: 'deactivated' });
			return 'closed';
		}
		if (this.cutOff.has(user.id)) this.remember(await takeRights(this.sisense, user));
		else this.remember((await lockOut(this.sisense, user)).user);
		return 'lockedOut';
	}

	async removeAccess(account: Account): Promise<Access[]> {
		const user = this.user(account);
		const before = this.toAccount(user).access;
		const kept = user.groups.filter((group) => this.ofGroup(group).fixed);
		const now = this.remember(await takeRights(this.sisense, user, kept));
		return before.filter((one) => !now.access.some((other) => other.kind === one.kind && other.id === one.id));
	}

	undeletable(): undefined {
		return undefined;
	}

	async delete(account: Account): Promise<void> {
		const user = this.user(account);
		await deleteUser(this.sisense, user);
		this.people.drop(user.id);
	}

	async undoneBy(change: Undone, account?: Account): Promise<string[]> {
		if (!account || account.source === 'local' || change === 'deletion') return [];
		if (change === 'closing') return [warningFor(this.user(account)).hint ?? ''].filter(Boolean);
		return ['This person comes from a directory or an identity provider, which may set role and groups anew at the next sign-in: change them there too.'];
	}

	async checkup(): Promise<Checkup> {
		return await checkup(this.sisense);
	}

	protected toAccount(user: User): Account {
		const { role, groups, raw } = user;
		const seen = raw.lastLogin ?? raw.lastActivity;
		return {
			tool: this.tool,
			id: user.id,
			email: user.email,
			username: user.username,
			name: [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email,
			state: STATES[user.state],
			admin: isAdmin(role),
			access: [...(role ? [ofRole(role)] : []), ...groups.map((group) => this.ofGroup(group))],
			...(seen && { lastSeen: seen }),
			lastSeenExact: true,
			...(raw.created && { createdAt: raw.created }),
			source: user.source === null ? 'local' : 'sso',
		};
	}

	private ofGroup({ id, name }: GroupRef): Access {
		const fixed = isBuiltIn({ name }) ? 'automatic' : this.directoryGroups.has(id) ? 'elsewhere' : undefined;
		return { kind: 'group', id, name, ...(fixed && { fixed }) };
	}
}

const STATES = { active: 'active', pending: 'pending', deactivated: 'inactive' } as const;

const ofRole = (role: Role): Access => ({ kind: 'role', id: role.id, name: role.name, rank: rankOf(role) });
