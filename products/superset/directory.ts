import type { Access, Account } from '../../access/account';
import type { Change, Checkup, Closed, Cut, Directory, HandedOver, Made, Names, NewAccount, Step, Stock, Undone } from '../../access/directory';
import { Gathered, settleEach } from '../../kit/concurrency';
import { refuseSuccessor } from '../../kit/handover';
import { randomPassword } from '../../kit/passwords';
import { Problem, unless } from '../../kit/problem';
import { Adapter, after, guarded, handedOver, touches } from '../adapter';
import { checkup, COMES_BACK } from './checkup';
import type { Superset } from './client';
import { NOT_MOVABLE } from './content';
import { deleteUser } from './deletion';
import { UNGUARDED } from './guards';
import type { Granted, Wish } from './members';
import type { People } from './people';
import { hasPasswordTrap, nameOf, type Changes, type Ref, type User } from './person';

/** The role of whoever is not signed in: nobody is shut out by losing it. */
const PUBLIC = 'Public';

/** Superset as the lifecycle sees it. */
export class SupersetDirectory extends Adapter<User, People> implements Directory {
	readonly tool = 'superset';

	readonly product = 'Superset';

	/** Reports are in a list that has no page of its own for each. */
	protected readonly pages = {
		dashboard: '/superset/dashboard/:id/',
		chart: '/explore/?slice_id=:id',
		dataset: '/explore/?datasource_type=table&datasource_id=:id',
	};

	/** Deactivation ends sign-in, sessions, tokens and keys at once; everything after may be repeated (contract 8). */
	readonly order: readonly Step[] = ['close', 'handOver', 'removeAccess'];

	/** IDs of groups that make their members admins. */
	private adminGroups: ReadonlySet<number> = new Set();

	/** A list of members is replaced as a whole: who leaves while a write is under way goes into the next one together. */
	private readonly lists = new Gathered<Wish, Granted | Problem>();

	constructor(
		private readonly superset: Superset,
		atOnce = 5,
	) {
		super(superset, atOnce);
	}

	protected override async prepare(): Promise<void> {
		// Somebody may manage people without being allowed to look at groups; the guards do not do without.
		this.adminGroups = (await unless('forbidden', this.superset.guards.adminGroups())) ?? new Set();
	}

	protected async readSelf(): Promise<Account | undefined> {
		await this.prepare();
		const id = await this.superset.ownId();
		return id === undefined ? undefined : this.toAccount(await this.superset.users.one({ by: 'id', value: String(id) }));
	}

	async actor(): Promise<string> {
		return (await this.self())?.email ?? 'API key';
	}

	async resolve({ roles, groups }: Names): Promise<Access[]> {
		return [
			...(roles.length > 0 ? toAccess('role', await this.superset.roles.named(roles)) : []),
			...toAccess('group', await this.superset.groups.named(groups)),
		];
	}

	async mayCreate({ email, access }: NewAccount): Promise<void> {
		if (access.length === 0) throw new Problem(`Superset makes no account for ${email} without a role.`, 'Name at least one role for Superset.');
	}

	async create(wishes: NewAccount[]): Promise<Array<Made | Error>> {
		return await settleEach(wishes, this.atOnce, async ({ email, firstName, lastName, access, returnPassword }): Promise<Made> => {
			const password = randomPassword();
			const profile = { email, username: email, first_name: firstName, last_name: lastName, active: true };
			const { user } = await this.superset.users.create(this.people, { ...profile, ...(await this.held({ add: access, remove: [] })) }, password);
			const notes = returnPassword ? [] : ['A password was set that nobody knows: the person signs in through a directory, or gets one by "Set Password".'];
			return { account: this.toAccount(user), notes, ...(returnPassword && { password }) };
		});
	}

	/** All there is to change goes in one write, but for the last of roles and groups: a user has to keep one there (contract 4). */
	protected async changeOne(change: Change): Promise<User> {
		const user = this.user(change.account);
		const { changes, emptied } = await this.plan(change, user);
		await this.superset.users.change(this.people, user, changes);
		if (emptied) await this.takeAway(user, change.remove);
		return this.user(change.account);
	}

	/** What the user would hold, and what of it one write takes. */
	private async plan(change: Change, user: User): Promise<{ held: { roles: Ref[]; groups: Ref[] }; changes: Changes; emptied: boolean }> {
		const held = await this.held(change, user);
		const { firstName, lastName } = change.names ?? {};
		const emptied = held.roles.length + held.groups.length === 0;
		const changes: Changes = {
			...(change.names && { first_name: firstName, last_name: lastName }),
			...(change.revive && { active: true }),
			...(touches('role', change) && !emptied && { roles: held.roles }),
			...(touches('group', change) && !emptied && { groups: held.groups }),
		};
		return { held, changes, emptied };
	}

	/** What a user holds after a change, in the product's own terms. */
	private async held(change: Pick<Change, 'add' | 'remove'>, user?: User): Promise<{ roles: Ref[]; groups: Ref[] }> {
		const asks = (kind: Access['kind']) => change.add.some((one) => one.kind === kind);
		return {
			roles: after(user?.roles ?? [], asks('role') ? await this.superset.roles.all() : [], 'role', change),
			groups: after<Ref>(user?.groups ?? [], asks('group') ? await this.superset.groups.all() : [], 'group', change),
		};
	}

