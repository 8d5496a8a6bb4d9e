import { fatal, json, message, Refusal, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import type { Schema } from './schema.mts';
import type { Role, World } from './world.mts';

const SEARCH_SCHEMA: Schema = {
	type: 'object',
	properties: {
		order_column: { type: 'string' },
		order_direction: { type: 'string', enum: ['asc', 'desc'] },
		page: { type: 'integer' },
		page_size: { type: 'integer' },
		filters: {
			type: 'array',
			items: {
				type: 'object',
				properties: { col: { type: 'string' }, opr: { type: 'string' } },
				required: ['col', 'opr', 'value'],
			},
		},
	},
};

interface SearchArguments {
	order_column?: string;
	order_direction?: 'asc' | 'desc';
	page?: number;
	page_size?: number;
	filters?: { col: string; value: unknown }[];
}

interface Row {
	readonly id: number;
	readonly name: string;
	readonly user_ids: number[];
	readonly permission_ids: number[];
	readonly group_ids: number[];
}

/**
 * `GET /roles/search/` of Superset 6 (contract 5): ten rows a page and no maximum, operators ignored, unknown columns
 * match everything. The only list with the members of roles.
 */
export function searchRoles(call: Call): Answer {
	const args = call.q(SEARCH_SCHEMA) as SearchArguments;
	const { world } = call;
	const members = membersByRole(world);
	const rows = world.roles.rows
		.map((role) => rowOf(world, role, members))
		.filter((row) => (args.filters ?? []).every((filter) => fits(row, filter)));
	const column = args.order_column ?? 'id';
	if (column !== 'id' && column !== 'name') throw new Refusal(message(400, `Invalid order column: ${column}`));
	const sign = args.order_direction === 'desc' ? -1 : 1;
	rows.sort((left, right) => sign * (left[column] < right[column] ? -1 : left[column] > right[column] ? 1 : 0));
	const size = args.page_size ?? 10;
	const page = args.page ?? 0;
	const shown = rows.slice(page * size, (page + 1) * size);
	return json(200, { count: rows.length, ids: shown.map((row) => row.id), result: shown });
}

function membersByRole(world: World): Map<number, number[]> {
	const members = new Map<number, number[]>();
	for (const user of world.users.rows)
		for (const role of user.roles) {
			const list = members.get(role);
			if (list === undefined) members.set(role, [user.id]);
			else list.push(user.id);
		}
	return members;
}

function rowOf(world: World, role: Role, members: Map<number, number[]>): Row {
	return {
		group_ids: world.groupsWithRole(role.id).map((group) => group.id),
		id: role.id,
		name: role.name,
		permission_ids: role.permissions,
		user_ids: members.get(role.id) ?? [],
	};
}

function fits(row: Row, { col, value }: { col: string; value: unknown }): boolean {
	switch (col) {
		case 'name':
			if (typeof value !== 'string') throw new Refusal(fatal());
			return row.name.toLowerCase().includes(value.toLowerCase());
		case 'user_ids':
		case 'permission_ids':
		case 'group_ids':
			return row[col].includes(Number(value));
		default:
			return true;
	}
}
