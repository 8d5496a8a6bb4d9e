import { bodyOf, type Answer } from '../../kit/http/answer';
import type { ApiRequest } from '../../kit/http/api';
import { Problem } from '../../kit/problem';

const textOf = (answer: Answer) => String(bodyOf(answer).message ?? '').trim();

/** A 404 that means "key refused": the only one with this beginning (contract 1, "The 404 that means 401"). */
const isKeyRefused = (answer: Answer) => answer.status === 404 && textOf(answer).startsWith("Couldn't find resource");

/** Sent before anything else is looked at, and only to keys the server does not accept (contract 1, "CSRF"). */
const isCsrf = (answer: Answer) => answer.status === 400 && /CSRF token/.test(textOf(answer) || String(answer.body));

const STANDARD_403 = /don't have the permission to access the requested resource/;

const HOUR = 3_600_000;

const NO_ADMIN: [string, string] = [
	"The user of the credential's API key may not do this: it is no admin.",
	'Use the API key of a user in the group "admin", or in another group with the permission "admin".',
];

/** For what the server does not refuse but answers with a part only. */
export const noAdmin = () => new Problem(...NO_ADMIN, { kind: 'forbidden' });

/** `50 per 1 hour`: a fixed window from the first call of whoever shares the address, so this is the latest it opens (contract 10). */
export function reopensIn(answer: Answer): number | undefined {
	const [, count, unit] = /per (\d+) (hour|day)/.exec(textOf(answer)) ?? [];
	return unit === undefined ? undefined : Number(count) * (unit === 'day' ? 24 * HOUR : HOUR);
}

/** The error mapper: every status from 400 up, whatever was asked (contract 2). */
export function explain(answer: Answer, request: ApiRequest): Problem {
	const { status } = answer;
	const text = textOf(answer);
	const say = (what: string, todo: string, kind?: Problem['kind']) =>
		new Problem(what, todo, {
			httpCode: status,
			detail: `Redash said: ${text || `a ${answer.kind} body`} (status ${status}, ${routeOf(request)})`,
			kind,
		});

	if (isKeyRefused(answer) || isCsrf(answer)) {
		return say(
			'Redash refuses the API key.',
			"Check the key in the credential, that its user is not disabled, and the organization's slug at the end of the URL if the server has several organizations.",
		);
	}
	if (answer.kind !== 'json') {
		return say(
			`This is not the Redash API: the server answered with status ${status} and no data.`,
			"Check the URL in the credential: the right server, a path prefix if there is one, the organization's slug only if the server has several, and no sign-in proxy in between.",
		);
	}
	if (status === 404 && text === 'Not found') {
		return say(
			'Redash does this for enabled users only.',
			'Enable the user first; a key has to be renewed before its user is disabled.',
		);
	}
	if (status === 404) {
		return say(
			'Redash has no such record in this organization.',
			'It may have been deleted in the meantime: look it up again.',
			'notFound',
		);
	}
	if (status === 403 && STANDARD_403.test(text)) {
		return say(...NO_ADMIN, 'forbidden');
	}
	if (status === 403) return say(`Redash refuses it: ${text}`, 'Use the API key of an admin.', 'forbidden');
	if (status === 400 && text.startsWith('Email already taken')) {
		return say('Redash has a user with this e-mail already.', 'Use "Create or Update", which finds that account.');
	}
	if (status === 400 && text.startsWith('Bad email address')) {
		return say(
			'Redash does not accept this e-mail address: its domain is blocked on the server or known as disposable.',
			'Use another address, or have the domain taken out of REDASH_BLOCKED_DOMAINS.',
		);
	}
	if (status === 400) return say(`Redash does not accept the values: ${text}`, 'Correct the fields named.');
	if (status === 409) {
		return say('Somebody edited this query at the same moment.', 'Run the item again.');
	}
	if (status === 405 || status === 415) {
		return say(
			`This Redash does not offer ${routeOf(request)}.`,
			'It may be older than 8.0, or something between n8n and the server changes requests.',
			'notOffered',
		);
	}
	if (status === 500) {
		return say(
			`Redash failed at ${routeOf(request)}.`,
			"Redash answers so when something named in the request was deleted in the meantime: look it up again. If it stays, see the server's log.",
		);
	}
	return say(`Redash failed with status ${status}: ${text}`, "See the server's log.");
}

/** `POST users/…/disable`: numbers left out, so that texts compare. */
const routeOf = ({ method, path }: ApiRequest) =>
	`"${method} ${path
		.slice(1)
		.map((segment) => (/^\d+$/.test(String(segment)) ? '…' : segment))
		.join('/')}"`;
