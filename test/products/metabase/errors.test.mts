import fc from 'fast-check';

import { toAnswer } from '../../../kit/http/answer';
import type { ApiRequest } from '../../../kit/http/api';
import { fieldErrors, wordsOf } from '../../../products/metabase/bodies';
import { explain } from '../../../products/metabase/errors';
import { complexityWords, Server } from '../../../products/metabase/server';
import { isExpired } from '../../../products/metabase/session';

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };
const TEXT_TYPE = { 'content-type': 'text/plain' };

const json = (statusCode: number, body: unknown) => toAnswer({ statusCode, body, headers: JSON_TYPE });
const text = (statusCode: number, body: string) => toAnswer({ statusCode, body, headers: TEXT_TYPE });
const REQUEST: ApiRequest = { method: 'PUT', path: ['api', 'user', 20, 'password'], effect: 'repeat' };
const problemOf = (answer: ReturnType<typeof json>) => explain(answer, REQUEST);

describe('the words of an answer', () => {
	test.each([
		['a text', text(400, ' Admin cannot be a group manager.\n'), 'Admin cannot be a group manager.'],
		['fields', json(400, { errors: { email: 'bad', name: 'worse' }, 'specific-errors': { email: ['should be a string'] } }), 'email: bad; name: worse'],
		['nested fields', json(400, { errors: { groups: { '5': { '2': 'no word' } } } }), 'groups.5.2: no word'],
		['lists of fields', json(400, { errors: { members: [null, { id: ['missing', 'not a number'] }] } }), 'members.0: null; members.1.id: missing, not a number'],
		['a field without a name', json(401, { errors: { _error: 'Your account is disabled.' } }), '_error: Your account is disabled.'],
		['an exception', json(500, { message: 'boom', cause: 'c', via: [{ message: 'v' }], trace: [], data: { message: 'inner' } }), 'boom'],
		['an error', json(400, { error: 'e' }), 'e'],
		['an error message', json(400, { error_message: 'm' }), 'm'],
		['data alone', json(400, { data: { message: 'inner' } }), 'inner'],
		['what is hidden', json(500, { message: 'Something went wrong' }), 'Something went wrong'],
		['a page', toAnswer({ statusCode: 400, body: '<!doctype html><p>x', headers: { 'content-type': 'text/html' } }), ''],
		['nothing', json(204, ''), ''],
	])('are found in %s', (_, answer, words) => {
		expect(wordsOf(answer)).toBe(words);
	});

	test('are never an object that nobody can read, whatever came', () => {
		fc.assert(
			fc.property(fc.integer({ min: 400, max: 599 }), fc.jsonValue(), fc.boolean(), (status, value, asErrors) => {
				const body = asErrors ? { errors: { field: value } } : value;
				const { what, todo, detail = '', httpCode } = problemOf(json(status, JSON.parse(JSON.stringify(body ?? {}))));
				// An empty list or map has no words; JSON can hold this very text.
				const given = JSON.stringify(value);
				if (!given.includes('[object')) expect(`${what} ${todo} ${detail}`).not.toContain('[object');
				expect([what.length > 10, /^[A-Z].{8,}\.$/s.test(todo), httpCode]).toEqual([true, true, String(status)]);
			}),
			{ numRuns: 1000 },
		);
	});

	test('hold every field with its own text', () => {
		const field = fc.stringMatching(/^[a-z_]{1,8}$/);
		fc.assert(
			fc.property(fc.dictionary(field, fc.stringMatching(/^[a-z ]{1,12}$/), { minKeys: 1 }), (errors) => {
				const flat = fieldErrors(json(400, { errors }));
				expect(flat).toEqual(errors);
				for (const [name, said] of Object.entries(errors)) expect(wordsOf(json(400, { errors }))).toContain(`${name}: ${said}`);
			}),
		);
	});
});

describe('what an answer means', () => {
	test.each([
		[text(404, 'Not found.'), 'notFound', /no such record/],
		[text(404, 'API endpoint does not exist.'), 'notOffered', /does not offer "PUT user\/…\/password"/],
		[text(402, 'Sandboxes is a paid feature'), 'notOffered', /Sandboxes is a paid feature/],
		[json(402, { message: 'SCIM is a paid feature', status: 'error-premium-feature-not-available' }), 'notOffered', /SCIM is a paid feature/],
		[text(403, "You don't have permissions to do that."), 'forbidden', /no admin/],
		[json(400, { errors: { 'user-id': 'Too many attempts! You must wait 15 seconds before trying again.' } }), 'throttled', /wait 15 seconds/],
		[json(400, { errors: { email: 'Too many attempts! Please try again later.' } }), 'throttled', /wait a while/],
		[text(401, 'Unauthenticated'), undefined, /refuses the credential/],
		[text(409, 'Looks like someone else edited the permissions and your data is out of date. Please fetch new data and try again.'), undefined, /Somebody else changed the permissions/],
		[json(400, { message: 'Something went wrong' }), undefined, /hide-stacktraces/],
		[json(400, { message: 'Not able to reactivate an active user' }), undefined, /active already/],
		[json(400, { message: 'Cannot add non-tenant user to tenant-group or vice versa' }), undefined, /belongs to a tenant and the group does not.*does not exist any more/],
		[text(400, 'A group with that name already exists.'), undefined, /name of the group is taken/],
		[text(400, "You cannot edit or delete the 'All internal users' permissions group!"), undefined, /own groups/],
		[text(400, "You cannot add or remove users to/from the 'All tenant users' group."), undefined, /puts everybody into this group/],
	] as const)('%j', (answer, kind, says) => {
		const problem = problemOf(answer);
		expect(problem.message).toMatch(says);
		expect(problem.kind).toBe(kind);
		expect(problem.detail).toContain(`status ${answer.status}`);
	});

	test('a key never runs out, a session does on 401 alone', () => {
		expect(isExpired(text(401, 'Unauthenticated'), { authentication: 'session' })).toBe(true);
		expect(isExpired(text(401, 'Unauthenticated'), { authentication: 'apiKey' })).toBe(false);
		for (const status of [400, 402, 403, 404, 500]) expect(isExpired(text(status, 'x'), { authentication: 'session' })).toBe(false);
	});
});

describe('what a server is', () => {
	test.each([
		['v0.49.0', 49],
		['v1.58.3', 58],
		['v0.63.1-RC2', 63],
		['vLOCAL_DEV', undefined],
		[undefined, undefined],
	])('of the tag %s', (tag, release) => {
		expect(new Server({ version: { tag } }).release).toBe(release);
	});

	test('too old is said by name', () => {
		expect(() => new Server({ version: { tag: 'v0.48.9' } })).toThrow('This Metabase (v0.48.9) is older than 0.49');
	});

	test('has features whatever they are joined with', () => {
		const server = new Server({ 'token-features': { 'support-users': true, advanced_permissions: true, scim: false } });
		expect(['support_users', 'support-users', 'advanced_permissions', 'scim', 'other'].map((name) => server.has(name))).toEqual([true, true, true, false, false]);
	});

	test('wants passwords by its own rule, not by ours', () => {
		expect(complexityWords(new Server({ 'password-complexity': { total: 15 } }).complexity)).toBe('at least 15 characters');
		expect(complexityWords(new Server({}).complexity)).toBe('at least 6 characters, 1 digit(s)');
	});
});
