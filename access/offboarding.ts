import { byPerson, grouped, keyOfPerson } from './account';
import { Departure, type Leaving } from './departure';
import type { Directory, Thing } from './directory';
import { auditOf, type Audit, type told } from './record';

export type OffboardStatus = 'done' | 'already' | 'lockedOut' | 'partial' | 'notFound' | 'refused' | 'failed';

/** The account read again after the fact. */
export interface Proof extends Pick<ReturnType<typeof told>, 'admin' | 'access'> {
	state: 'active' | 'inactive' | 'pending' | 'deleted';
	/** Only where it can be seen. */
	keyRefused?: boolean;
}

export interface OffboardRow extends Audit {
	email: string;
	/** `failed`: the account is still open; `partial`: it is closed, but a step failed. */
	status: OffboardStatus;
	changed: boolean;
	id: string | null;
	name: string | null;
	/** Null where nothing was done, or the account could not be read again. */
	proof: Proof | null;
	/** What was done, or would be, as short sentences. */
	did: string[];
	owned: Thing[];
	moved: Thing[];
	remaining: Array<Thing & { reason: string }>;
	blindSpots: string[];
	warnings: string[];
	dryRun: boolean;
	/** The first step that failed or refused: `find`, `guard`, `stock`, a step of the product's order, `delete` or `proof`. */
	step: string | null;
	message: string | null;
}

/** Works on all of a list, some at a time. */
export type Pool = <T>(all: T[], work: (one: T) => Promise<void>) => Promise<void>;

/**
 * Takes people out of one tool, each in the order of the product's contract. What fails is told and keeps nothing else
 * from being done: only a refusal leaves an account open. One row for each, in order; never throws. The same person
 * twice: the second time finds what the first one left.
 */
export async function offboard(directory: Directory, leavings: Leaving[], at: string, pool: Pool): Promise<OffboardRow[]> {
	const leavers = new Set(leavings.map(({ email }) => keyOfPerson(email)));
	const departures = leavings.map((leaving) => new Departure(directory, leaving, leavers));
	const emails = leavings.flatMap(({ email, successor }) => [email, ...(successor === undefined ? [] : [successor])]);
	try {
		const people = byPerson(await directory.find([...new Set(emails.map(keyOfPerson))]));
		await pool([...grouped(departures, ({ person }) => person).values()], async (lane) => {
			for (const departure of lane) await departure.run(people).catch((thrown: unknown) => departure.interrupt(thrown));
		});
	} catch (thrown) {
		for (const departure of departures) departure.fail('find', thrown);
	}
	const audit = await auditOf(directory, at);
	return departures.map((departure) => departure.row(audit));
}
