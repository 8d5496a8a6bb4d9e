import { randomUUID } from 'node:crypto';

interface Session {
	readonly user: string;
	/** What a request that changes something must repeat in a header. */
	readonly xsrf: string;
	readonly device?: string;
}

/** Signed-in browsers: the cookies of a login. */
export class Sessions {
	private readonly rows = new Map<string, Session>();

	open(user: string, device?: string): { id: string; xsrf: string } {
		const id = randomUUID();
		const xsrf = randomUUID();
		this.rows.set(id, { user, xsrf, device });
		return { id, xsrf };
	}

	get(id: string): Session | undefined {
		return this.rows.get(id);
	}

	close(id: string): void {
		this.rows.delete(id);
	}

	/** Ends all sessions of somebody, or those of one device. */
	closeAll(user: string, device?: string): void {
		for (const [id, row] of this.rows)
			if (row.user === user && (device === undefined || row.device === device)) this.rows.delete(id);
	}
}
