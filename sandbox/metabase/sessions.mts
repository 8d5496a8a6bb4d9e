import { randomUUID } from 'node:crypto';
import type { Clock } from '../frame/clock.mts';

const DAY = 86_400_000;
/** MAX_SESSION_AGE: from creation, however much it is used. */
export const SESSION_LIFE = 14 * DAY;

export class Sessions {
	private readonly rows = new Map<string, { readonly user: number; readonly at: number }>();

	constructor(private readonly clock: Clock) {}

	open(user: number): string {
		const id = randomUUID();
		this.rows.set(id, { user, at: this.clock.now() });
		return id;
	}

	/** Whose it is; nobody's where it is not known or has run out. */
	owner(id: string): number | undefined {
		const row = this.rows.get(id);
		return row !== undefined && this.clock.now() - row.at < SESSION_LIFE ? row.user : undefined;
	}

	/** False where it is not there. */
	close(id: string): boolean {
		return this.rows.delete(id);
	}

	/** Ends all sessions of somebody. */
	closeAll(user: number): void {
		for (const [id, row] of this.rows) if (row.user === user) this.rows.delete(id);
	}

	/** Times of the sessions of somebody, for the login history. */
	startsOf(user: number): number[] {
		return [...this.rows.values()].filter((row) => row.user === user).map((row) => row.at);
	}
}
