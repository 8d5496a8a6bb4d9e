/** Every form of error that servers were seen to send, as words and what to do (contract 9). */
import fc from 'fast-check';

import type { Answer } from '../../../kit/http/answer';
import type { ApiRequest } from '../../../kit/http/api';
import { codeOf, wordsOf } from '../../../products/sisense/bodies';
import { explain } from '../../../products/sisense/errors';

const REQUEST: ApiRequest = { method: 'PATCH', path: ['api', 'v1', 'users', '5f0c1d2e3a4b5c6d7e8f9a0b'], effect: 'repeat' };

const answer = (status: number, body: unknown, kind: Answer['kind'] = body === '' ? 'empty' : typeof body === 'string' ? 'text' : 'json'): Answer =>
	({ status, body, kind, headers: {} }) as Answer;

const v1 = (status: number, code: number, message: string, more: object = {}) => answer(status, { error: { code, message, status, httpMessage: 'X', ...more } });

describe('where the words are', () => {
	const forms: Array<[string, Answer, string]> = [
		['v1, nested', v1(400, 2004, 'User x already exists.'), 'User x already exists.'],
		['v2, flat', answer(400, { code: 7, message: 'Flat.', status: 400, httpMessage: 'Bad Request' }), 'Flat.'],
		['a problem document', answer(400, { title: 'Bad', detail: 'The detail.' }), 'The detail.'],
		['a problem with a title only', answer(400, { title: 'Bad things' }), 'Bad things'],
		['a message', answer(400, { message: 'text' }), 'text'],
		['an error that is text', answer(403, { error: 'Forbidden' }), 'Forbidden'],
		['a detail before a message', answer(400, { message: 'm', detail: 'd' }), 'd'],
		['the top before what is nested', answer(400, { message: 'top', error: { message: 'nested' } }), 'top'],
		['a blank one passed over', answer(400, { message: '  ', error: { message: 'nested' } }), 'nested'],
		['one that is no text passed over', answer(400, { message: { a: 1 }, error: { message: 'nested' } }), 'nested'],
		['a sub-error of new servers', v1(422, 601, 'Failed.', { subErrors: [{ message: 'email must be valid' }] }), 'Failed.: email must be valid'],
		['a sub-error of old servers', v1(422, 601, 'Failed.', { subErrors: [{ error: { message: 'email must be valid' } }] }), 'Failed.: email must be valid'],
		['several', v1(422, 601, 'Failed.', { subErrors: [{ message: 'one' }, { message: 'two' }, { message: 'three' }] }), 'Failed.: one (+2 more)'],
		['sub-errors alone', v1(422, 601, '', { subErrors: [{ message: 'one' }] }), 'one'],
		['plain text', answer(500, 'Out of order'), 'Out of order'],
		['long text', answer(500, 'x'.repeat(400)), 'x'.repeat(300)],
		['nothing', answer(404, ''), ''],
		['a web page', answer(500, '<html>x</html>', 'html'), ''],
		['an empty object', answer(400, {}), ''],
		['a list', answer(400, []), ''],
		['null', answer(400, null), ''],
	];

	test.each(forms)('%s', (_, given, words) => {
		expect(wordsOf(given)).toBe(words);
	});

	test.each([
		['refused {"password":"a \\"b\\" c","email":"x"}', 'refused {"password":•••,"email":"x"}'],
		['newPassword: hunter2, try again', 'newPassword: •••, try again'],
		['Authorization: Bearer a.b-c_d.e is invalid', 'Authorization: ••• is invalid'],
		['the token of Bearer abc.def', 'the token of Bearer •••'],
		['access_token=abc.def&x=1', 'access_token=•••'],
		['password must have 8 characters', 'password must have 8 characters'],
		['Invalid token.', 'Invalid token.'],
	])('without secrets: %s', (message, words) => {
		expect(wordsOf(answer(400, { message }))).toBe(words);
	});

	test.each([
		[v1(400, 2004, 'x'), 2004],
		[answer(400, { code: 7 }), 7],
		[answer(400, { error: 'text' }), undefined],
		[answer(404, ''), undefined],
		[answer(400, { error: { code: 'none' } }), undefined],
		[answer(400, { error: { code: { toString: 'none' } } }), undefined],
		[answer(400, { error: { code: [] } }), undefined],
	])('the code of %j is %s', (given, code) => {
		expect(codeOf(given)).toBe(code);
	});
});

