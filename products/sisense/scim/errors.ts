import { bodyOf, type Answer } from '../../../kit/http/answer';
import type { ApiRequest } from '../../../kit/http/api';
import { Problem } from '../../../kit/problem';
import { blanked } from '../bodies';
import { attribute } from './words';

/** RFC 7644 3.12: its errors have `schemas`. A server may also refuse without a body, which says nothing. */
const isScimError = (answer: Answer) => answer.kind === 'empty' || attribute(bodyOf(answer), 'schemas') !== undefined;

/** The error mapper of the SCIM side: RFC 7644 3.12; by status and `scimType`, never by text. */
export function explain(answer: Answer, { method, path }: ApiRequest): Problem {
	const { status } = answer;
	const { detail, scimType } = bodyOf(answer);
	const words = typeof detail === 'string' ? blanked(detail) : '';
	const kind = typeof scimType === 'string' ? scimType : '';
	const say = (what: string, todo: string, sort?: Problem['kind']) =>
		new Problem(what, todo, {
			httpCode: status,
			detail: `The SCIM server said: ${words || `a ${answer.kind} body`} (status ${status}${kind && `, ${kind}`}, "${method} ${path[0]}")`,
			kind: sort,
		});

	// A Sisense refuses every token that is not its own, below its API, whether or not there is a route.
	if (status === 401 && !isScimError(answer)) return say('What is at this URL refuses the token, and is no SCIM server.', 'Check URL and token in the SCIM credential.', 'notOffered');
	if (status === 401) return say('The SCIM server refuses the token.', 'Check the token in the SCIM credential: it may be expired or revoked.');
	if (status === 403) return say('The SCIM server does not allow this.', 'Check what the token in the SCIM credential may do.', 'forbidden');
	if (status === 404) return say('The SCIM server has no such record.', 'It may be gone in the meantime: look it up again.', 'notFound');
	if (status === 409 || kind === 'uniqueness') return say('The SCIM server has one of this name already.', 'Use "Create or Update", or choose another name.');
	if (status === 412) return say('Somebody else changed the record at the same time.', 'Run the item again.');
	if (kind === 'tooMany') return say('The SCIM server refuses to answer with so many records.', 'Narrow the filter.');
	if (status === 501 || status === 405) return say(`The SCIM server does not offer "${method} ${path[0]}".`, 'Its configuration says what it can: use "Get Configuration".', 'notOffered');
	if (status === 400) return say(`The SCIM server does not accept the values${words ? `: ${words}` : '.'}`, 'Correct the fields named.');
	return say(`The SCIM server failed with status ${status}${words ? `: ${words}` : '.'}`, "If it stays, see the server's log.");
}

export const notAvailable = (detail?: string) =>
	new Problem(
		'SCIM is not available on this server.',
		'Check the URL in the SCIM credential. No release of Sisense is known to have SCIM: use the resources User and Group instead.',
		{ kind: 'notOffered', ...(detail && { detail }) },
	);

/** A list that stays shorter than the server itself says must not pass for the whole. */
export const incomplete = (endpoint: string, total: number, found: number) =>
	new Problem(
		`The SCIM server says that it has ${total} ${endpoint.toLowerCase()} but shows ${found}, also when asked again.`,
		'Run again; if it stays, its lists have no order to rely on: look users up by name or ID.',
	);
