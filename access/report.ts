import { byPerson, keyOfPerson } from './account';
import type { Flag, Reviewed } from './flags';
import type { ReviewedTool } from './review';

/** What a flag means, for people who read the report without knowing the tool. */
const MEANING: Record<Flag, string> = {
	admin: 'Admin',
	duplicatePerson: 'Two accounts of one person',
	externalDomain: 'External address',
	neverSeen: 'Never signed in',
	notInDirectory: 'Not in the directory',
	pendingTooLong: 'Invitation not accepted',
	stale: 'Not seen for long',
};

/** Flags that are a finding; being an admin is a fact to know. */
const isFinding = (flag: Flag) => flag !== 'admin';

const STYLE = `
:root{--ink:#1d2330;--soft:#5b6474;--line:#d9dee7;--bad:#b42318;--badbg:#fef1f0;--adm:#6941c6;--admbg:#f4f0ff;--off:#98a1b0}
*{box-sizing:border-box}body{font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);margin:0;padding:24px;background:#fff}
h1{font-size:22px;margin:0 0 4px}h2{font-size:17px;margin:28px 0 8px}p{margin:0 0 12px}.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:7px 10px;border-bottom:1px solid var(--line)}
thead th{position:sticky;top:0;background:#f6f7f9;font-weight:600}td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}
.who{font-weight:600;overflow-wrap:anywhere}.mail,.access,.seen{color:var(--soft);font-size:13px;font-weight:400;overflow-wrap:anywhere}
.tag{display:inline-block;border-radius:10px;padding:0 8px;font-size:12px;line-height:19px;margin:1px 3px 1px 0;background:var(--badbg);color:var(--bad)}
.tag.admin{background:var(--admbg);color:var(--adm)}.off{color:var(--off)}.none{color:var(--off)}.fail{background:var(--badbg);color:var(--bad);padding:10px 12px;border-radius:8px}
@media (max-width:640px){body{padding:14px}.matrix thead{display:none}.matrix tr{display:block;border:1px solid var(--line);border-radius:8px;margin:0 0 10px;padding:4px 0}.matrix td,.matrix th{display:block;border:0;padding:4px 12px}.matrix td[data-tool]:before{content:attr(data-tool);display:block;font-size:11px;text-transform:uppercase;letter-spacing:.04em;color:var(--soft)}.matrix td.none{display:none}.totals thead{display:none}.totals tr{display:grid;grid-template-columns:1fr 1fr 1fr;border-bottom:1px solid var(--line)}.totals th{grid-column:1/-1;border:0;padding-bottom:0}.totals td{border:0;text-align:left}.totals td:before{content:attr(data-count);display:block;font-size:11px;color:var(--soft)}}
@media print{body{padding:0;font-size:11px}thead{display:table-header-group}thead th{position:static}tr{break-inside:avoid}.tag{border:1px solid currentColor}}
`;

const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

interface Person {
	email: string;
	name: string;
	/** By tool; several where one person has several accounts. */
	accounts: Map<string, Reviewed[]>;
}

/**
 * A report of one file, readable on a phone and in print: totals, what is worth a look, and who has what in which tool.
 *
 * @param flaggedOnly leave out people about whom there is nothing to say
 */
export function reportHtml(tools: ReviewedTool[], { title, at, flaggedOnly }: { title: string; at: string; flaggedOnly: boolean }): string {
	const good = tools.filter(({ message }) => message === null);
	const all = peopleOf(good);
	const people = flaggedOnly ? all.filter((one) => flagsOf(one).length > 0) : all;
	const findings = all.filter((one) => flagsOf(one).some(isFinding)).length;
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
		`<title>${escaped(title)}</title><style>${STYLE}</style></head><body>`,
		`<h1>${escaped(title)}</h1>`,
		`<p class="soft">${escaped(at.slice(0, 16).replace('T', ' '))} UTC · ${all.length} people · ${findings} to look at</p>`,
		...tools.flatMap(({ product, message }) => (message === null ? [] : [`<p class="fail"><strong>${escaped(product)} could not be read.</strong> ${escaped(message)}</p>`])),
		totalsTable(good),
		legend(good),
		`<h2>${flaggedOnly ? 'People to look at' : 'People'}</h2>`,
		matrix(people, good),
		'</body></html>\n',
	].join('\n');
}

