import { mostOf, paging } from '../../../../kit/fields';
import { userField } from '../../fields';
import { operation } from '../../operation';
import { behind } from './shared';

export const getOwned = operation({
	name: 'Get Owned',
	action: 'Get the questions, dashboards, alerts, subscriptions and keys of a user',
	description:
		'Get what a user made and receives, one item each; snippets, timelines and shared collections do not tell who made them',
	fields: { user: userField(), ...paging },
	repeat: 'safe',
	output: { type: 'string', id: 'integer?', name: 'string', role: 'string?', archived: 'boolean', inPersonalCollection: 'boolean' },
	prepare: behind,
	async run(metabase, { user, ...input }, people) {
		const { owned, blindSpots } = await metabase.content.of(people.one(user));
		const things = owned.map(({ type, id, name, role, archived, inPersonal = false }) => ({
			json: { type, id, name, role, archived, inPersonalCollection: inPersonal },
		}));
		const nothing = { id: null, role: null, archived: false, inPersonalCollection: false };
		return [
			...things.slice(0, mostOf(input)),
			...blindSpots.map((name) => ({ json: { type: 'blindSpot', name, ...nothing } })),
		];
	},
});
