import type { Clock } from '../frame/clock.mts';

/** What a handler tells: `call.note({ action: 'create', type: 'user', id: 7 })`. */
export interface Noted {
	readonly action: string;
	readonly type: string;
	/** Null for a list. */
	readonly id: number | null;
	/** More keys for `details`. */
	readonly details?: Readonly<Record<string, unknown>>;
}

export interface EventRow {
	readonly id: number;
	readonly org: number;
	readonly user: number;
	readonly userName: string;
	readonly action: string;
	readonly type: string;
	readonly objectId: string | null;
	/** Milliseconds; shown in whole seconds. */
	readonly at: number;
	readonly details: Readonly<Record<string, unknown>>;
}

/** How long the worker takes. Tests move the clock by more, or wait. */
export const WORKER_DELAY = 500;

/** Events as a worker stores them: a moment late, and never where none runs (contract 11). */
export class EventLog {
	private readonly rows: EventRow[] = [];

	constructor(
		private readonly clock: Clock,
		private readonly worker: boolean,
	) {}

	note(org: number, user: number, userName: string, { action, type, id, details }: Noted): void {
		if (!this.worker) return;
		this.rows.push({
			id: this.rows.length + 1,
			org,
			user,
			userName,
			action,
			type,
			objectId: id === null ? null : String(id),
			at: this.clock.now(),
			details: { object_id: id === null ? null : String(id), object_type: type, ...details },
		});
	}

	/** Stored by now, in the order they came. */
	stored(org: number): EventRow[] {
		const until = this.clock.now() - WORKER_DELAY;
		return this.rows.filter((row) => row.org === org && row.at <= until);
	}
}
