import type { Access, Account } from '../../access/account';
import type { Change, Checkup, Closed, Cut, Directory, HandedOver, Made, Names, NewAccount, Step, Stock, Undone } from '../../access/directory';
import { settleEach } from '../../kit/concurrency';
import { refuseSuccessor } from '../../kit/handover';
import { Adapter, after, guarded, handedOver, PASSWORD_MAY_RETURN, refuseRoles, touches } from '../adapter';
import { checkup, syncWarning } from './checkup';
import type { Metabase } from './client';
import type { Owned } from './content';
import { createPerson } from './creation';
import type { Group } from './groups';
import { handOver } from './handover';
import { replacePassword, undoneBySignIn } from './leaving';
import type { People } from './people';
import { isPerson, withGroupIds, type User } from './person';
import { revive } from './revival';

/** What offboarding does about things whose creator can't change; the node Metabase Admin has the other choices. */
const CHOICE = { alerts: 'transfer', subscriptions: 'leave' } as const;

/** What concerns the person but is nothing to hand over, and what becomes of it. */
const touchedBy = ({ type, role }: Owned): string | undefined => {
	if (type === 'apiKey') return 'The key goes on working: regenerate or delete it if the person knew it';
	// Everybody has one, most of them empty.
	if (type === 'collection') return 'A personal collection stays with its owner; admins can see what is in it';
	if (role === 'personalCollection') return 'Made by somebody else, in the personal collection';
	if (role !== 'recipient') return undefined;
	return type === 'alert'
		? 'The person receives it; it does not go to somebody deactivated'
		: 'The person receives it; deactivation takes a subscription away for good';
};

/** Only the public link itself would tell that there is one (contract 13.7). */
const openTo = (owned: Owned[]): string[] =>
	owned.some(({ role, type }) => role === 'creator' && ['dashboard', 'question', 'model', 'metric'].includes(type))
		? ['Public links and embeds of what the person made: they stay open']
		: [];

/** Metabase as the lifecycle sees it. */
export class MetabaseDirectory extends Adapter<User, People> implements Directory {
	readonly tool = 'metabase';

	readonly product = 'Metabase';

	protected readonly pages = {
		dashboard: '/dashboard/:id',
		question: '/question/:id',
		model: '/model/:id',
		metric: '/metric/:id',
		collection: '/collection/:id',
	};

	/** The password can be replaced only as long as the account is active (contract 13). */
	readonly order: readonly Step[] = ['cut', 'handOver', 'close', 'removeAccess'];

	constructor(
		private readonly metabase: Metabase,
		atOnce = 5,
	) {
		super(metabase, atOnce);
	}

	/** An API key has an account of its own, which is nobody's. */
	protected async readSelf(): Promise<Account | undefined> {
		const current = await this.metabase.current();
		const found = isPerson(current) ? await this.metabase.users.detailed(current.id) : undefined;
		return found && this.toAccount(found);
	}

	async actor(): Promise<string> {
		const current = await this.metabase.current();
		return isPerson(current) ? current.email : `API key ${current.common_name}`;
	}

	async resolve({ roles, groups }: Names): Promise<Access[]> {
		refuseRoles(this.product, roles);
		return (await this.metabase.groups.named(groups)).map(toAccess);
	}

	async create(wishes: NewAccount[]): Promise<Array<Made | Error>> {
		return await settleEach(wishes, this.atOnce, async ({ email, firstName, lastName, access, returnPassword, returnInviteLink }): Promise<Made> => {
			const groups = after<Group>([], await this.metabase.groups.all(), 'group', { add: access, remove: [] });
			const made = await createPerson(this.metabase, this.people, {
				email,
				...(firstName && { firstName }),
				...(lastName && { lastName }),
				groups,
				returnPassword,
				returnPasswordResetUrl: returnInviteLink,
			});
			return {
				account: this.toAccount(made.user),
				notes: made.hint === undefined ? [] : [made.hint],
				...(returnPassword && { password: made.password }),
				...(returnInviteLink && { inviteLink: made.passwordResetUrl }),
			};
		});
	}

	/** The rights of an admin do not come back with a reactivation: only if they are wished (contract 3). */
	protected async changeOne(change: Change): Promise<User> {
		const before = this.user(change.account);
		const user = change.revive ? (await revive(this.metabase, before)).user : before;
		this.remember(user);
		const all = await this.metabase.groups.all();
		const again = change.revive ? change.wished.filter(({ id }) => !user.groupIds.includes(Number(id))) : [];
		const listed = after(user.groups, all, 'group', { add: [...change.add, ...again], remove: change.remove }).map(({ id }) => id);
		const unlisted = user.groupIds.filter((id) => !all.some((group) => group.id === id));
		const groupIds = touches('group', change) || again.length > 0 ? [...unlisted, ...listed] : undefined;
		const { firstName, lastName } = change.names ?? {};
		const written = await this.metabase.users.change(user, { ...(firstName && { firstName }), ...(lastName && { lastName }), groupIds });
		return written ? await this.metabase.users.after(user, written) : user;
	}

