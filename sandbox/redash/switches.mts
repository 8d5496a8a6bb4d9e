import type { Switch } from '../frame/product.mts';
import { VERSIONS } from './versions.mts';
import type { Settings } from './world.mts';

const ON_OFF = ['on', 'off'];

/** The switches of contract section 16. */
export const SWITCHES: Readonly<Record<string, Switch>> = {
	version: { initial: '25.8', values: Object.keys(VERSIONS), help: 'which server' },
	multiOrg: { initial: 'off', values: ON_OFF, help: 'REDASH_MULTI_ORG: the slug in every path, and a second org' },
	mail: { initial: 'off', values: ON_OFF, help: 'whether mail is configured' },
	csrf: { initial: 'off', values: ON_OFF, help: 'REDASH_ENFORCE_CSRF' },
	rateLimit: { initial: 'on', values: ON_OFF, help: 'REDASH_RATELIMIT_ENABLED' },
	worker: { initial: 'off', values: ON_OFF, help: 'whether a worker stores events' },
	scheduler: { initial: 'off', values: ON_OFF, help: 'whether a scheduler writes active_at' },
	saml: { initial: 'off', values: ON_OFF, help: 'whether sign-in by SAML is on: then a sign-in may set groups anew' },
	host: {
		initial: '',
		help: 'REDASH_HOST, what links begin with; empty: links are relative',
		check: (value) =>
			/^(https?:\/\/[^/\s]+)?$/.test(value) ? undefined : 'scheme and host such as https://bi.example.com',
	},
	blockedDomains: { initial: 'qq.com', help: 'REDASH_BLOCKED_DOMAINS, separated by commas' },
};

/** Settings from checked switch values. */
export function readSettings(switches: Readonly<Record<string, string>>): Settings {
	const behaviour = VERSIONS[switches.version];
	const domains = switches.blockedDomains.split(',').map((domain) => domain.trim().toLowerCase());
	return {
		behaviour,
		multiOrg: switches.multiOrg === 'on',
		mail: switches.mail === 'on',
		csrf: switches.csrf === 'on',
		rateLimit: switches.rateLimit === 'on' && behaviour.limits,
		worker: switches.worker === 'on',
		scheduler: switches.scheduler === 'on',
		saml: switches.saml === 'on',
		host: switches.host,
		blockedDomains: new Set(domains.filter((domain) => domain !== '')),
	};
}
