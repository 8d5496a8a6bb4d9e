import type { IDataObject } from 'n8n-workflow';

import { Problem } from '../../kit/problem';
import { tooOld } from './errors';

/** What this server is and has: `GET /session/properties` (contract 1). Which keys there are depends on the reader. */
export class Server {
	/** `v0.58.3` of an open-source build, `v1.58.3` of a paid one; undefined where the server does not tell. */
	readonly tag?: string;

	/** 58 of `v0.58.3`. */
	readonly release?: number;

	/** Undefined: the server does not tell. */
	readonly mail?: boolean;

	/** @throws Problem for a server before 0.49 */
	constructor(private readonly properties: IDataObject) {
		const tag = (properties.version as IDataObject | undefined)?.tag;
		if (typeof tag === 'string') this.tag = tag;
		const [, release] = /^v\d+\.(\d+)/.exec(this.tag ?? '') ?? [];
		if (release !== undefined) this.release = Number(release);
		if (this.release !== undefined && this.release < 49) throw tooOld(this.tag);
		const mail = properties['email-configured?'];
		if (typeof mail === 'boolean') this.mail = mail;
	}

	/** Licensed features. Names mix `_` and `-` from release to release. */
	has(feature: string): boolean {
		const features = (this.properties['token-features'] ?? {}) as IDataObject;
		return features[feature] === true || features[feature.replace(/_/g, '-')] === true;
	}

	get tenants(): boolean {
		return this.properties['use-tenants'] === true;
	}

	/** Minimum counts that a password must have; those of `normal` where the server does not tell. */
	get complexity(): Complexity {
		const told = this.properties['password-complexity'] as Complexity | undefined;
		return told ?? { total: 6, digit: 1 };
	}
}

export interface Complexity {
	total: number;
	digit?: number;
	lower?: number;
	upper?: number;
	special?: number;
}

/** `at least 8 characters, 2 upper case, 1 digit` */
export const complexityWords = ({ total, ...kinds }: Complexity) =>
	[`at least ${total} characters`, ...Object.entries(kinds).map(([kind, count]) => `${count} ${KIND_WORDS[kind] ?? kind}`)].join(', ');

const KIND_WORDS: Record<string, string> = {
	digit: 'digit(s)',
	lower: 'in lower case',
	upper: 'in upper case',
	special: 'special character(s)',
};

/** For what only the paid edition has; better said before anything is written. */
export const needsFeature = (feature: string, what: string) =>
	new Problem(
		`This Metabase has no ${what}: the feature "${feature}" belongs to a paid edition.`,
		'Leave it out, or have the licence changed.',
		{ kind: 'notOffered' },
	);
