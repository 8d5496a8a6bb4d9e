import type { IDataObject } from 'n8n-workflow';

import { asProblem, unless, type Problem } from '../../kit/problem';
import type { Metabase } from './client';
import type { Owned } from './content';
import type { User } from './person';

/** What to do beside handing alerts over, the only thing whose creator can change (contract 7). */
export interface Choice {
	alerts: 'transfer' | 'stop' | 'leave';
	subscriptions: 'leave' | 'stop';
	/** Where to put what is in the personal collection; undefined: leave it there. */
	collectionId?: number;
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

/** No release before this one takes a new creator of an alert; which is the first is not known exactly (contract 7). */
const NEW_CREATOR = 59;

const refOf = ({ type, id, name }: Owned): Ref => ({ type, id, name });

const isMade = ({ role }: Owned) => role === 'creator';

/** Hands over what can be; what fails stops nothing else. Nothing a person made is ever deleted. */
export async function handOver(metabase: Metabase, owned: Owned[], to: User, choice: Choice): Promise<Handover> {
	const result: Handover = { moved: [], done: [], remaining: [], failed: [] };
	const work = new Worker(metabase, to, choice, result);
	const alerts = owned.filter((one) => one.type === 'alert' && isMade(one));
	await work.alerts(alerts);
	for (const one of owned.filter((other) => !alerts.includes(other))) {
		try {
			await work.on(one);
		} catch (thrown) {
			result.failed.push({ what: refOf(one), problem: asProblem(thrown) });
		}
	}
	return result;
}

class Worker {
	/** Whether the server takes a new creator; known for sure after the first. */
	private canMove = true;

	constructor(
		private readonly metabase: Metabase,
		private readonly to: User,
		private readonly choice: Choice,
		private readonly result: Handover,
	) {}

	async alerts(alerts: Owned[]): Promise<void> {
		if (alerts.length === 0) return;
		const { release = NEW_CREATOR } = await this.metabase.server();
		this.canMove = release >= NEW_CREATOR;
		if (this.canMove && this.choice.alerts === 'transfer' && (await this.moveAll(alerts))) return;
		for (const alert of alerts) {
			try {
				await this.alert(alert);
			} catch (thrown) {
				this.result.failed.push({ what: refOf(alert), problem: asProblem(thrown) });
			}
		}
	}

	/** All at once, where the server has that: not in the open-source build (contract 7). */
	private async moveAll(alerts: Owned[]): Promise<boolean> {
		const body = { notification_ids: alerts.map(({ id }) => id), action: 'change-creator', creator_id: this.to.id };
		const made = this.metabase.post<{ updated: number }>(['ee', 'notifications', 'bulk'], body);
		if (!(await unless('notOffered', made))) return false;
		for (const alert of alerts) {
			if (await this.belongsToSuccessor(alert)) this.result.moved.push(refOf(alert));
			else this.remains(alert, 'Metabase accepted the new creator but did not apply it');
		}
		return true;
	}

	private async alert(alert: Owned): Promise<void> {
		if (this.choice.alerts === 'transfer' && alert.raw && this.canMove) {
			await this.metabase.put(['notification', alert.id], { ...alert.raw, creator_id: this.to.id });
			if (await this.belongsToSuccessor(alert)) {
				this.result.moved.push(refOf(alert));
				return;
			}
			this.canMove = false;
		}
		if (this.choice.alerts === 'stop' && !alert.archived) {
			await this.stop(alert);
			this.did(alert, 'stopped');
			return;
		}
		const why = this.choice.alerts === 'transfer' ? "This Metabase can't change the creator of an alert" : 'Left as it is';
		this.remains(alert, alert.archived ? `${why}; it is not sent` : `${why}; it goes on being sent`);
	}

	private async belongsToSuccessor({ id }: Owned): Promise<boolean> {
		return (await this.metabase.get<IDataObject>(['notification', id])).creator_id === this.to.id;
	}

	private async stop(alert: Owned): Promise<void> {
		if (alert.raw) await this.metabase.put(['notification', alert.id], { ...alert.raw, active: false });
		else await this.metabase.put(['alert', alert.id], { archived: true });
	}

	async on(one: Owned): Promise<void> {
		if (one.role === 'recipient') {
			const isAlert = one.type === 'alert';
			return this.remains(
				one,
				isAlert
					? 'The person receives it as long as the account is active'
					: 'The person receives it; deactivation takes a subscription away for good',
			);
		}
		switch (one.type) {
			case 'subscription':
				return await this.subscription(one);
			case 'apiKey':
				return this.remains(one, 'The key goes on working: regenerate or delete it if the person knew it');
			case 'collection':
				return this.remains(one, "A personal collection stays with its owner; admins can see what is in it");
			default:
				return await this.item(one);
		}
	}

	private async subscription(one: Owned): Promise<void> {
		if (this.choice.subscriptions === 'stop' && !one.archived) {
			await this.metabase.put(['pulse', one.id], { archived: true });
			return this.did(one, 'stopped');
		}
		this.remains(one, `Metabase can't change the creator of a subscription${one.archived ? '' : '; it goes on being sent'}`);
	}

	/** The creator is fixed; only the place can change (contract 7). */
	private async item(one: Owned): Promise<void> {
		const route = { dashboard: 'dashboard', question: 'card', model: 'card', metric: 'card' }[one.type];
		const { collectionId } = this.choice;
		if (route && collectionId !== undefined && one.inPersonal && !one.archived) {
			await this.metabase.put([route, one.id], { collection_id: collectionId });
			this.did(one, `moved to collection ${collectionId}`);
			if (!isMade(one)) return;
		}
		this.remains(
			one,
			isMade(one)
				? `Metabase can't change the creator of a ${one.type}`
				: 'Made by somebody else, in the personal collection',
		);
	}

	private did(one: Owned, action: string): void {
		this.result.done.push({ ...refOf(one), action });
	}

	private remains(one: Owned, reason: string): void {
		this.result.remaining.push({ ...refOf(one), reason });
	}
}
