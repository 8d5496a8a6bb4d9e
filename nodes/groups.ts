import type { Field, Reference } from '../kit/fields';
import { GROUP, pick, type Named } from '../kit/names';
import type { Operation, Outcome, View } from '../kit/operation';
import { operationsOf } from '../kit/operation';
import { catalogueFields, catalogueHits } from './catalogue';

/** What a product's groups are like, for the operations that every product has. */
export interface GroupKind<C, G extends Named> {
	view: View<G>;
	/** The client's groups. `all` is asked once per execution, `readBack` reads them again. */
	of(client: C): {
		all(): Promise<G[]>;
		create(name: string): Promise<G>;
		rename(group: G, name: string): Promise<void>;
		readBack(ids: string[]): Promise<Map<string, G>>;
	};
	nameField: () => Field<string>;
	groupField: () => Field<Reference>;
	/** Throws a Problem for a group of the product's own. */
	refuseOwn(group: G, doing: string): void;
	/** Throws a Problem if the name is taken, as the product compares names. */
	refuseTaken(all: G[], name: string, self?: G): void;
	/** What is not as it was written, as a sentence; undefined if all is. */
	fault(name: string, now: G | undefined): string | undefined;
	descriptions: { create: string; getAll: string; update: string };
}

/** Create, Get, Get Many and Update (rename) of groups that have a name and nothing else to write. */
export function groupOperations<C, G extends Named>(kind: GroupKind<C, G>): Record<'create' | 'get' | 'getAll' | 'update', Operation<C>> {
	const operation = operationsOf<C>();
	const { view, nameField, groupField, descriptions } = kind;
	const prepare = async (client: C) => await kind.of(client).all();
	const readBack = async (client: C, ids: string[]) => await kind.of(client).readBack(ids);
	const written = (group: G, name: string): Outcome<G> => ({
		entity: group,
		changed: true,
		confirm: { id: String(group.id), fault: (now) => kind.fault(name, now) },
	});

	return {
		create: operation({
			name: 'Create',
			action: 'Create a group',
			description: descriptions.create,
			fields: { name: nameField() },
			repeat: 'fails',
			view,
			prepare,
			target: ({ name }) => name.toLowerCase(),
			async run(client, { name }) {
				kind.refuseTaken(await kind.of(client).all(), name);
				return written(await kind.of(client).create(name), name);
			},
			readBack,
		}),
		get: operation({
			name: 'Get',
			action: 'Get a group by name or ID',
			description: 'Get one group',
			fields: { group: groupField() },
			repeat: 'safe',
			view,
			prepare,
			run: async (_, { group }, groups) => ({ entity: pick(group, groups, GROUP) }),
		}),
		getAll: operation({
			name: 'Get Many',
			action: 'Get many groups',
			description: descriptions.getAll,
			fields: catalogueFields('Data'),
			repeat: 'safe',
			view,
			prepare,
			run: async (_, input, groups) => catalogueHits(groups, input),
		}),
		update: operation({
			name: 'Update',
			action: 'Rename a group',
			description: descriptions.update,
			fields: { group: groupField(), name: nameField() },
			repeat: 'safe',
			view,
			prepare,
			target: ({ group }, groups) => pick(group, groups, GROUP).id,
			async run(client, { group: reference, name }, groups) {
				const group = pick(reference, groups, GROUP);
				if (group.name === name) return { entity: group, changed: false };
				kind.refuseOwn(group, 'renamed');
				kind.refuseTaken(groups, name, group);
				await kind.of(client).rename(group, name);
				return written({ ...group, name }, name);
			},
			readBack,
		}),
	};
}
