/** The report: whatever people and servers are called, it is one file of its own, and its numbers are right. */
import fc from 'fast-check';

import { keyOfPerson, type Account } from '../../access/account';
import { review, totalsOf } from '../../access/flags';
import { reportHtml } from '../../access/report';
import { rowsOf, type ReviewedTool } from '../../access/review';
import { account, accounts } from './made.mts';

const AT = '2026-06-30T12:00:00.000Z';
const RULES = { staleDays: 90, pendingDays: 30, internalDomains: ['example.com'], now: new Date(AT) };

function reviewed(all: Account[], more: Partial<ReviewedTool> = {}): ReviewedTool {
	const judged = review(all, RULES);
	return { audit: { tool: 'one', server: 'https://one.example', at: AT, by: 'me' }, product: 'One', reviewed: judged, totals: totalsOf(judged), message: null, ...more };
}

const html = (tools: ReviewedTool[], flaggedOnly = false, title = 'Review') => reportHtml(tools, { title, at: AT, flaggedOnly });
const TAG = /<\/?([a-z0-9!]+)((?:\s[^<>]*)?)>/g;
const KNOWN = new Set(['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'h1', 'h2', 'p', 'strong', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'div', 'span', 'ul', 'li', 'hr']);

/** Text that tries to be more than text. */
const nasty = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '</style><svg/onload=1>', '&lt;b&gt;', '<!--'));

test('nothing that comes from a server becomes markup', () => {
	fc.assert(
		fc.property(nasty, nasty, nasty, nasty, (name, access, server, text) => {
			const one = account({ name, email: `${text}@example.com`, access: [{ kind: 'group', id: '1', name: access }] });
			const tools = [reviewed([one], { product: text, audit: { tool: text, server, at: AT, by: null } }), reviewed([], { product: text, message: text })];
			const page = html(tools, false, text).replace(/<style>(?:(?!<\/style>).)*<\/style>/s, '');
			for (const [, tag, attributes] of page.matchAll(TAG)) {
				expect(KNOWN).toContain(tag);
				expect(attributes).toMatch(/^(\s(html|lang="en"|charset="utf-8"|name="viewport"|content="width=device-width,initial-scale=1"|class="[a-z ]+"|data-(tool|count)="[^"<>]*"))*$/);
			}
			// What is left between the tags is text.
			expect(page.replaceAll(TAG, '')).not.toMatch(/[<>]/);
		}),
	);
});

test('everybody is in it once, and its numbers are those of the tool', () => {
	fc.assert(
		fc.property(accounts, (all) => {
			const people = new Set(all.map(({ email }) => keyOfPerson(email)));
			const page = html([reviewed(all)]);
			expect(page).toContain(` · ${people.size} people · `);
			const body = page.split('<table class="matrix">')[1] ?? '';
			expect([...body.matchAll(/<tr><th><div class="who">/g)]).toHaveLength(people.size);
			const { accounts: count, active, pending, inactive, admins, flagged } = totalsOf(review(all, RULES));
			const counts = Object.entries({ Accounts: count, Active: active, Pending: pending, Inactive: inactive, Admins: admins, Flagged: flagged });
			expect(page).toContain(counts.map(([name, one]) => `<td class="num" data-count="${name}">${one}</td>`).join(''));
		}),
	);
});

test('people are one line over all tools, findings first', () => {
	const calm = account({ email: 'a@example.com', name: 'Calm', lastSeen: AT });
	const odd = account({ email: 'Z@partner.example', name: 'Odd', lastSeen: AT });
	const page = html([reviewed([calm, odd]), reviewed([account({ ...odd, email: 'z@PARTNER.example' })], { product: 'Two', audit: { tool: 'two', server: null, at: AT, by: null } })]);
	expect([...page.matchAll(/class="who">(\w+)/g)].map(([, name]) => name)).toEqual(['Odd', 'Calm']);
	expect(page).toContain(' · 2 people · 1 to look at');
	expect(page).toContain('<td data-tool="Two" class="none">–</td>');
});

test('with nobody to look at it says so', () => {
	const calm = account({ lastSeen: AT });
	expect(html([reviewed([calm])])).toContain('Nothing to look at.');
	expect(html([reviewed([calm])], true)).toContain('Nobody.');
	expect(html([])).toContain('0 people');
});

test('rows say the same as the report, and a tool that failed is one row', () => {
	fc.assert(
		fc.property(accounts, (all) => {
			const tool = reviewed(all);
			expect(rowsOf(tool, false)).toHaveLength(all.length);
			expect(rowsOf(tool, true)).toHaveLength(tool.totals.flagged);
			expect(rowsOf({ ...tool, message: 'It is down.' }, true)).toMatchObject([{ tool: 'one', status: 'failed', email: '', message: 'It is down.', by: 'me' }]);
		}),
	);
});
