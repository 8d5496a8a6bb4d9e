import { ok, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { SETUP_TOKEN } from './seed.mts';
import type { World } from './world.mts';

const FEATURES = [
	'advanced_permissions',
	'audit_app',
	'sandboxes',
	'scim',
	'sso_jwt',
	'sso_saml',
	'sso_ldap',
	'sso_google',
	'disable_password_login',
	'session_timeout_config',
	'hosting',
];
const FEATURES_58 = ['tenants', 'support-users'];
const FEATURES_60 = ['sso_oidc', 'sso_slack', 'library'];

function version({ settings }: World): Record<string, unknown> {
	const { release, date } = settings.behaviour;
	return { tag: `v${settings.eeBuild ? 1 : 0}.${release}`, date, hash: '5a4db0e', branch: 'release' };
}

/** Feature → whether it is licensed. The stand-in is never the vendor's cloud. */
function features({ settings }: World): Record<string, boolean> {
	const { tenants, analysts } = settings.behaviour;
	const names = [...FEATURES, ...(tenants ? FEATURES_58 : []), ...(analysts ? FEATURES_60 : [])];
	return Object.fromEntries(names.map((name) => [name, settings.ee && name !== 'hosting']));
}

/** GET /session/properties: open to all, with more keys for who is signed in. */
export function properties({ world, caller }: Call): Answer {
	const { settings } = world;
	const hasSetup = world.users.rows.length > 0;
	return ok({
		version: version(world),
		'token-features': features(world),
		'password-complexity': settings.complexity,
		'enable-password-login': true,
		'ldap-enabled': false,
		'google-auth-enabled': false,
		'other-sso-enabled?': settings.jwt,
		'has-user-setup': hasSetup,
		...(hasSetup ? {} : { 'setup-token': SETUP_TOKEN }),
		'is-hosted?': false,
		'airgap-enabled': false,
		'site-locale': world.siteLocale,
		'site-name': world.siteName,
		...(settings.behaviour.newest ? { 'mfa-enforcement': 'off' } : {}),
		...(caller === undefined ? {} : signedIn(world)),
	});
}

function signedIn({ settings, users }: World): Record<string, unknown> {
	return {
		'email-configured?': settings.mail,
		'user-visibility': settings.userVisibility,
		'active-users-count?': users.rows.filter((user) => user.active && user.type === 'personal').length,
		...(settings.behaviour.tenants ? { 'use-tenants': settings.tenants } : {}),
	};
}

/** GET /setting/version. */
export function versionSetting({ world }: Call): Answer {
	return ok(version(world));
}

/** GET /setting: what only admins see, as far as section 13 needs it. */
export function listSettings({ world, origin }: Call): Answer {
	const { jwt, behaviour } = world.settings;
	const setting = (key: string, value: unknown) => ({
		key,
		value,
		is_env_setting: false,
		env_name: `MB_${key.replaceAll('-', '_').replaceAll('?', '').toUpperCase()}`,
		description: null,
		default: null,
	});
	return ok([
		setting('site-name', world.siteName),
		setting('scim-enabled', false),
		setting('scim-base-url', `${origin}/api/ee/scim/v2/`),
		setting('jwt-enabled', jwt),
		setting('jwt-user-provisioning-enabled?', jwt),
		setting('saml-user-provisioning-enabled?', false),
		setting('ldap-user-provisioning-enabled?', false),
		...(behaviour.analysts ? [setting('oidc-user-provisioning-enabled?', false)] : []),
	]);
}
