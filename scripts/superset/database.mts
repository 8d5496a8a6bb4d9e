/** A Superset's settings, and the databases a server can start from: made once per version and kind, then copied. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runLogged } from '../lib/children.mts';
import type { Progress } from '../lib/progress.mts';
import { folderOf, pythonOf } from './install.mts';
import type { SupersetVersion } from './versions.mts';

/** The account every database starts with: user 1, role Admin. */
export const admin = {
	username: 'admin',
	password: 'admin',
	email: 'admin@example.com',
	firstName: 'Ada',
	lastName: 'Admin',
};

/** Signs the tokens; fixed, so that tests can make expired and foreign ones. */
export const secretKey = 'a-long-random-key-for-the-lab-only-0123456789';

/** Ways an operator may have set up the server (docs/contracts/superset.md section 13). */
export interface Variant {
	/** `FAB_ADD_SECURITY_API`; on by default here, although 4.1 and 5.0 ship with it off. */
	securityApi?: boolean;
	/** `FAB_API_KEY_ENABLED`, 6.1.0 only. */
	apiKeys?: boolean;
	/** 50 requests per second and address, as in production. Off by default. */
	rateLimit?: boolean;
	/** Believes `x-forwarded-proto`, so that the rules for https apply. */
	behindProxy?: boolean;
	/**
	 * Whether `superset init` ran: `never`; `withoutSecurityApi`, before the security API was switched on; or as the
	 * server is now (default).
	 */
	init?: 'now' | 'withoutSecurityApi' | 'never';
	/** More lines for superset_config.py. */
	config?: string;
}

const python = (value: boolean | undefined) => (value ? 'True' : 'False');

const configText = ({ securityApi = true, apiKeys, behindProxy, config = '' }: Variant) => `import os
SECRET_KEY = "${secretKey}"
SQLALCHEMY_DATABASE_URI = "sqlite:///" + os.path.join(os.environ["SUPERSET_HOME"], "superset.db")
TALISMAN_ENABLED = False
PREVENT_UNSAFE_DB_CONNECTIONS = False  # SQLite as a data source, for content
FEATURE_FLAGS = {"ALERT_REPORTS": True}
FAB_ADD_SECURITY_API = ${python(securityApi)}
FAB_API_KEY_ENABLED = ${python(apiKeys)}
ENABLE_PROXY_FIX = ${python(behindProxy)}
${config}
`;

/** Writes the configuration into a folder and returns what a \`superset\` command needs in its environment. */
export function configure(home: string, variant: Variant): NodeJS.ProcessEnv {
	mkdirSync(home, { recursive: true });
	const config = path.join(home, 'superset_config.py');
	writeFileSync(config, configText(variant));
	return {
		...process.env,
		SUPERSET_HOME: home,
		SUPERSET_CONFIG_PATH: config,
		FLASK_APP: 'superset.app:create_app()',
		// 6.1 reports the git branch it finds around it as its own.
		GIT_CEILING_DIRECTORIES: path.dirname(home),
		SUPERSET_ENV: variant.rateLimit ? 'production' : '',
	};
}

/** Arguments for Python: not the script's own first line, which breaks in long folder names. */
export const superset = (version: SupersetVersion, ...args: string[]): string[] => [
	path.join(path.dirname(pythonOf(version)), 'superset'),
	...args,
];

/**
 * The clean database for a variant, made if it is missing. Each is built in a scratch folder and renamed at the end,
 * so an interrupted run leaves nothing half-made.
 * @returns its path
 */
export async function cleanDatabase(version: SupersetVersion, variant: Variant, onProgress: Progress): Promise<string> {
	const { init = 'now' } = variant;
	const atInit: Variant = {
		...variant,
		config: variant.config,
		securityApi: init === 'withoutSecurityApi' ? false : variant.securityApi,
	};
	const steps: Array<[title: string, args: string[]]> = [
		['Creating the database', ['db', 'upgrade']],
		[
			'Creating the admin account',
			[
				'fab',
				'create-admin',
				'--username',
				admin.username,
				'--firstname',
				admin.firstName,
				'--lastname',
				admin.lastName,
				'--email',
				admin.email,
				'--password',
				admin.password,
			],
		],
	];
	const base = await build(version, 'admin.db', undefined, steps, {}, onProgress);
	if (init === 'never') return base;
	const kind = [atInit.securityApi === false && 'no-security-api', atInit.apiKeys && 'api-keys'].filter(Boolean);
	return await build(
		version,
		['clean', ...kind].join('-') + '.db',
		base,
		[['Creating roles and permissions', ['init']]],
		atInit,
		onProgress,
	);
}

async function build(
	version: SupersetVersion,
	name: string,
	from: string | undefined,
	steps: Array<[title: string, args: string[]]>,
	variant: Variant,
	onProgress: Progress,
): Promise<string> {
	const result = path.join(folderOf(version), name);
	if (existsSync(result)) return result;
	const scratch = path.join(folderOf(version), `prepare-${process.pid}`);
	rmSync(scratch, { recursive: true, force: true });
	const env = configure(scratch, variant);
	const database = path.join(scratch, 'superset.db');
	if (from) copyFileSync(from, database);
	for (const [title, args] of steps) {
		const log = path.join(folderOf(version), `${name}.log`);
		await onProgress(
			`${title} of Superset ${version}`,
			async () => await runLogged(pythonOf(version), superset(version, ...args), log, { env, cwd: scratch }),
		);
	}
	renameSync(database, result);
	rmSync(scratch, { recursive: true, force: true });
	return result;
}
