/** The real server that scripts/test-superset.mts started for the tests in this folder. */
import { copyFileSync } from 'node:fs';

import type { SupersetVersion } from '../../scripts/superset/versions.mts';
import { VERSIONS, type Behaviour } from '../../sandbox/superset/versions.mts';

export interface RealSuperset {
	version: SupersetVersion;
	url: string;
	username: string;
	password: string;
	/** Signs the server's tokens. */
	secretKey: string;
	/** The Python it runs on. */
	python: string;
	database: {
		file: string;
		/** With the admin as the only account. */
		clean: string;
		/** With the sandbox's company in it. */
		company: string;
	};
}

/** @throws when the tests were not started through `npm run test:superset` */
export function realSuperset(): RealSuperset {
	const { REAL_SUPERSET } = process.env;
	if (!REAL_SUPERSET) throw new Error('Run these tests with "npm run test:superset"');
	return JSON.parse(REAL_SUPERSET) as RealSuperset;
}

/** Back to the state in which the admin is the only account. */
export function resetSuperset(): void {
	const { file, clean } = realSuperset().database;
	copyFileSync(clean, file);
}

/** What the sandbox calls the server that behaves like it. */
export const inSandbox: Record<SupersetVersion, string> = {
	'6.1.0': '6.1',
	'6.0.0': '6.0',
	'5.0.0': '5.0',
	'4.1.4': '4.1-fab4.8',
	'4.1.4-fab4.5.3': '4.1',
};

/** In what a server differs from the others, as the sandbox has it. */
export const behaviourOf = (version: SupersetVersion): Behaviour => VERSIONS[inSandbox[version]];
