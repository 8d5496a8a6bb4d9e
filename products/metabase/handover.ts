import type { IDataObject } from 'n8n-workflow';

import { Handover } from '../../kit/handover';
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

/** No release before this one takes a new creator of an alert; which is the first is not known exactly (contract 7). */
const NEW_CREATOR = 59;

const isMade = ({ role }: Owned) => role === 'creator';

/** Hands over what can be; what fails stops nothing else. Nothing a person made is ever deleted. */
export async function handOver(metabase: Metabase, owned: Owned[], to: User, choice: Choice): Promise<Handover> {
	const result = new Handover();
	const work = new Worker(metabase, to, choice, result);
	const alerts = owned.filter((one) => one.type === 'alert' && isMade(one));
	await work.alerts(alerts);
	for (const one of owned.filter((other) => !alerts.includes(other))) await work.on(one);
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
		for (const alert of alerts) await this.result.attempt(alert, async () => await this.alert(alert));
	}

	/** All at once, where the server has that: not in the open-source build (contract 7). False: not done, try one by one. */
	private async moveAll(alerts: Owned[]): Promise<boolean> {
		const body = { notification_ids: alerts.map(({ id }) => id), action: 'change-creator', creator_id: this.to.id };
		try {
			await this.metabase.post(['ee', 'notifications', 'bulk'], body);
		} catch {
			return false;
		}
		for (const alert of alerts) {
			await this.result.attempt(alert, async () => {
				if (await this.belongsToSuccessor(alert)) this.result.move(alert);
				else this.result.remains(alert, 'Metabase accepted the new creator but did not apply it');
			});
		}
		return true;
	}

	private async alert(alert: Owned): Promise<void> {
		if (this.choice.alerts === 'transfer' && alert.raw && this.canMove) {
			await this.metabase.put(['notification', alert.id], { ...alert.raw, creator_id: this.to.id });
			if (await this.belongsToSuccessor(alert)) {
				this.result.move(alert);
				return;
			}
			this.canMove = false;
		}
		if (this.choice.alerts === 'stop' && !alert.archived) {
			await this.stop(alert);
			this.result.did(alert, 'stopped');
			return;
		}
		const why = this.choice.alerts === 'transfer' ? "This Metabase can't change the creator of an alert" : 'Left as it is';
		this.result.remains(alert, alert.archived ? `${why}; it is not sent` : `${why}; it goes on being sent`);
	}

	private async belongsToSuccessor({ id }: Owned): Promise<boolean> {
		return (await this.metabase.get<IDataObject>(['notification', id])).creator_id === this.to.id;
	}

	private async stop(alert: Owned): Promise<void> {
		if (alert.raw) await this.metabase.put(['notification', alert.id], { ...alert.raw, active: false });
		else await this.metabase.put(['alert', alert.id], { archived: true });
	}

	/** Anything but an alert that the person made. */
	async on(one: Owned): Promise<void> {
		await this.result.attempt(one, async () => await this.other(one));
	}

	private async other(one: Owned): Promise<void> {
		if (one.role === 'recipient') {
			return this.result.remains(
				one,
				one.type === 'alert'
					? 'The person receives it; it does not go to somebody deactivated'
					: 'The person receives it; deactivation takes a subscription away for good',
			);
		}
		switch (one.type) {
			case 'subscription':
				return await this.subscription(one);
			case 'apiKey':
				return this.result.remains(one, 'The key goes on working: regenerate or delete it if the person knew it');
			case 'collection':
				return this.result.remains(one, 'A personal collection stays with its owner; admins can see what is in it');
			default:
				return await this.item(one);
		}
	}

	private async subscription(one: Owned): Promise<void> {
		if (this.choice.subscriptions === 'stop' && !one.archived) {
			await this.metabase.put(['pulse', one.id], { archived: true });
			return this.result.did(one, 'stopped');
		}
		this.result.remains(one, `Metabase can't change the creator of a subscription${one.archived ? '' : '; it goes on being sent'}`);
	}

	/** The creator is fixed; only the place can change (contract 7). */
	private async item(one: Owned): Promise<void> {
		const route = { dashboard: 'dashboard', question: 'card', model: 'card', metric: 'card' }[one.type];
		const { collectionId } = this.choice;
		if (route && collectionId !== undefined && one.inPersonal && !one.archived) {
			await this.metabase.put([route, one.id], { collection_id: collectionId });
			this.result.did(one, `moved to collection ${collectionId}`);
			if (!isMade(one)) return;
		}
		this.result.remains(
			one,
			isMade(one)
				? `Metabase can't change the creator of a ${one.type}`
				: 'Made by somebody else, in the personal collection',
		);
	}
}
