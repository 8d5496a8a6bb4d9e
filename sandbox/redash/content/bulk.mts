import { BadRequestOfUser } from '../../frame/switches.mts';
import type { World } from '../world.mts';

/** Queries to add quickly, for benchmarks. */
export interface QueriesWish {
	readonly count: number;
	/** E-mail as stored. */
	readonly owner: string;
}

/** Every how many the next one is scheduled. */
const SCHEDULED_EVERY = 10;

/**
 * Published queries of one person, on the first data source their groups see.
 * @returns the ids
 */
export function addQueries(world: World, { count, owner }: QueriesWish): number[] {
	const user = world.users.rows.find(({ email }) => email === owner.toLowerCase());
	const source = world.dataSources.rows.find((row) => user?.org === row.org && world.sees(user.groups, row));
	if (user === undefined || source === undefined)
		throw new BadRequestOfUser(`No ${owner} whose groups see a data source`);
	return Array.from({ length: count }, (_, index) => {
		const query = world.content.addQuery({
			org: user.org,
			name: `Query ${index + 1} of ${user.name}`,
			user: user.id,
			text: `select ${index + 1} as value`,
			source: source.id,
			draft: false,
			schedule:
				index % SCHEDULED_EVERY === 0 ? { interval: 3600, time: null, day_of_week: null, until: null } : null,
			createdAt: world.stamp(),
		});
		return query.id;
	});
}
