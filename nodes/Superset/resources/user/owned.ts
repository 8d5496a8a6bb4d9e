import { mostOf, paging } from '../../../../kit/fields';
import { label, refuseSuccessor } from '../../../../kit/handover';
import { Problem } from '../../../../kit/problem';
import { NOT_MOVABLE } from '../../../../products/superset/content';
import { nameOf } from '../../../../products/superset/person';
import { successorField, userField } from '../../fields';
import { operation } from '../../operation';
import { contentView } from '../../views';

export const getOwned = operation({
	name: 'Get Owned',
	action: 'Get the dashboards, charts, datasets and reports a user owns',
	description: "Get what a user owns, except saved queries, which nobody else can see",
	fields: { user: userField(), ...paging },
	repeat: 'safe',
	view: contentView,
	prepare: async (superset, inputs) => await superset.users.behind(inputs.map(({ user }) => user)),
	async run(superset, { user, ...input }, people) {
		const owned = await superset.content.of(people.one(user));
		return owned.slice(0, mostOf(input)).map((entity) => ({ entity }));
	},
});

export const transferOwned = operation({
	name: 'Transfer Owned',
	action: 'Transfer what a user owns to a successor',
	description:
		'Make a successor the owner of all dashboards, charts, datasets and reports of a user; other owners stay',
	fields: { user: userField(), successor: successorField() },
	repeat: 'safe',
	output: {
		from: 'string',
		to: 'string',
		moved: [{ type: 'string', id: 'integer', name: 'string' }],
		notMovable: ['string'],
		changed: 'boolean',
	},
	prepare: async (superset, inputs) =>
		await superset.users.behind(inputs.flatMap(({ user, successor }) => [user, successor])),
	// Two leavers may own one dashboard, and owners are replaced as a whole.
	target: () => 'all content',
	async run(superset, { user, successor }, people) {
		const from = people.one(user);
		const to = people.one(successor);
		const state = to.active === true ? 'active' : 'inactive';
		refuseSuccessor('Superset', { id: from.id, name: nameOf(from) }, { id: to.id, name: nameOf(to), state });
		const { moved, failed } = await superset.content.handOver(from, to);
		if (failed.length > 0) {
			const [{ problem }] = failed;
			throw new Problem(
				`${moved.length} of ${moved.length + failed.length} things of ${nameOf(from)} went to ${nameOf(to)}; not moved: ${failed.map(({ what }) => label(what)).join(', ')}.`,
				`${problem.message} Only an account with the role Admin can move everything. Run again for the rest.`,
				{ httpCode: problem.httpCode },
			);
		}
		return {
			json: { from: nameOf(from), to: nameOf(to), moved, notMovable: NOT_MOVABLE },
			changed: moved.length > 0,
		};
	},
});
