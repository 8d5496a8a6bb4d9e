import type { Access, Account } from '../../access/account';
import type { Change, Checkup, Closed, Cut, Directory, HandedOver, Made, Names, NewAccount, Step, Stock, Undone } from '../../access/directory';
import { settleEach } from '../../kit/concurrency';
import { refuseSuccessor } from '../../kit/handover';
import { Adapter, after, guarded, handedOver, refuseRoles, touches } from '../adapter';
import { checkup, samlWarning } from './checkup';
import type { Redash } from './client';
import type { Group } from './groups';
import { handOver } from './handover';
import type { People } from './people';
import { difference, nameOf, withGroups, type User } from './person';

/** What offboarding does about things whose owner can't change; the node Redash has the other choices. */
const CHOICE = { dashboards: 'grant', schedules: 'keep', renewQueryKeys: false, revokeLinks: false, unsubscribe: false } as const;

/** What is asked of an account was judged before. */
const UNGUARDED = { allowSelf: true, allowLastAdmin: true };

/** Redash as the lifecycle sees it. */
export class RedashDirectory extends Adapter<User, People> implements Directory {
	readonly tool = 'redash';

	readonly product = 'Redash';

	protected readonly pages = { query: '/queries/:id', dashboard: '/dashboards/:id', alert: '/alerts/:id', snippet: '/query_snippets/:id' };

	/** The key must be renewed before the account is disabled: later it can't be, and would come back to life (contract 9). */
	readonly order: readonly Step[] = ['handOver', 'cut', 'close', 'removeAccess'];

	/** Keys that must be dead by now, by user. Secrets. */
	private readonly oldKeys = new Map<number, string>();

	constructor(
		private readonly redash: Redash,
		atOnce = 5,
	) {
		super(redash, atOnce);
	}

	protected async readSelf(): Promise<Account | undefined> {
		const { user } = await this.redash.session();
		const found = await this.redash.users.detailed(user.id);
		return found && this.toAccount(found);
	}

	async actor(): Promise<string> {
		return (await this.redash.session()).user.email;
	}

	async resolve({ roles, groups }: Names): Promise<Access[]> {
		refuseRoles(this.product, roles);
		return (await this.redash.groups.named(groups)).map(toAccess);
	}

	/** In the group "default" alone: the others come after (contract 5). */
	async create(wishes: NewAccount[]): Promise<Array<Made | Error>> {
		return await settleEach(wishes, this.atOnce, async ({ email, firstName, lastName, noMail, returnInviteLink }): Promise<Made> => {
			const name = fullName({ firstName, lastName }) || email.split('@')[0];
			const { user, inviteLink } = await this.redash.users.create({ email, name }, !noMail);
			const notes = inviteLink && !returnInviteLink ? ['Redash sent no invitation by mail: switch on "Return Invite Link", or send it with "Invite".'] : [];
			return {
				account: this.remember(user),
				notes,
				...(returnInviteLink && { inviteLink: inviteLink ? await this.redash.absolute(inviteLink) : null }),
			};
		});
	}

	protected async changeOne(change: Change): Promise<User> {
		const user = this.user(change.account);
		const groups = after(user.groups, await this.redash.groups.all(), 'group', change);
		const isIn = (list: Group[], one: Group) => list.some(({ id }) => id === one.id);
		for (const group of groups) if (!isIn(user.groups, group)) await this.redash.groups.add(user, group);
		for (const group of user.groups) if (!isIn(groups, group)) await this.redash.groups.take(user, group, {});
		const name = change.names && fullName(change.names);
		const profile = difference(user, name ? { name } : {});
		if (Object.keys(profile).length > 0) await this.redash.users.update(user, profile);
		if (change.revive) await this.redash.users.enable(user);
		const state = change.revive ? (user.pending ? 'pending' : 'active') : user.state;
		return withGroups({ ...user, ...profile, state, groupIds: undefined }, groups);
	}

