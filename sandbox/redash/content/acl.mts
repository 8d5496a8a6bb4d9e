import { badRequest, fatal, notFound, ok, Refusal, type Answer } from '../answers.mts';
import { found, type Call } from '../call.mts';
import type { PathValues, Route } from '../router.mts';
import { bodyId, dashboardOr, demandOwner, queryOr } from './access.mts';
import { touch } from './changes.mts';
import type { Dashboard, Grant, Granted, Query } from './model.mts';
import { person } from './show.mts';

const ACCESS_TYPES: readonly unknown[] = ['view', 'modify', 'delete'];

export const aclRoutes: readonly Route[] = [
	{ method: 'GET', path: '/api/{type}/{id}/acl', handle: list },
	{ method: 'POST', path: '/api/{type}/{id}/acl', handle: grant },
	{ method: 'DELETE', path: '/api/{type}/{id}/acl', handle: revoke },
	{ method: 'GET', path: '/api/{type}/{id}/acl/{access}', handle: check },
];

/** Who may do what beside the owner; a kind of right that nobody has is not there at all. */
function list(call: Call, path: PathValues): Answer {
	const { type, row } = target(call, path);
	const answer: Record<string, unknown[]> = {};
	for (const { access, grantee } of call.world.content.grantsOn(type, row.id))
		(answer[access] ??= []).push(person(call, grantee));
	return ok(answer);
}

/** Granting again gives the same row, unless another person grants it (S). */
function grant(call: Call, path: PathValues): Answer {
	const { type, row } = target(call, path);
	demandOwner(call, row.user);
	const body = call.object();
	if (!('access_type' in body)) throw new Refusal(fatal());
	if (!ACCESS_TYPES.includes(body.access_type)) throw new Refusal(badRequest('Unknown access type.'));
	const access = body.access_type as string;
	const grantee = found(call.world.userIn(call.org.id, bodyId(body.user_id)), noSuchUser).id;
	const { content } = call.world;
	const values = { type, object: row.id, access, grantor: call.user.id, grantee };
	const same = content.grantsOn(type, row.id).find((old) => isSame(old, values));
	if (same === undefined) touch(call, grantee, call.world.stamp());
	call.note({ action: 'grant_permission', type, id: row.id, details: { grantee, access_type: access } });
	return ok(show(same ?? content.grants.add(values)));
}

/** Takes away what anybody granted; nothing to take is no error. */
function revoke(call: Call, path: PathValues): Answer {
	const { type, row } = target(call, path);
	demandOwner(call, row.user);
	const body = call.object();
	if (!('access_type' in body)) throw new Refusal(fatal());
	const grantee = found(call.world.users.get(bodyId(body.user_id)), noSuchUser).id;
	const { content } = call.world;
	for (const old of content.grantsOn(type, row.id))
		if (old.grantee === grantee && old.access === body.access_type) content.grants.remove(old);
	call.note({
		action: 'revoke_permission',
		type,
		id: row.id,
		details: { grantee_id: grantee, access_type: body.access_type },
	});
	return ok(null);
}

function check(call: Call, path: PathValues): Answer {
	const { type, row } = target(call, path);
	const grants = call.world.content.grantsOn(type, row.id);
	return ok({ response: grants.some((old) => old.grantee === call.user.id && old.access === path.access) });
}

/** Only queries and dashboards have such rights; anything else, and what is missing, is a 404. */
function target(call: Call, { type, id }: PathValues): { type: Granted; row: Query | Dashboard } {
	if (type === 'queries') return { type, row: queryOr(call, id) };
	if (type === 'dashboards') return { type, row: dashboardOr(call, id, notFound) };
	throw new Refusal(notFound());
}

const noSuchUser = (): Answer => badRequest('User not found.');

const isSame = (old: Grant, values: Omit<Grant, 'id'>): boolean =>
	old.access === values.access && old.grantee === values.grantee && old.grantor === values.grantor;

const show = ({ id, object, type, access, grantor, grantee }: Grant): Record<string, unknown> => ({
	id,
	object_id: object,
	object_type: type,
	access_type: access,
	grantor,
	grantee,
});
