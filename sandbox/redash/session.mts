import { ok, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { countersFor } from './content/index.mts';
import { avatar } from './user-rows.mts';

/** GET /session (contract 3). */
export function session(call: Call): Answer {
	const { world, org, user } = call;
	const { id, name, email, groups, verified } = user;
	return ok({
		user: {
			profile_image_url: avatar(user),
			id,
			name,
			email,
			groups,
			permissions: world.permissionsOf(user),
		},
		messages: verified ? [] : ['email-not-verified'],
		org_slug: org.slug,
		client_config: {
			newVersionAvailable: false,
			version: world.behaviour.version,
			...(call.isAdmin ? { showBeaconConsentMessage: true } : {}),
			...clientConfig(call),
		},
	});
}

/** GET /config: no key needed, no version told. */
export function config(call: Call): Answer {
	return ok({ org_slug: call.org.slug, client_config: clientConfig(call) });
}

function clientConfig(call: Call): Record<string, unknown> {
	const { world, org, origin } = call;
	const { mail, multiOrg } = world.settings;
	return {
		allowScriptsInUserInput: false,
		showPermissionsControl: false,
		hidePlotlyModeBar: false,
		disablePublicUrls: false,
		allowCustomJSVisualizations: true,
		autoPublishNamedQueries: true,
		extendedAlertOptions: false,
		mailSettingsMissing: !mail,
		dashboardRefreshIntervals: [60, 300, 600, 1800, 3600, 43200, 86400],
		queryRefreshIntervals: [
			60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 18000, 21600, 25200, 28800, 32400, 36000, 39600, 43200,
			86400, 604800, 1209600, 2592000,
		],
		googleLoginEnabled: false,
		ldapLoginEnabled: false,
		pageSize: 20,
		pageSizeOptions: [5, 10, 20, 50, 100],
		tableCellMaxJSONSize: 50000,
		basePath: multiOrg ? `${origin}/${org.slug}/` : `${origin}/`,
		dateFormat: 'DD/MM/YY',
		dateFormatList: ['MM/DD/YY', 'YYYY-MM-DD', 'DD/MM/YY'],
		timeFormatList: ['HH:mm', 'HH:mm:ss', 'HH:mm:ss.SSS'],
		dateTimeFormat: 'DD/MM/YY HH:mm',
		integerFormat: '0,0',
		floatFormat: '0,0.00',
		nullValue: 'null',
	};
}

/** GET /organization/status. Only users and dashboards count for the whole organisation. */
export function status(call: Call): Answer {
	const { world, org } = call;
	const users = world.users.rows.filter((user) => user.org === org.id && user.disabledAt === null).length;
	const sources = world.dataSources.rows.filter(
		(source) => source.org === org.id && world.sees(call.groups, source),
	).length;
	const { alerts, queries, dashboards } = countersFor(call);
	return ok({ object_counters: { users, alerts, data_sources: sources, queries, dashboards } });
}

/** GET /settings/organization. */
export function settings({ world }: Call): Answer {
	const { saml } = world.settings;
	return ok({
		settings: {
			beacon_consent: null,
			auth_password_login_enabled: true,
			auth_saml_enabled: saml,
			auth_saml_type: saml ? 'dynamic' : '',
			auth_saml_entity_id: '',
			auth_saml_metadata_url: saml ? 'https://idp.example.com/metadata' : '',
			auth_saml_nameid_format: '',
			auth_saml_sso_url: '',
			auth_saml_x509_cert: '',
			auth_jwt_login_enabled: false,
			auth_google_apps_domains: [],
			date_format: 'DD/MM/YY',
			time_format: 'HH:mm',
			integer_format: '0,0',
			float_format: '0,0.00',
			multi_byte_search_enabled: false,
			feature_show_permissions_control: false,
			send_email_on_failed_scheduled_queries: false,
			hide_plotly_mode_bar: false,
			disable_public_urls: false,
		},
	});
}
