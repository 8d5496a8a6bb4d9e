import { found, legacyNotFound, notFound, ok, refuse, refuseFlat, type Answer } from '../answers.mts';
import type { Call, Fields } from '../call.mts';
import { isId } from '../ids.mts';
import type { PathValues } from '../router.mts';
import type { Model, ModelShare } from './model.mts';
import { modelRow } from './rows.mts';

function models(call: Call): Model[] {
	return [...call.world.content.models.values()].filter(({ tenant }) => call.sees(tenant));
}

/** GET /api/v2/datamodels/schema: a list, or with `title` the one. */
export function listModels(call: Call): Answer {
	const title = call.query.get('title');
	if (title === null) return ok(models(call).map(modelRow));
	const model = models(call).find((one) => one.title === title);
	return ok(modelRow(found(model, () => refuseFlat(404, 404, `The data model ${title} was not found.`))));
}

/** GET /api/elasticubes/localhost/{title}/permissions, of an extract. */
export function getExtractShares(call: Call, path: PathValues): Answer {
	return ok({ shares: extract(call, path).shares });
}

/** PUT of the whole list. */
export function putExtractShares(call: Call, path: PathValues): Answer {
	const model = extract(call, path);
	model.shares = readShares(call);
	return ok({ shares: model.shares });
}

function extract(call: Call, path: PathValues): Model {
	return found(
		models(call).find(({ title, type }) => type === 'EXTRACT' && title === path.title),
		legacyNotFound,
	);
}

/** GET /api/v1/elasticubes/live/{oid}/permissions, of a live model. */
export function getLiveShares(call: Call, path: PathValues): Answer {
	return ok(live(call, path).shares);
}

export function patchLiveShares(call: Call, path: PathValues): Answer {
	const model = live(call, path);
	model.shares = readShares(call);
	return ok(model.shares);
}

function live(call: Call, path: PathValues): Model {
	return found(
		models(call).find(({ id, type }) => type === 'LIVE' && id === path.oid),
		() => notFound('model', path.oid),
	);
}

/** An entry with `party` for `partyId`, or of somebody who is not active, is dropped without a word (contract 8). */
function readShares(call: Call): ModelShare[] {
	const { body, world } = call;
	if (!Array.isArray(body)) throw refuse(400, 2002, 'The body must be an array.');
	return (body as readonly Fields[]).flatMap(({ partyId, type, permission }) => {
		if (!isId(partyId) || (type !== 'user' && type !== 'group')) return [];
		if (type === 'user' && world.users.get(partyId)?.active !== true) return [];
		return [{ partyId, type, permission: String(permission) }];
	});
}

/** POST /api/v1/elasticubes/{server}/{title}/updateCube: another creator. */
export function updateCube(call: Call, path: PathValues): Answer {
	const model = found(
		models(call).find(({ title }) => title === path.title),
		() => notFound('model', path.title),
	);
	const { creator } = call.fields;
	if (creator !== undefined) model.creator = call.person(call.id(creator, 'creator')).id;
	return ok(modelRow(model));
}
