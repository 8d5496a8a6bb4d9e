import type { Answer } from '../../kit/http/answer';
import type { ApiRequest } from '../../kit/http/api';
import { Problem } from '../../kit/problem';
import { fieldErrors, wordsOf } from './bodies';

/** The API's fields as the node's editor calls them. */
const LABELS: Record<string, string> = {
	email: 'Email',
	first_name: 'First Name',
	last_name: 'Last Name',
	locale: 'Locale',
	login_attributes: 'Login Attributes',
	password: 'Password',
	user_group_memberships: 'Group Names or IDs',
	name: 'Name',
	group_id: 'Group',
	groups: 'Graph',
};

const NO_ADMIN: [string, string] = [
	'The account of the credential may not do this: it is no admin of Metabase.',
	'Use an API key of the group Administrators, or the e-mail and password of an admin.',
];

/** For what the server does not refuse but answers with a part only. */
export const noAdmin = () => new Problem(...NO_ADMIN, { kind: 'forbidden', httpCode: 403 });

export const tooOld = (tag?: string) =>
	new Problem(
		`This Metabase${tag ? ` (${tag})` : ''} is older than 0.49, which is the oldest one supported.`,
		'Update the server.',
		{ kind: 'notOffered' },
	);

/** Shape 4 of contract 1: all that is left of an exception where the server hides it. */
const HIDDEN = 'Something went wrong';

/** Rules of the model, by what the server says: shape 1 of contract 1, and what to do. */
const RULES: Array<[RegExp, what: string, todo: string]> = [
	[
		/add or remove users to\/from the 'All/,
		'Metabase puts everybody into this group by itself: nobody can be added to it or removed from it.',
		'Leave the group out.',
	],
	[
		/last member of the 'Admin' group/,
		'This would leave Metabase without an active admin.',
		'Make somebody else an admin first.',
	],
	[
		/cannot edit or delete the/,
		"This is one of Metabase's own groups: it can't be renamed or deleted.",
		'Choose another group.',
	],
	[/group with that name already exists/, 'The name of the group is taken, whatever its upper and lower case.', 'Use that group, or choose another name.'],
	[/Admin cannot be a group manager/, "An admin can't be a group manager: admins manage everything.", 'Leave the person out.'],
	[
		/Not able to modify the internal user/,
		"This is Metabase's own internal account, not a person.",
		'Choose somebody else.',
	],
	[
		/non-tenant user to tenant-group/,
		'Metabase refuses the membership: the person belongs to a tenant and the group does not, or the other way round, or one of them does not exist any more.',
		'Look both up again.',
	],
	[
		/reactivate an active user/,
		'The account is active already.',
		'Run the item again: what is done is left alone.',
	],
	[
		/view-data is blocked/,
		'Metabase does not allow "query-builder-and-native" for create-queries where view-data is "blocked".',
		'Correct "Graph".',
	],
];

/** The error mapper: every status from 400 up, whatever was asked (contract 1). */
export function explain(answer: Answer, request: ApiRequest): Problem {
	const { status } = answer;
	const words = wordsOf(answer);
	const say = (what: string, todo: string, kind?: Problem['kind']) =>
		new Problem(what, todo, {
			httpCode: status,
			detail: `Metabase said: ${words || `a ${answer.kind} body`} (status ${status}, ${routeOf(request)})`,
			kind,
		});

	if (answer.kind === 'html') {
		return say(
			`This is not the Metabase API: the server answered with status ${status} and a web page.`,
			'Check the URL in the credential: the right server, a path prefix if there is one, and no sign-in proxy in between.',
		);
	}
	if (status === 401) {
		return say(
			'Metabase refuses the credential.',
			'Check the API key, or e-mail and password, in the credential: a deleted or renewed key and a deactivated account are refused, and keys exist from Metabase 0.49 on.',
		);
	}
	if (status === 402) {
		return say(
			`This Metabase does not have what that needs: ${words || 'a paid feature'}`,
			'It belongs to a paid edition of Metabase: leave it out, or have the licence changed.',
			'notOffered',
		);
	}
	if (status === 403) return say(...NO_ADMIN, 'forbidden');
	if (status === 404 && /endpoint does not exist/.test(words)) {
		return say(
			`This Metabase does not offer ${routeOf(request)}.`,
			'It came with a newer release, or belongs to a paid edition.',
			'notOffered',
		);
	}
	if (status === 404) {
		return say('Metabase has no such record.', 'It may be gone in the meantime: look it up again.', 'notFound');
	}
	if (/Too many attempts/i.test(words)) {
		const [, seconds] = /wait (\d+) seconds/.exec(words) ?? [];
		return say(
			`Metabase accepts no more of this for now: it says to wait ${seconds ? `${seconds} seconds` : 'a while'}, and every try in between makes that longer.`,
			'Run the item again after that.',
			'throttled',
		);
	}
	const rule = RULES.find(([pattern]) => pattern.test(words));
	if (rule) return say(rule[1], rule[2]);
	if (status === 409) {
		return say('Somebody else changed the permissions at the same time.', 'Look at them and run the item again.');
	}
	if (status === 400 && words === HIDDEN) {
		return say(
			`Metabase refuses ${routeOf(request)} and keeps the reason to itself: its setting hide-stacktraces is on.`,
			"Look up again what the item names: it may be gone, or belong to a tenant. If it stays, see the server's log.",
		);
	}
	if (status === 400) {
		const fields = Object.entries(fieldErrors(answer)).map(([field, text]) => `${labelOf(field)}: ${text}`);
		const told = fields.length > 0 ? fields.join('; ') : words;
		return say(`Metabase does not accept the values. ${told}`, 'Correct the fields named.');
	}
	return say(
		`Metabase failed with status ${status} at ${routeOf(request)}${words ? `: ${words}` : '.'}`,
		"Metabase answers so when something named in the request is gone or there already: look it up again. If it stays, see the server's log.",
	);
}

const labelOf = (field: string) => {
	const [first] = field.split('.');
	return first in LABELS ? `"${LABELS[first]}"` : field;
};

/** `PUT user/…/password`: numbers left out, so that texts compare. */
const routeOf = ({ method, path }: ApiRequest) =>
	`"${method} ${path
		.slice(1)
		.map((segment) => (/^\d+$/.test(String(segment)) ? '…' : segment))
		.join('/')}"`;