function peopleOf(tools: ReviewedTool[]): Person[] {
	const people = new Map<string, Person>();
	for (const { audit, reviewed } of tools) {
		const judged = new Map(reviewed.map((one) => [one.account, one]));
		for (const [key, accounts] of byPerson(reviewed.map(({ account }) => account))) {
			const person = people.get(key) ?? { email: accounts[0].email, name: accounts[0].name, accounts: new Map<string, Reviewed[]>() };
			person.accounts.set(audit.tool, accounts.map((account) => judged.get(account)!));
			people.set(key, person);
		}
	}
	const weight = (one: Person) => flagsOf(one).filter(isFinding).length;
	return [...people.values()].sort((a, b) => weight(b) - weight(a) || (keyOfPerson(a.email) < keyOfPerson(b.email) ? -1 : 1));
}

const flagsOf = ({ accounts }: Person): Flag[] => [...new Set([...accounts.values()].flat().flatMap(({ flags }) => flags))];

const COUNTS = ['Accounts', 'Active', 'Pending', 'Inactive', 'Admins', 'Flagged'];

function totalsTable(tools: ReviewedTool[]): string {
	const rows = tools.map(({ product, audit, totals }) => {
		const numbers = [totals.accounts, totals.active, totals.pending, totals.inactive, totals.admins, totals.flagged];
		const cells = numbers.map((one, at) => `<td class="num" data-count="${COUNTS[at]}">${one}</td>`);
		return `<tr><th>${escaped(product)}<div class="mail">${escaped(audit.server ?? '')}</div></th>${cells.join('')}</tr>`;
	});
	const heads = COUNTS.map((one) => `<th class="num">${one}</th>`);
	return `<h2>Totals</h2><table class="totals"><thead><tr><th>Tool</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function legend(tools: ReviewedTool[]): string {
	const counts = new Map<Flag, number>();
	for (const { reviewed } of tools) for (const { flags } of reviewed) for (const flag of flags) counts.set(flag, (counts.get(flag) ?? 0) + 1);
	if (counts.size === 0) return '<h2>Findings</h2><p class="soft">Nothing to look at.</p>';
	const items = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([flag, count]) => `<li>${tag(flag)} ${count} ${count === 1 ? 'account' : 'accounts'}</li>`);
	return `<h2>Findings</h2><ul>${items.join('')}</ul>`;
}

const tag = (flag: Flag) => `<span class="tag${isFinding(flag) ? '' : ' admin'}">${MEANING[flag]}</span>`;

function matrix(people: Person[], tools: ReviewedTool[]): string {
	if (people.length === 0) return '<p class="soft">Nobody.</p>';
	const head = tools.map(({ product }) => `<th>${escaped(product)}</th>`).join('');
	const rows = people.map((person) => {
		const cells = tools.map(({ audit, product }) => cell(product, person.accounts.get(audit.tool) ?? []));
		return `<tr><th><div class="who">${escaped(person.name)}</div><div class="mail">${escaped(person.email)}</div></th>${cells.join('')}</tr>`;
	});
	return `<table class="matrix"><thead><tr><th>Person</th>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function cell(product: string, accounts: Reviewed[]): string {
	if (accounts.length === 0) return `<td data-tool="${escaped(product)}" class="none">–</td>`;
	return `<td data-tool="${escaped(product)}">${accounts.map(entry).join('<hr>')}</td>`;
}

function entry({ account, daysSince, flags }: Reviewed): string {
	const seen = daysSince === null ? 'no sign-in known' : daysSince === 0 ? 'seen today' : `seen ${daysSince} ${daysSince === 1 ? 'day' : 'days'} ago`;
	const access = account.access.map(({ name }) => name).join(', ') || 'no access';
	const state = account.state === 'active' ? '' : `<span class="off">${account.state}</span> `;
	return `${state}${flags.map(tag).join('')}<div class="access">${escaped(access)}</div><div class="seen">${seen}</div>`;
}
