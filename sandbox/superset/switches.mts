import type { Switch } from '../frame/product.mts';
import { VERSIONS } from './versions.mts';
import type { Settings } from './world.mts';

const ON_OFF = ['on', 'off'];

/** The switches of contract section 14 and design section 7. */
export const SWITCHES: Readonly<Record<string, Switch>> = {
	version: { initial: '6.1', values: Object.keys(VERSIONS), help: 'which server; plain 4.1 has the password trap' },
	securityApi: { initial: 'on', values: ON_OFF, help: 'FAB_ADD_SECURITY_API' },
	init: { initial: 'on', values: ON_OFF, help: 'whether superset init has run since' },
	rateLimit: { initial: 'off', values: ON_OFF, help: '50 requests a second over the whole app' },
	apiKeys: { initial: 'off', values: ON_OFF, help: 'FAB_API_KEY_ENABLED; only 6.1 has keys' },
	pyjwt: { initial: 'old', values: ['old', 'new'], help: 'new: 4.1 refuses its own tokens' },
	db: { initial: 'sqlite', values: ['sqlite', 'postgres'], help: 'metadata database' },
	excludeUsers: { initial: '', help: 'comma-separated usernames hidden by EXCLUDE_USERS_FROM_LISTS; only 6.1' },
	roleSync: { initial: '', help: 'role that a sign-in at the identity provider leaves a person with' },
	prefix: {
		initial: '',
		help: 'path the app is mounted under, such as /bi',
		check: (value) => (/^(\/[\w.-]+)*$/.test(value) ? undefined : 'a path such as /bi, without a slash at the end'),
	},
	passwordPolicy: { initial: 'off', values: ON_OFF, help: 'FAB_PASSWORD_COMPLEXITY_ENABLED with its own rules' },
};

/** Settings from checked switch values. */
export function readSettings(switches: Readonly<Record<string, string>>): Settings {
	const behaviour = VERSIONS[switches.version];
	return {
		behaviour,
		securityApi: switches.securityApi === 'on',
		initialised: switches.init === 'on',
		rateLimit: switches.rateLimit === 'on',
		apiKeys: switches.apiKeys === 'on' && behaviour.apiKeys,
		strictSubject: switches.pyjwt === 'new',
		postgres: switches.db === 'postgres',
		excludedUsers: new Set(switches.excludeUsers.split(',').filter((name) => name !== '')),
		roleSync: switches.roleSync,
		prefix: switches.prefix,
		passwordPolicy: switches.passwordPolicy === 'on',
	};
}
