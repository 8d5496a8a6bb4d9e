/** What the story's people made before it, in their personal collections. */
import type { MetabaseApi } from './metabase-api.mts';
import type { Content } from './types.mts';

interface Made {
	name: string;
	path: string;
	/** How it is put away: content goes to the trash, an alert is no longer sent. */
	away: object;
}

interface Alert {
	id: number;
	creator_id: number;
	[other: string]: unknown;
}

export class StoryContent {
	private readonly made: Made[] = [];

	private constructor(
		private readonly api: MetabaseApi,
		private readonly database: number,
		/** Alerts are notifications from 0.54 on (contract 7). */
		private readonly alerts: 'notification' | 'alert',
	) {}

	/** @throws if the server has no database for the story's question */
	static async on(api: MetabaseApi): Promise<StoryContent> {
		const { groups } = await api.get<{ groups: Record<string, Record<string, unknown>> }>('permissions/graph');
		const databases = Object.values(groups).flatMap((group) => Object.keys(group).map(Number));
		if (databases.length === 0) throw new Error('This Metabase has no database: the story needs one for its question.');
		const isOld = (await api.ask('GET', 'notification')).status === 404;
		return new StoryContent(api, Math.min(...databases), isOld ? 'alert' : 'notification');
	}

	/** Made by the owner's own session: the creator is whoever asks (contract 7). An alert is on the question before it. */
	async make(wanted: Content[], owner: MetabaseApi): Promise<void> {
		const { id: user, personal_collection_id: place } = await owner.get<{ id: number; personal_collection_id: number }>(
			'user/current',
		);
		let question = 0;
		for (const { kind, name } of wanted) {
			if (kind === 'question') {
				const body = { name, collection_id: place, ...questionOn(this.database) };
				question = await this.post(owner, 'card', name, body);
			} else if (kind === 'dashboard') await this.post(owner, 'dashboard', name, { name, collection_id: place });
			else await this.post(owner, this.alerts, name, (this.alerts === 'alert' ? oldAlertOn : alertOn)(question, user));
		}
	}

	/** @returns the ID */
	private async post(owner: MetabaseApi, path: string, name: string, body: object): Promise<number> {
		const { id } = await owner.write<{ id: number }>('POST', path, body);
		const away = path === 'notification' ? { active: false } : { archived: true };
		this.made.push({ name, path: `${path}/${id}`, away });
		return id;
	}

	/** Whose it is now: ID of a user → names. */
	async owners(): Promise<Map<number, string[]>> {
		const owners = new Map<number, string[]>();
		for (const { path, name } of this.made) {
			const { creator_id: id } = await this.api.get<Alert>(path);
			owners.set(id, [...(owners.get(id) ?? []), name].sort());
		}
		return owners;
	}

	/** Metabase takes a notification as a whole (contract 7). */
	async putAway(): Promise<void> {
		for (const { path, away } of this.made.splice(0).reverse()) {
			const whole = path.startsWith('notification/') ? await this.api.get<Alert>(path) : {};
			await this.api.write('PUT', path, { ...whole, ...away });
		}
	}
}

const questionOn = (database: number) => ({
	display: 'table',
	visualization_settings: {},
	dataset_query: { type: 'native', database, native: { query: 'select 1' } },
});

const alertOn = (card: number, user: number) => ({
	payload_type: 'notification/card',
	payload: { card_id: card, send_condition: 'has_result', send_once: false },
	subscriptions: [{ type: 'notification-subscription/cron', cron_schedule: '0 0 8 * * ? *' }],
	handlers: [
		{ channel_type: 'channel/email', recipients: [{ type: 'notification-recipient/user', user_id: user }] },
	],
});

const oldAlertOn = (card: number, user: number) => ({
	card: { id: card, include_csv: false, include_xls: false },
	alert_condition: 'rows',
	alert_first_only: false,
	channels: [
		{ channel_type: 'email', enabled: true, schedule_type: 'daily', schedule_hour: 8, recipients: [{ id: user }] },
	],
});
