import { sweep } from '../../kit/lookup';
import { asProblem, Problem } from '../../kit/problem';
import type { Redash } from './client';
import type { Owned } from './content';
import { nameOf, type User } from './person';

/** What to do beside handing queries over, the only thing that can change its owner (contract 8). */
export interface Choice {
	dashboards: 'grant' | 'fork' | 'leave';
	schedules: 'keep' | 'pause';
	renewQueryKeys: boolean;
	revokeLinks: boolean;
	unsubscribe: boolean;
}

type Ref = Pick<Owned, 'type' | 'id' | 'name'>;

export interface Handover {
	moved: Ref[];
	/** What else was done, by the words the output shows. */
	done: Array<Ref & { action: string }>;
	/** What a person has to look after. */
	remaining: Array<Ref & { reason: string }>;
	failed: Array<{ what: Ref; problem: Problem }>;
}

interface Copy {
	id: number;
	name: string;
}

interface Acl {
	modify?: Array<{ id: number }>;
}

/** Of one dashboard; more than these is a server that revokes none. */
const MOST_LINKS = 20;

const refOf = ({ type, id, name }: Owned): Ref => ({ type, id, name });

/** Hands over what can be, one thing after another; what fails stops nothing else. Nothing is ever archived: that would destroy alerts and widgets. */
export async function handOver(redash: Redash, owned: Owned[], to: User, choice: Choice): Promise<Handover> {
	const result: Handover = { moved: [], done: [], remaining: [], failed: [] };
	const work = new Worker(redash, to, choice, result);
	for (const one of owned) {
		try {
			await work.on(one);
		} catch (thrown) {
			result.failed.push({ what: refOf(one), problem: asProblem(thrown) });
		}
	}
	return result;
}

class Worker {
	private copies?: Promise<Copy[]>;

	constructor(
		private readonly redash: Redash,
		private readonly to: User,
		private readonly choice: Choice,
		private readonly result: Handover,
	) {}

	async on(one: Owned): Promise<void> {
		if (one.type === 'query') return await this.query(one);
		if (one.type === 'dashboard') return await this.dashboard(one);
		if (one.type === 'subscription') return await this.subscription(one);
		this.remains(one, `Redash can't change the owner of ${one.type === 'alert' ? 'an alert' : 'a snippet'}`);
	}

	private async query(query: Owned): Promise<void> {
		const { schedules, renewQueryKeys } = this.choice;
		if (await this.hand(query)) this.result.moved.push(refOf(query));
		if (query.scheduled && schedules === 'pause') {
			await this.redash.post(['queries', query.id], { schedule: null });
			this.did(query, 'schedule removed');
		}
		if (renewQueryKeys) {
			await this.redash.post(['queries', query.id, 'regenerate_api_key']);
			this.did(query, 'query key renewed');
		}
	}

	/** The server checks nothing about the new owner, who would be locked out without the data source (contract 8). */
	private async hand(query: Owned): Promise<boolean> {
		const source = (await this.redash.dataSources.all()).find(({ id }) => id === query.dataSourceId);
		const groups = source ? (await this.redash.dataSources.accessSeen(source)).groups : {};
		if (!source || !this.to.groups.some(({ id }) => String(id) in groups)) {
			const which = source ? `the data source "${source.name}"` : 'its data source';
			this.remains(query, `${nameOf(this.to)} is in no group that has ${which}`);
			return false;
		}
		await this.redash.post(['queries', query.id], { user_id: this.to.id });
		const { user } = await this.redash.get<{ user: { id: number } }>(['queries', query.id]);
		if (user.id === this.to.id) {
			await this.redash.content.moved(query.id, this.to);
			return true;
		}
		this.remains(query, 'Redash accepted the new owner but did not apply it');
		return false;
	}

	private async dashboard(dashboard: Owned): Promise<void> {
		const { dashboards, revokeLinks } = this.choice;
		if (dashboard.shared && revokeLinks) {
			await this.revoke(dashboard);
			this.did(dashboard, 'public link revoked');
		}
		if (dashboard.archived) return;
		if (dashboards === 'grant') await this.grant(dashboard, dashboard.id);
		if (dashboards === 'fork') await this.fork(dashboard);
		const open = dashboard.shared && !revokeLinks ? '; its public link still works' : '';
		this.remains(dashboard, `Redash can't change the owner of a dashboard${open}`);
	}

	/** Sharing twice made two links, of which the server revokes one at a time. */
	private async revoke(dashboard: Owned): Promise<void> {
		for (let links = 0; links < MOST_LINKS; links++) {
			await this.redash.delete(['dashboards', dashboard.id, 'share']);
			if ((await this.redash.content.dashboard(dashboard))?.public_url === undefined) return;
		}
		throw new Problem('Redash accepted the end of the public link but still has it.', 'Look at it in Redash.');
	}

	private async grant(dashboard: Owned, id: number): Promise<void> {
		const acl = await this.redash.get<Acl>(['dashboards', id, 'acl']);
		if (acl.modify?.some((user) => user.id === this.to.id)) return;
		await this.redash.post(['dashboards', id, 'acl'], { access_type: 'modify', user_id: this.to.id });
		this.did(dashboard, 'successor may edit');
	}

	/** A copy belongs to the key's user; one that is there from an earlier run is used again. */
	private async fork(dashboard: Owned): Promise<void> {
		const name = `Copy of (#${dashboard.id}) ${dashboard.name}`;
		const find = (copies: Copy[]) => copies.find((copy) => copy.name === name);
		this.copies ??= this.myDashboards();
		const known = find(await this.copies);
		const lookUp = async () => find(await this.myDashboards());
		const copy =
			known ??
			(await this.redash.post<Copy>(['dashboards', dashboard.id, 'fork'], {}, { effect: 'once', lookUp }));
		if (!known) this.did(dashboard, 'copied');
		await this.grant({ ...dashboard, name }, copy.id);
	}

	private async myDashboards(): Promise<Copy[]> {
		return await sweep({
			page: async (index) =>
				await this.redash.list<Copy>(['dashboards', 'my'], index, { order: 'created_at' }),
			idOf: ({ id }) => id,
		});
	}

	private async subscription(one: Owned): Promise<void> {
		if (!this.choice.unsubscribe) {
			this.remains(one, 'The person goes on receiving this alert, also when disabled');
			return;
		}
		// Gone after a lost answer is fine.
		await this.redash.delete(['alerts', one.alertId!, 'subscriptions', one.id], { effect: 'repeat', goneIsDone: true });
		this.did(one, 'unsubscribed');
	}

	private did(one: Owned, action: string): void {
		this.result.done.push({ ...refOf(one), action });
	}

	private remains(one: Owned, reason: string): void {
		this.result.remaining.push({ ...refOf(one), reason });
	}
}
