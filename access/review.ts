import type { Directory } from './directory';
import { auditOf, type Audit } from './record';
import { review, totalsOf, type Reviewed, type ReviewRow, type ReviewRules, type Totals } from './flags';
import { say, troubleOf } from './trouble';

/** One tool's accounts, judged; or why there are none. */
export interface ReviewedTool {
	audit: Audit;
	product: string;
	reviewed: Reviewed[];
	totals: Totals;
	/** Null if all went well. */
	message: string | null;
}

/** Reads and judges everybody of one tool; never throws. */
export async function reviewTool(directory: Directory, rules: ReviewRules, at: string): Promise<ReviewedTool> {
	let reviewed: Reviewed[] = [];
	let message: string | null = null;
	try {
		reviewed = review(await directory.accounts(), rules);
	} catch (thrown) {
		message = say(troubleOf(thrown));
	}
	return { audit: await auditOf(directory, at), product: directory.product, reviewed, totals: totalsOf(reviewed), message };
}

/** The rows of a table, the flat form that a spreadsheet takes. A tool that failed is one row. */
export function rowsOf({ audit, reviewed, message }: ReviewedTool, flaggedOnly: boolean): ReviewRow[] {
	const { tool, server, at, by } = audit;
	if (message !== null) {
		const nothing = { flags: '', name: null, username: null, state: null, admin: null, access: '', lastSeen: null, daysSince: null };
		return [{ tool, email: '', status: 'failed', message, ...nothing, server, at, by }];
	}
	return reviewed
		.filter(({ flags }) => !flaggedOnly || flags.length > 0)
		.map(({ account, daysSince, flags }) => ({
			tool,
			email: account.email,
			status: flags.length > 0 ? 'flagged' : 'clear',
			message: null,
			flags: flags.join('; '),
			name: account.name,
			username: account.username,
			state: account.state,
			admin: account.admin,
			access: account.access.map(({ kind, name }) => `${kind}: ${name}`).join('; '),
			lastSeen: account.lastSeen ?? null,
			daysSince,
			server,
			at,
			by,
		}));
}
