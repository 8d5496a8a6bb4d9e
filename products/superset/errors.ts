import { bodyOf, type Answer } from '../../kit/http/answer';
import type { ApiRequest } from '../../kit/http/api';
import { Problem } from '../../kit/problem';

/**
 * The five bodies a Superset puts its errors in (docs/contracts/superset.md 2.4). `ERRORS` with 404 means "no such
 * route" (API off, feature missing), `MESSAGE` with 404 "no such record".
 */
export type ErrorForm = 'MESSAGE' | 'FIELDS' | 'MSG' | 'ERRORS' | 'HTML' | 'OTHER';

export function formOf(answer: Answer): ErrorForm {
	if (answer.kind === 'html') return 'HTML';
	const body = bodyOf(answer);
	if (typeof body.message === 'string') return 'MESSAGE';
	if (typeof body.message === 'object' && body.message !== null) return 'FIELDS';
	if (typeof body.msg === 'string') return 'MSG';
	return Array.isArray(body.errors) ? 'ERRORS' : 'OTHER';
}

/** The server's own words on one line; nested field texts as `field: text`. Never "[object Object]". */
export function fieldTexts(answer: Answer): string {
	const body = bodyOf(answer);
	const source = body.message ?? body.msg ?? body.errors;
	if (source === undefined)
		return typeof answer.body === 'string' && answer.kind === 'text'
			? answer.body.slice(0, 200)
			: `status ${answer.status}`;
	return flatten(source)
		.map(([path, text]) => (path ? `${path}: ${text}` : text))
		.join('; ')
		.replace(/\s+/g, ' ');
}

function flatten(value: unknown, path = ''): Array<[string, string]> {
	if (typeof value !== 'object' || value === null) return [[path, String(value)]];
	if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return [[path, value.join(' ')]];
	if (!Array.isArray(value) && 'message' in value && typeof value.message === 'string')
		return [[path, value.message]];
	return Object.entries(value).flatMap(([key, inner]) =>
		flatten(inner, /^(\d+|_schema)$/.test(key) ? path : [path, key].filter(Boolean).join('.')),
	);
}

const isNoRoute = (answer: Answer) => answer.status === 404 && ['ERRORS', 'HTML'].includes(formOf(answer));
const isNoRecord = (answer: Answer) => answer.status === 404 && formOf(answer) === 'MESSAGE';

/** A session to be renewed: run out, missing, or signed by a server that has since changed its key (contract 3.2, 15.3). */
export function isExpired(answer: Answer): boolean {
	const text = String(bodyOf(answer).msg ?? '');
	if (answer.status === 401) return /Token has expired|Missing Authorization Header/.test(text);
	return answer.status === 422 && text !== '' && !isBrokenToken(answer);
}

/** Old FAB with a new PyJWT: the server can't read its own tokens, signing in again changes nothing (contract 3.2). */
const isBrokenToken = (answer: Answer) => /Subject must be a string/.test(String(bodyOf(answer).msg ?? ''));

const ACCOUNT_GONE = /Error loading the user|has no attribute 'is_active'/;

/** The error mapper: every status from 400 up, whatever was asked (contract section 10). */
export function explain(answer: Answer, request: ApiRequest): Problem {
	const texts = fieldTexts(answer);
	const say = (what: string, todo: string, kind?: Problem['kind']) =>
		new Problem(what, todo, {
			httpCode: answer.status,
			detail: `Superset said: ${texts} (status ${answer.status})`,
			kind,
		});
	const { status } = answer;

	if (isBrokenToken(answer)) {
		return say(
			'Superset accepts the sign-in but not its own token ("Subject must be a string").',
			"The server's installation is broken: it needs PyJWT below 2.10, or Flask-AppBuilder 4.6.1 or newer.",
		);
	}
	if (ACCOUNT_GONE.test(texts)) {
		return say(
			"The credential's own Superset account was deactivated or deleted.",
			'Use another account in the credential, or reactivate it.',
		);
	}
	if (status === 401) {
		return say(
			'Superset refuses the credential.',
			'Check username and password, or whether the API key was revoked or its owner deactivated.',
		);
	}
	if (status === 422 && formOf(answer) === 'MSG') {
		return say(
			'Superset refuses the session also after signing in again.',
			'Check that all its servers share one SECRET_KEY.',
		);
	}
	if (status === 403) {
		return say(
			`The credential's Superset account lacks the permission ${permissionFor(request)}.`,
			'Give its role that permission. If the account is an Admin already, run "superset init" on the server.',
			'forbidden',
		);
	}
	if (isNoRoute(answer)) {
		return say(
			`This Superset does not offer ${routeOf(request)}.`,
			'If nothing works: set FAB_ADD_SECURITY_API = True on the server (off by default before 6.0), restart it and run "superset init"; check the URL and its path prefix. If only this fails: this version does not have it.',
			'notOffered',
		);
	}
	if (isNoRecord(answer)) {
		return say(
			'Superset has no such record.',
			'It may have been deleted in the meantime: look it up again.',
			'notFound',
		);
	}
	if (status === 400) return say(`Superset does not accept the values: ${texts}.`, 'Correct the fields named.');
	if (status === 422)
		return say(
			`Superset refuses it: ${texts}.`,
			'A unique value may be taken already, or something else refers to it.',
		);
	return say(
		`Superset failed with status ${status}: ${texts}.`,
		"See the server's log; the request itself may be at fault.",
	);
}

const VERB: Record<string, string> = { GET: 'can_get', POST: 'can_post', PUT: 'can_put', DELETE: 'can_delete' };

const RESOURCE: Record<string, string> = {
	users: 'User',
	roles: 'Role',
	groups: 'Group',
	'permissions-resources': 'PermissionViewMenu',
};

/** Routes below a role have permissions of their own. */
const ROLE_ROUTE: Record<string, string> = {
	'PUT users': 'can_update_role_users',
	'GET permissions': 'can_list_role_permissions',
	'POST permissions': 'can_add_role_permissions',
};

/** The permission a role needs for a request, in the product's words (contract 2.1). */
function permissionFor({ method, path }: ApiRequest): string {
	const [, , area, collection, id, below] = path.map(String);
	if (area !== 'security') return `to change this ${area}: only owners and the role Admin have it`;
	const resource = RESOURCE[collection];
	if (!resource) return `for ${routeOf({ path })}`;
	const verb = id === '_info' ? 'can_info' : (ROLE_ROUTE[`${method} ${below}`] ?? VERB[method]);
	return `"${verb} on ${resource}"`;
}

const routeOf = ({ path }: Pick<ApiRequest, 'path'>) => `"${path.slice(2, 4).filter(Boolean).join('/')}"`;

/** A write on content whose CSRF pair is missing, old, or not believed (contract 3.4). */
export const isCsrfRefusal = (thrown: unknown) =>
	thrown instanceof Problem && thrown.httpCode === '400' && /CSRF|referrer/i.test(thrown.detail ?? '');
