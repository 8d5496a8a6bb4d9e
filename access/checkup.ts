import type { Checkup, Directory } from './directory';
import { auditOf, type Audit } from './record';
import { troubleOf } from './trouble';

export interface CheckRow extends Audit {
	/** The credential's own account; null where it has none or could not be read. */
	email: string | null;
	/** `limited`: it works, but onboarding or offboarding lacks something that somebody can change. */
	status: 'ok' | 'limited' | 'failed';
	version: string | null;
	edition: string | null;
	works: string[];
	limits: string[];
	identityProvider: string[];
	/** What to do about a failure. */
	fix: string | null;
	/** What went wrong. */
	message: string | null;
}

const NOTHING: Checkup = { works: [], limits: [], limited: false, identityProvider: [] };

/** Looks at one tool as the credential sees it, and writes nothing; never throws. */
export async function check(directory: Directory, at: string): Promise<CheckRow> {
	let checkup = NOTHING;
	let trouble = null;
	try {
		checkup = await directory.checkup();
	} catch (thrown) {
		trouble = troubleOf(thrown);
	}
	const self = trouble ? undefined : await directory.self().catch(() => undefined);
	const { tool, server, by } = await auditOf(directory, at);
	return {
		tool,
		email: self?.email ?? null,
		status: trouble ? 'failed' : checkup.limited ? 'limited' : 'ok',
		message: trouble?.what ?? null,
		fix: trouble?.todo || null,
		limits: checkup.limits,
		identityProvider: checkup.identityProvider,
		works: checkup.works,
		version: checkup.version ?? null,
		edition: checkup.edition ?? null,
		server,
		at,
		by,
	};
}