	/** Old servers destroy a password with every other change, and here is nobody to give a new one (contract 4, trap A). */
	private async refuseTrap(user: User, changes: Changes): Promise<void> {
		if (!hasPasswordTrap(user)) return;
		const onlyRoles = Object.keys(changes).every((key) => key === 'roles');
		if (onlyRoles && (await this.superset.roles.canSetMembers())) return;
		throw new Problem(
			`This Superset destroys the password of ${nameOf(user)} with this change (Flask-AppBuilder before 4.6.4).`,
			'Use the node Superset with a new "Password" for this person, or update Flask-AppBuilder on the server.',
		);
	}

	async mayChange(change: Change): Promise<void> {
		const user = this.user(change.account);
		const { held, changes } = await this.plan(change, user);
		await this.refuseTrap(user, changes);
		await guarded(this.superset.guards.check(user, { roles: held.roles, ...(user.groups && { groups: held.groups }) }, {}));
	}

	async mayClose(account: Account): Promise<void> {
		await guarded(this.superset.guards.check(this.user(account), { active: false }, {}));
	}

	async stock(account: Account): Promise<Stock> {
		const linked = await this.linked();
		const owned = await this.superset.content.of(this.user(account));
		return { owned: owned.map(({ type, id, name }) => linked({ type, id, name })), touched: [], blindSpots: NOT_MOVABLE };
	}

	async mayInherit(from: Account, heir: Account): Promise<void> {
		refuseSuccessor(this.product, { id: from.id, name: from.email }, { ...heir, name: heir.email });
	}

	async handOver(from: Account, heir: Account): Promise<HandedOver> {
		const result = await this.superset.content.handOver(this.user(from), this.user(heir));
		return handedOver(result, await this.linked(), NOT_MOVABLE);
	}

	/** Nothing is left to cut where the account is inactive. */
	async cut(): Promise<Cut> {
		return { did: [], open: [] };
	}

	async close(account: Account): Promise<Closed> {
		const user = this.user(account);
		// The old server would destroy the password anyway: better a random one than a state nobody knows.
		const password = hasPasswordTrap(user) ? randomPassword() : undefined;
		await this.superset.users.change(this.people, user, { active: false }, { password });
		return 'closed';
	}

	async removeAccess(account: Account): Promise<Access[]> {
		const user = this.user(account);
		const taken = this.toAccount(user).access.filter(({ fixed }) => !fixed);
		await this.takeAway(user, taken);
		return taken;
	}

	/** By the lists of members, the only way that leaves somebody without any role, and that costs no password. */
	private async takeAway(user: User, access: Access[]): Promise<void> {
		const roles = user.roles.filter(({ id }) => access.some((one) => one.kind === 'role' && one.id === String(id)));
		const groups = (user.groups ?? []).filter(({ id }) => access.some((one) => one.kind === 'group' && one.id === String(id)));
		const wish: Wish = { users: [user], member: false };
		const { roles: allRoles, groups: allGroups } = this.superset;
		if (roles.length > 0 && !(await allRoles.canSetMembers())) await this.leaveHarmless(user);
		else for (const role of roles) orThrow(await this.lists.take(`role ${role.id}`, wish, async (wishes) => await allRoles.grant(role, this.people, wishes, UNGUARDED)));
		for (const group of groups) orThrow(await this.lists.take(`group ${group.id}`, wish, async (wishes) => await allGroups.grant(group, this.people, wishes, UNGUARDED)));
	}

	/** The oldest servers want one role at least, and a password with it (contract 8.6). */
	private async leaveHarmless(user: User): Promise<void> {
		const harmless = (await this.superset.roles.all()).filter(({ name }) => name === PUBLIC);
		const password = user.active === true ? undefined : randomPassword();
		await this.superset.users.change(this.people, user, { roles: harmless }, { password });
	}

	undeletable(): undefined {
		return undefined;
	}

	async delete(account: Account): Promise<void> {
		const user = this.user(account);
		await deleteUser(this.superset, user);
		this.people.drop(user.id);
	}

	/** Somebody inactive stays so, whoever signs them in; but roles may be set anew at each sign-in (contract 8). */
	async undoneBy(change: Undone): Promise<string[]> {
		if (change === 'closing' || (await this.superset.provider()) === 'db') return [];
		if (change === 'deletion') return [COMES_BACK];
		return [
			'If this Superset signs people in through LDAP or OAuth with AUTH_ROLES_SYNC_AT_LOGIN = True, it sets the roles anew at each sign-in: change them in the directory too.',
		];
	}

	async checkup(): Promise<Checkup> {
		return await checkup(this.superset);
	}

	/** Only `active === true` can log in. Superset does not tell how somebody signs in, nor in which zone its times are. */
	protected toAccount(user: User): Account {
		return {
			tool: this.tool,
			id: String(user.id),
			email: user.email,
			username: user.username,
			name: `${user.first_name} ${user.last_name}`.trim(),
			state: user.active === true ? 'active' : 'inactive',
			admin: user.roles.some(({ name }) => name === 'Admin') || (user.groups ?? []).some(({ id }) => this.adminGroups.has(id)),
			access: [...toAccess('role', user.roles), ...toAccess('group', user.groups ?? [])],
			...(user.last_login && { lastSeen: user.last_login }),
			lastSeenExact: false,
			...(user.created_on && { createdAt: user.created_on }),
			source: 'unknown',
		};
	}
}

const toAccess = (kind: Access['kind'], list: Ref[]) =>
	list.map(({ id, name }): Access => ({ kind, id: String(id), name, ...(kind === 'role' && name === PUBLIC && { fixed: 'harmless' as const }) }));

/** A wish that was not granted is a failure of the step. */
function orThrow(granted: Granted | Problem): void {
	if (granted instanceof Problem) throw granted;
}
