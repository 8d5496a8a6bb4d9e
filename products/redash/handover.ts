import { sweep } from '../../kit/lookup';
import { Handover } from '../../kit/handover';
import { Problem } from '../../kit/problem';
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

interface Copy {
	id: number;
	name: string;
}

interface Acl {
	modify?: Array<{ id: number }>;
}

/** Of one dashboard; more than these is a server that revokes none. */
const MOST_LINKS = 20;

/** Hands over what can be, one thing after another; what fails stops nothing else. Nothing is ever archived: that would destroy alerts and widgets. */
export async function handOver(redash: Redash, owned: Owned[], to: User, choice: Choice): Promise<Handover> {
	const result = new Handover();
	const work = new Worker(redash, to, choice, result);
	for (const one of owned) await result.attempt(one, async () => await work.on(one));
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
		this.result.remains(one, `Redash can't change the owner of ${one.type === 'alert' ? 'an alert' : 'a snippet'}`);
	}

	private async query(query: Owned): Promise<void> {
		const { schedules, renewQueryKeys } = this.choice;
		if (await this.hand(query)) this.result.move(query);
		if (query.scheduled && schedules === 'pause') {
			await this.redash.post(['queries', query.id], { schedule: null });
			this.result.did(query, 'schedule removed');
		}
		if (renewQueryKeys) {
			await this.redash.post(['queries', query.id, 'regenerate_api_key']);
			this.result.did(query, 'query key renewed');
		}
	}

	/** The server checks nothing about the new owner, who would be locked out without the data source (contract 8). */
	private async hand(query: Owned): Promise<boolean> {
		const source = (await this.redash.dataSources.all()).find(({ id }) => id === query.dataSourceId);
		const groups = source ? (await this.redash.dataSources.accessSeen(source)).groups : {};
		if (!source || !this.to.groups.some(({ id }) => String(id) in groups)) {
			const which = source ? `the data source "${source.name}"` : 'its data source';
			this.result.remains(query, `${nameOf(this.to)} is in no group that has ${which}`);
			return false;
		}
		await this.redash.post(['queries', query.id], { user_id: this.to.id });
		const { user } = await this.redash.get<{ user: { id: number } }>(['queries', query.id]);
		if (user.id === this.to.id) {
			await this.redash.content.moved(query.id, this.to);
			return true;
		}
		this.result.remains(query, 'Redash accepted the new owner but did not apply it');
		return false;
	}

	private async dashboard(dashboard: Owned): Promise<void> {
		const { dashboards, revokeLinks } = this.choice;
		if (dashboard.shared && revokeLinks) {
			await this.revoke(dashboard);
			this.result.did(dashboard, 'public link revoked');
		}
		if (dashboard.archived) return;
		if (dashboards === 'grant') await this.grant(dashboard, dashboard.id);
		if (dashboards === 'fork') await this.fork(dashboard);
		const open = dashboard.shared && !revokeLinks ? '; its public link still works' : '';
		this.result.remains(dashboard, `Redash can't change the owner of a dashboard${open}`);
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
		this.result.did(dashboard, 'successor may edit');
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
		if (!known) this.result.did(dashboard, 'copied');
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
			this.result.remains(one, 'The person goes on receiving this alert, also when disabled');
			return;
		}
		// Gone after a lost answer is fine.
		await this.redash.delete(['alerts', one.alertId!, 'subscriptions', one.id], { effect: 'repeat', goneIsDone: true });
		this.result.did(one, 'unsubscribed');
	}
}
