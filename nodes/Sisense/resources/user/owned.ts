import { choice, mostOf, paging } from '../../../../kit/fields';
import { handOver, refuseHeir } from '../../../../products/sisense/handover';
import { successorField, userField } from '../../fields';
import { operation } from '../../operation';
import { behind } from './shared';

const THING = { type: 'string', id: 'string', name: 'string' } as const;

export const getOwned = operation({
	name: 'Get Owned',
	action: 'Get the dashboards, folders and reports a user owns',
	description:
		'Get what a user owns, one item each, and what the server does not show of it; data models do not tell who owns them',
	fields: { user: userField(), ...paging },
	repeat: 'safe',
	output: { type: 'string', id: 'string?', name: 'string', folderId: 'string?' },
	prepare: behind,
	async run(sisense, { user, ...input }, people) {
		const { owned, blindSpots } = await sisense.content.of(people.one(user));
		const things = owned.map(({ type, id, name, folderId }) => ({ json: { type, id, name, folderId: folderId ?? null } }));
		return [
			...things.slice(0, mostOf(input)),
			...blindSpots.map((name) => ({ json: { type: 'blindSpot', id: null, name, folderId: null } })),
		];
	},
});

const formerOwner = choice(
	{ displayName: 'Former Owner Keeps', description: 'What the user may do with the dashboards afterwards' },
	[
		{ name: 'View', value: 'view' },
		{ name: 'Edit', value: 'edit' },
		{ name: 'Nothing', value: 'none', description: 'The share that Sisense leaves is taken away' },
	],
);

export const transferOwned = operation({
	name: 'Transfer Owned',
	action: 'Transfer the dashboards and folders of a user to a successor',
	description:
		'Make a successor the owner of all dashboards and folders of a user, and list them again to prove it; nothing is published or deleted',
	fields: { user: userField(), successor: successorField() },
	options: { formerOwner },
	repeat: 'safe',
	output: {
		from: 'string',
		to: 'string',
		moved: [THING],
		remaining: [{ ...THING, reason: 'string' }],
		blindSpots: ['string'],
		changed: 'boolean',
	},
	prepare: async (sisense, inputs) =>
		await sisense.users.behind(inputs.flatMap(({ user, successor }) => [user, successor])),
	target: () => 'all content',
	async run(sisense, { user, successor, options }, people) {
		const from = people.one(user);
		const to = people.one(successor);
		refuseHeir(from, to);
		const { result, blindSpots } = await handOver(sisense, from, to, options.formerOwner ?? 'view');
		const { moved, remaining } = result;
		result.refuseFailed(`${moved.length} things of ${from.email} went to ${to.email}`);
		return { json: { from: from.email, to: to.email, moved, remaining, blindSpots }, changed: result.changed };
	},
});
