import { collection } from '../../../../kit/fields';
import { GROUP, pick, refuseTaken } from '../../../../kit/names';
import type { Resource } from '../../../../kit/operation';
import { Problem } from '../../../../kit/problem';
import { API_KEY, faultOfKey, type ApiKey } from '../../../../products/metabase/apiKeys';
import type { Metabase } from '../../../../products/metabase/client';
import { catalogueFields, catalogueHits } from '../../../catalogue';
import type { Reference } from '../../../../kit/fields';
import { apiKeyField, groupField, keyNameField } from '../../fields';
import { operation, unchanged } from '../../operation';
import { apiKeyView } from '../../views';

const prepare = async (metabase: Metabase) => await metabase.apiKeys.all();

const target = ({ apiKeyId }: { apiKeyId: Reference }, keys: ApiKey[]) => pick(apiKeyId, keys, API_KEY).id;

/** What making a key puts out: it is told once. */
const MADE = { apiKey: 'string' } as const;

const create = operation({
	name: 'Create',
	action: 'Create an API key that acts with the rights of a group',
	description:
		'Create an API key and get it, this once; it has the rights of its group and outlives whoever made it. Fails if the name is taken.',
	fields: { name: keyNameField(true), group: groupField() },
	repeat: 'fails',
	view: apiKeyView,
	output: { ...MADE, changed: 'boolean' },
	prepare,
	target: ({ name }) => name.toLowerCase(),
	async run(metabase, { name, group: reference }, keys) {
		refuseTaken('Metabase', keys, name, 'API key');
		const group = pick(reference, await metabase.groups.all(), GROUP);
		const key = await metabase.apiKeys.create(name, group);
		keys.push(key);
		return { entity: key, changed: true, extra: { apiKey: key.unmasked_key! } };
	},
});

const getAll = operation({
	name: 'Get Many',
	action: 'Get many API keys',
	description: 'Get many API keys, without the secret',
	fields: catalogueFields('export'),
	repeat: 'safe',
	view: apiKeyView,
	prepare,
	run: async (_, input, keys) => catalogueHits(keys, input),
});

const update = operation({
	name: 'Update',
	action: 'Rename an API key or move it to another group',
	description: 'Rename an API key, or move it to another group, whose rights it then has',
	fields: {
		apiKeyId: apiKeyField(),
		updateFields: collection(
			{ displayName: 'Update Fields' },
			{ group: groupField(false), name: keyNameField(false) },
		),
	},
	repeat: 'safe',
	view: apiKeyView,
	prepare,
	target,
	async run(metabase, { apiKeyId, updateFields }, keys) {
		if (Object.keys(updateFields).length === 0) {
			throw new Problem('"Update Fields" is empty.', 'Add at least one field to change.');
		}
		const key = pick(apiKeyId, keys, API_KEY);
		const { name } = updateFields;
		const group = updateFields.group && pick(updateFields.group, await metabase.groups.all(), GROUP);
		const moves = group !== undefined && group.id !== key.group.id;
		if (!moves && (name === undefined || name === key.name)) return unchanged(key);
		refuseTaken('Metabase', keys, name, 'API key', key);
		if (moves) await metabase.apiKeys.refuseOwn(key, 'moved to another group');
		await metabase.apiKeys.update(key, name ?? key.name, group ?? key.group);
		return {
			entity: key,
			changed: true,
			confirm: { id: String(key.id), fault: (now?: ApiKey) => faultOfKey({ name, group }, now) },
		};
	},
	readBack: async (metabase, ids) => await metabase.apiKeys.readBack(ids),
});

const regenerate = operation({
	name: 'Regenerate',
	action: 'Regenerate an API key, so that the old one is dead',
	description: 'Get a new secret for an API key, this once; the old one is dead at once',
	fields: { apiKeyId: apiKeyField() },
	repeat: 'resends',
	view: apiKeyView,
	output: MADE,
	prepare,
	target,
	async run(metabase, { apiKeyId }, keys) {
		const key = pick(apiKeyId, keys, API_KEY);
		await metabase.apiKeys.refuseOwn(key, 'renewed');
		const now = await metabase.apiKeys.regenerate(key);
		return { entity: now, extra: { apiKey: now.unmasked_key! } };
	},
});

const remove = operation({
	name: 'Delete',
	action: 'Delete an API key',
	description: 'Delete an API key; whoever uses it is shut out at once',
	fields: { apiKeyId: apiKeyField() },
	repeat: 'fails',
	output: { deleted: 'boolean', id: 'integer', name: 'string' },
	prepare,
	target,
	async run(metabase, { apiKeyId }, keys) {
		const key = pick(apiKeyId, keys, API_KEY);
		await metabase.apiKeys.refuseOwn(key, 'deleted');
		await metabase.apiKeys.remove(key);
		return { json: { deleted: true, id: key.id, name: key.name } };
	},
});

export const apiKey: Resource<Metabase> = {
	name: 'API Key',
	operations: { create, delete: remove, getAll, regenerate, update },
};
