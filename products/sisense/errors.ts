import type { Answer } from '../../kit/http/answer';
import type { ApiRequest } from '../../kit/http/api';
import { Problem } from '../../kit/problem';
import { codeOf, errorOf, wordsOf } from './bodies';

const NO_SEAT = 'The licence of Sisense has no seat left for this role.';

export const isOutOfSeats = ({ what }: Problem) => what.startsWith(NO_SEAT);

/** What the server means by `error.code`, and what to do (contract 9). Texts of the server are never matched. */
const CODES: Record<number, [what: string, todo: string, kind?: Problem['kind']]> = {
	601: ['Sisense does not accept the form of a value.', 'Correct what is named; IDs have 24 characters, digits and a to f.'],
	2001: ['Sisense has no such user.', 'It may be deleted in the meantime: look it up again.', 'notFound'],
	2003: ['Sisense misses a field it needs.', 'Fill in what is named.'],
	2004: ['Sisense has a user with this e-mail or user name already.', 'Use "Create or Update", which finds that account.'],
	2005: ['The same user comes twice in one request.', 'Remove the double from the input.'],
	2006: ['Sisense has exactly one Sys. Admin, and makes no second one.', 'Choose another "Role".'],
	2007: [
		NO_SEAT,
		'Free a seat by deleting somebody or changing a role, or have the licence extended.',
	],
	2009: ['A field that Sisense needs is empty.', 'Fill in what is named.'],
	2011: ['The Sys. Admin of Sisense cannot be deleted.', 'Leave the account out.'],
	4004: ['Sisense has a group of this name already.', 'Use that one, or choose another name.'],
};

/** Where only the server's words name what is wrong. */
const NAMED_BY_WORDS = new Set([601, 2003, 2009]);

const NO_ADMIN: [string, string] = [
	'The account of the credential may not do this: it is no admin of Sisense.',
	'Use an account with the role Admin (in a tenant of its own: Tenant Admin).',
];

export const noAdmin = () => new Problem(...NO_ADMIN, { kind: 'forbidden', httpCode: 403 });

/** The error mapper: every status from 400 up, whatever was asked. */
export function explain(answer: Answer, request: ApiRequest): Problem {
	const { status } = answer;
	const words = wordsOf(answer);
	const code = codeOf(answer);
	const say = (what: string, todo: string, kind?: Problem['kind']) =>
		new Problem(what, todo, {
			httpCode: status,
			detail: `Sisense said: ${words || `a ${answer.kind} body`} (status ${status}${code ? `, code ${code}` : ''}, ${routeOf(request)})`,
			kind,
		});

	if (status === 401) {
		return say(
			'Sisense refuses the credential.',
			'The API token is expired or revoked, or user name and password are no longer right: update the credential. A log-out everywhere, a renewal and some server settings revoke tokens.',
		);
	}
	if (answer.kind === 'html') {
		return say(
			`This is not the Sisense API: the server answered with status ${status} and a web page.`,
			'Check the URL and the tenant in the credential, and for a sign-in proxy in between.',
		);
	}
	const known = code === undefined ? undefined : CODES[code];
	if (known) {
		const more = code === 4004 ? existing(answer) : NAMED_BY_WORDS.has(code!) && words ? ` ${words}` : '';
		return say(`${known[0]}${more}`, known[1], known[2]);
	}
	if (status === 403) return say(...NO_ADMIN, 'forbidden');
	if (status === 404 && (answer.kind !== 'json' || code === undefined)) {
		return say(
			`This Sisense does not offer ${routeOf(request)}, or has no such record.`,
			'It may be gone in the meantime: look it up again. Older servers lack some functions.',
			'notFound',
		);
	}
	if (status === 404) return say('Sisense has no such record.', 'It may be gone in the meantime: look it up again.', 'notFound');
	if (status === 405 || status === 501) {
		return say(`This Sisense does not offer ${routeOf(request)}.`, 'It came with a newer release.', 'notOffered');
	}
	if (status === 400 || status === 422) {
		return say(`Sisense does not accept the values${words ? `: ${words}` : '.'}`, 'Correct the fields named.');
	}
	return say(
		`Sisense failed with status ${status} at ${routeOf(request)}${words ? `: ${words}` : '.'}`,
		"If it stays, see the server's log.",
	);
}

function existing(answer: Answer): string {
	const { moreInfo } = errorOf(answer) as { moreInfo?: { existingGroups?: unknown } };
	const groups = moreInfo?.existingGroups;
	if (!Array.isArray(groups) || groups.length === 0) return '';
	const names = groups.map((one: unknown) => (typeof one === 'string' ? one : (one as { name?: unknown } | null)?.name));
	return ` ${names.filter((name) => typeof name === 'string').join(', ')}.`;
}

/** `GET v1/users/…`: IDs left out, so that texts compare. */
const routeOf = ({ method, path }: ApiRequest) =>
	`"${method} ${path
		.slice(1)
		.map((segment) => (/^[0-9a-f]{24}$/i.test(String(segment)) ? '…' : segment))
		.join('/')}"`;