describe('what a code means', () => {
	test.each([
		[422, 601, /form of a value.*email must be valid.*24 characters/],
		[404, 2001, /no such user/],
		[422, 2003, /misses a field.*email must be valid/],
		[400, 2004, /e-mail or user name already.*"Create or Update"/],
		[400, 2005, /twice in one request/],
		[400, 2006, /exactly one Sys\. Admin/],
		[400, 2007, /no seat left.*licence extended/],
		[400, 2009, /is empty.*email must be valid/],
		[400, 2011, /Sys\. Admin of Sisense cannot be deleted/],
		[400, 4004, /a group of this name already/],
	])('%i with %i', (status, code, says) => {
		const problem = explain(v1(status, code, 'email must be valid'), REQUEST);
		expect(problem.message).toMatch(says);
		expect(problem.httpCode).toBe(String(status));
		expect(problem.kind).toBe(code === 2001 ? 'notFound' : undefined);
	});

	test('is the same whatever the server says to it', () => {
		const said = (message: string) => explain(v1(400, 2007, message), REQUEST).message;
		expect(said('Lizenz erschöpft')).toBe(said('License exceeded'));
	});

	test('of a group name that is taken comes with the names', () => {
		const more = (existingGroups: unknown) => explain(v1(400, 4004, 'x', { moreInfo: { existingGroups } }), REQUEST).what;
		expect(more(['Finance', 'Sales'])).toBe('Sisense has a group of this name already. Finance, Sales.');
		expect(more([{ _id: '1', name: 'Finance' }])).toBe('Sisense has a group of this name already. Finance.');
		for (const none of [undefined, [], 'Finance', null]) expect(more(none)).toBe('Sisense has a group of this name already.');
	});
});

describe('what a status means where no code says more', () => {
	test.each([
		[answer(401, { error: { code: 5002, message: 'Invalid token.' } }), /refuses the credential.*expired or revoked/, undefined],
		[answer(401, ''), /refuses the credential/, undefined],
		[answer(403, { error: 'Forbidden' }), /it is no admin/, 'forbidden'],
		[answer(403, '<html></html>', 'html'), /not the Sisense API: .*status 403 and a web page/, undefined],
		[answer(404, ''), /does not offer "PATCH v1\/users\/…", or has no such record/, 'notFound'],
		[v1(404, 404, 'The group was not found.'), /no such record/, 'notFound'],
		[answer(405, ''), /does not offer "PATCH v1\/users\/…"\. It came with a newer release/, 'notOffered'],
		[answer(501, ''), /does not offer/, 'notOffered'],
		[answer(400, { message: 'Group x exists.' }), /does not accept the values: Group x exists\./, undefined],
		[answer(422, ''), /does not accept the values\./, undefined],
		[answer(500, 'Out of order'), /failed with status 500 at "PATCH v1\/users\/…": Out of order/, undefined],
		[answer(418, {}), /failed with status 418/, undefined],
	])('%j', (given, says, kind) => {
		const problem = explain(given, REQUEST);
		expect(problem.message).toMatch(says);
		expect(problem.kind).toBe(kind);
	});
});

test('whatever a server sends becomes sentences: nothing vanishes, nothing is [object Object]', () => {
	const body = fc.oneof(fc.string(), fc.jsonValue(), fc.record({ error: fc.jsonValue() }), fc.record({ error: fc.record({ code: fc.jsonValue(), message: fc.jsonValue(), subErrors: fc.jsonValue(), moreInfo: fc.jsonValue() }) }));
	fc.assert(
		fc.property(fc.integer({ min: 400, max: 599 }), body, (status, one) => {
			const { what, todo, detail, httpCode } = explain(answer(status, one), REQUEST);
			expect(what).toMatch(/^[A-Z].{10,}[.:)]?/s);
			expect(todo).toMatch(/^[A-Z].{8,}\.$/s);
			expect(httpCode).toBe(String(status));
			expect(detail).toContain(`status ${status}`);
			// No ID, so that equal failures compare equal; and no object in place of its words.
			expect(`${what} ${detail}`.replaceAll(typeof one === 'string' ? one.trim() : '\0', '')).not.toContain('5f0c1d2e3a4b5c6d7e8f9a0b');
			if (!JSON.stringify(one ?? null).includes('[object')) expect(`${what}${detail}`).not.toContain('[object');
		}),
	);
});