	async mayChange({ account, remove }: Change): Promise<void> {
		const user = this.user(account);
		const leaves = user.groups.filter(({ id }) => remove.some((one) => one.id === String(id)));
		if (touches('group', { add: [], remove })) await guarded(this.redash.guards.leaving(user, leaves, {}));
	}

	async mayClose(account: Account): Promise<void> {
		await guarded(this.redash.guards.shuttingOut(this.user(account), 'disabled', {}));
	}

	async stock(account: Account): Promise<Stock> {
		const { owned, blindSpots } = await this.redash.content.of(this.user(account));
		const linked = await this.linked();
		const bare = owned.map(({ type, id, name }) => linked({ type, id, name }));
		return {
			owned: bare.filter(({ type }) => type !== 'subscription'),
			touched: bare
				.filter(({ type }) => type === 'subscription')
				.map((one) => ({ ...one, reason: 'The person goes on receiving this alert, also when disabled' })),
			blindSpots,
		};
	}

	async mayInherit(from: Account, heir: Account): Promise<void> {
		const { state } = this.user(heir);
		refuseSuccessor(this.product, { id: from.id, name: from.email }, { id: heir.id, name: heir.email, state });
	}

	async handOver(from: Account, heir: Account): Promise<HandedOver> {
		const { owned, blindSpots } = await this.redash.content.of(this.user(from));
		const result = await handOver(this.redash, owned, this.user(heir), CHOICE);
		return handedOver(result, await this.linked(), blindSpots);
	}

	async cut(account: Account): Promise<Cut> {
		const user = this.user(account);
		const key = (await this.redash.users.detailed(user.id))?.raw.api_key;
		if (key !== undefined) this.oldKeys.set(user.id, key);
		await this.redash.users.regenerateKey(user);
		return { did: ['Renewed the API key, so that a copy of it is dead for good'], open: [] };
	}

	/** The key of somebody disabled can't be renewed (contract 9). */
	mayReturn(): string[] {
		return ['The API key: whether it was renewed when the account was disabled can not be seen; an old one works again when somebody enables the account'];
	}

	async close(account: Account): Promise<Closed> {
		const user = this.user(account);
		await this.redash.users.disable(user);
		this.remember({ ...user, state: 'disabled' });
		return 'closed';
	}

	async removeAccess(account: Account): Promise<Access[]> {
		const user = this.user(account);
		const left = await this.redash.groups.set(user, [], UNGUARDED);
		if (left) this.remember(left);
		return left ? user.groups.map(toAccess) : [];
	}

	async keyRefused(account: Account): Promise<boolean | undefined> {
		const key = this.oldKeys.get(Number(account.id));
		return key === undefined ? undefined : await this.redash.isKeyRefused(key);
	}

	undeletable(account: Account): string | undefined {
		return this.user(account).pending ? undefined : 'Redash deletes only people who never accepted the invitation: the account stays, disabled.';
	}

	async delete(account: Account): Promise<void> {
		const user = this.user(account);
		await this.redash.users.remove(user);
		this.people.drop(user.id);
	}

	async undoneBy(change: Undone): Promise<string[]> {
		return change === 'deletion' ? [] : await samlWarning(this.redash, change);
	}

	async checkup(): Promise<Checkup> {
		return await checkup(this.redash);
	}

	/** Redash does not tell how somebody signs in: `auth_type` is `external` for everybody without a password (contract 4). */
	protected toAccount(user: User): Account {
		return {
			tool: this.tool,
			id: String(user.id),
			email: nameOf(user),
			username: nameOf(user),
			name: user.name,
			state: user.state === 'disabled' ? 'inactive' : user.state,
			admin: user.admin,
			access: user.groups.map(toAccess),
			...(user.raw.active_at && { lastSeen: user.raw.active_at }),
			lastSeenExact: true,
			createdAt: user.raw.created_at,
			source: 'unknown',
		};
	}
}

/** The product has one name. */
const fullName = ({ firstName, lastName }: NonNullable<Change['names']>) => [firstName, lastName].filter(Boolean).join(' ');

const toAccess = ({ id, name }: { id: number; name: string }): Access => ({ kind: 'group', id: String(id), name });