	async mayChange({ account, remove }: Change): Promise<void> {
		const admin = await this.metabase.groups.admin();
		if (remove.some(({ id }) => id === String(admin.id))) await guarded(this.metabase.guards.demoting(this.user(account), {}));
	}

	async mayClose(account: Account): Promise<void> {
		await guarded(this.metabase.guards.shuttingOut(this.user(account)));
	}

	async stock(account: Account): Promise<Stock> {
		const { owned, blindSpots } = await this.metabase.content.of(this.user(account));
		const linked = await this.linked();
		const show = ({ type, id, name }: Owned) => linked({ type, id, name });
		return {
			owned: owned.filter((one) => touchedBy(one) === undefined).map(show),
			touched: owned.flatMap((one) => {
				const reason = touchedBy(one);
				return reason === undefined ? [] : [{ ...show(one), reason }];
			}),
			blindSpots: [...blindSpots, ...openTo(owned)],
		};
	}

	async mayInherit(from: Account, heir: Account): Promise<void> {
		refuseSuccessor(this.product, { id: from.id, name: from.email }, { id: heir.id, name: heir.email, state: this.user(heir).state });
	}

	async handOver(from: Account, heir: Account): Promise<HandedOver> {
		const { owned, blindSpots } = await this.metabase.content.of(this.user(from));
		const result = await handOver(this.metabase, owned, this.user(heir), CHOICE);
		return handedOver(result, await this.linked(), [...blindSpots, ...openTo(owned)]);
	}

	/** The provider of the sign-in decides them (contract 3). */
	fixedNames(account: Account): string | undefined {
		const { sso } = this.user(account);
		return sso === null ? undefined : `The names come from the sign-in with ${sso} and stay.`;
	}

	async cut(account: Account): Promise<Cut> {
		const replaced = await replacePassword(this.metabase, this.user(account));
		return { did: replaced ? ['Replaced the password by one nobody knows, which ends sessions and reset links'] : [], open: [] };
	}

	mayReturn(account: Account): string[] {
		if (this.user(account).sso !== null) return [];
		return [PASSWORD_MAY_RETURN];
	}

	async close(account: Account): Promise<Closed> {
		const user = this.user(account);
		await this.metabase.users.deactivate(user);
		this.remember({ ...user, state: 'deactivated' });
		return 'closed';
	}

	async removeAccess(account: Account): Promise<Access[]> {
		const user = this.user(account);
		const groups = user.groups.filter((group) => toAccess(group).fixed === undefined);
		const taken: Group[] = [];
		for (const group of groups) if (await this.metabase.memberships.remove(user, group)) taken.push(group);
		const left = user.groupIds.filter((id) => !taken.some((group) => group.id === id));
		this.remember(withGroupIds(user, left, await this.metabase.groups.all()));
		return taken.map(toAccess);
	}

	undeletable(): string {
		return 'Metabase deletes nobody: the account stays, deactivated.';
	}

	async delete(): Promise<void> {
		throw new Error(this.undeletable());
	}

	async undoneBy(change: Undone, account?: Account): Promise<string[]> {
		if (change === 'access') return await syncWarning(this.metabase);
		return account ? await undoneBySignIn(this.metabase, this.user(account)) : [];
	}

	async checkup(): Promise<Checkup> {
		return await checkup(this.metabase);
	}

	protected toAccount(user: User): Account {
		const { email, raw } = user;
		return {
			tool: this.tool,
			id: String(user.id),
			email,
			username: email,
			name: raw.common_name || email,
			state: user.state === 'active' ? 'active' : 'inactive',
			admin: user.admin,
			access: user.groups.map(toAccess),
			...(raw.last_login && { lastSeen: raw.last_login }),
			lastSeenExact: true,
			createdAt: raw.date_joined,
			source: user.sso === null ? 'local' : 'sso',
		};
	}
}

/** Everybody is in some groups by themselves; of others a release not known here may be the owner. */
const toAccess = ({ id, name, magic }: Group): Access => ({
	kind: 'group',
	id: String(id),
	name,
	...(magic === 'everybody' && { fixed: 'automatic' as const }),
	...(magic === 'other' && { fixed: 'elsewhere' as const }),
});
