/** Accounts and access as any tool could have them, for property tests. */
import fc from 'fast-check';

import type { Access, Account } from '../../access/account';

const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta', 'Everybody'];

const FIXED: Record<string, Access['fixed']> = { Zeta: 'elsewhere', Everybody: 'automatic' };

/** Access of a tool whose groups are of this list; some are fixed, by their name. */
export const group = (name: string): Access => ({ kind: 'group', id: name, name, ...(name in FIXED && { fixed: FIXED[name] }) });
export const role = (rank: number): Access => ({ kind: 'role', id: String(rank), name: `Role ${rank}`, rank });

export const groups = fc.uniqueArray(fc.constantFrom(...NAMES)).map((names) => names.map(group));

/** What a person of a tool with ranks has: exactly one of those, and groups. */
export const held = fc.tuple(fc.integer({ min: 0, max: 4 }), groups).map(([rank, list]) => [role(rank), ...list]);

/** What may be wished: several ranks too, where somebody is in several groups of a directory. */
export const wished = fc.tuple(fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), groups).map(([ranks, list]) => [...ranks.map(role), ...list]);

const BASE: Account = { tool: 'tool', id: '1', email: 'a@example.com', username: 'a', name: 'A', state: 'active', admin: false, access: [], lastSeenExact: true, source: 'local' };

export const account = (more: Partial<Account> = {}): Account => ({ ...BASE, ...more });

const time = fc.date({ min: new Date('2024-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((date) => date.toISOString());

export const accounts = fc.uniqueArray(
	fc.record(
		{
			id: fc.uuid(),
			email: fc.constantFrom('ann@example.com', 'Ann@Example.com', 'bob@example.com', 'eve@partner.example', "o'neil@example.com"),
			name: fc.string({ unit: 'grapheme' }),
			username: fc.string(),
			state: fc.constantFrom('active' as const, 'inactive' as const, 'pending' as const),
			admin: fc.boolean(),
			access: groups,
			lastSeen: time,
			createdAt: time,
		},
		{ requiredKeys: ['id', 'email', 'name', 'username', 'state', 'admin', 'access'] },
	),
	{ selector: ({ id }) => id, maxLength: 12 },
).map((all) => all.map(account));
