import type { Switch } from '../frame/product.mts';
import { VERSIONS, type Behaviour } from './versions.mts';

/** Settings of one server, read from its switches. */
export interface Settings {
	readonly behaviour: Behaviour;
	/** The build has the paid code. */
	readonly eeBuild: boolean;
	/** … and the licence for all of it. */
	readonly ee: boolean;
	/** Tenants exist: the release and the edition have them and they are switched on. */
	readonly tenants: boolean;
	readonly mail: boolean;
	readonly throttle: boolean;
	readonly jwt: boolean;
	readonly usersOutsideAllUsers: boolean;
	readonly userVisibility: string;
	readonly complexity: Complexity;
	readonly hideStacktraces: boolean;
	/** Nobody has set the server up yet. */
	readonly bare: boolean;
}

/** Least counts, as `password-complexity` tells them. */
export type Complexity = Readonly<Record<string, number>>;

const COMPLEXITY: Readonly<Record<string, Complexity>> = {
	weak: { total: 6 },
	normal: { total: 6, digit: 1 },
	strong: { total: 8, lower: 2, upper: 2, digit: 1, special: 1 },
};

const ON_OFF = ['on', 'off'];

/** The switches of contract section 14, and what else changes answers of sections 1 to 3. */
export const SWITCHES: Readonly<Record<string, Switch>> = {
	version: { initial: 'v60', values: Object.keys(VERSIONS), help: 'which generation, or a release of it' },
	edition: {
		initial: 'oss',
		values: ['oss', 'ee', 'unlicensed'],
		help: 'open source build; paid build with every feature; paid build without licence',
	},
	tenants: { initial: 'off', values: ON_OFF, help: 'use-tenants; counts only with ee and from v57' },
	mail: { initial: 'off', values: ON_OFF, help: 'whether mail is configured' },
	throttle: { initial: 'on', values: ON_OFF, help: 'off is MB_DISABLE_SESSION_THROTTLE' },
	sso: { initial: 'none', values: ['none', 'jwt'], help: 'JWT sign-in with user provisioning (ee)' },
	usersOutsideAllUsers: { initial: 'on', values: ON_OFF, help: 'whether one person misses from All Users' },
	userVisibility: { initial: 'all', values: ['all', 'group', 'none'], help: 'user-visibility (ee)' },
	passwords: { initial: 'normal', values: Object.keys(COMPLEXITY), help: 'MB_PASSWORD_COMPLEXITY' },
	hideStacktraces: { initial: 'off', values: ON_OFF, help: 'hide-stacktraces; counts only in v60' },
	setup: { initial: 'done', values: ['done', 'pending'], help: 'pending: only health, properties and setup answer' },
};

/** Settings from checked switch values. */
export function readSettings(switches: Readonly<Record<string, string>>): Settings {
	const behaviour = VERSIONS[switches.version];
	const ee = switches.edition === 'ee';
	return {
		behaviour,
		eeBuild: switches.edition !== 'oss',
		ee,
		tenants: ee && behaviour.tenants && switches.tenants === 'on',
		mail: switches.mail === 'on',
		throttle: switches.throttle === 'on',
		jwt: ee && switches.sso === 'jwt',
		usersOutsideAllUsers: switches.usersOutsideAllUsers === 'on',
		userVisibility: ee ? switches.userVisibility : 'all',
		complexity: COMPLEXITY[switches.passwords],
		hideStacktraces: switches.hideStacktraces === 'on' && behaviour.newest,
		bare: switches.setup === 'pending',
	};
}
