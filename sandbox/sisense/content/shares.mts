import { forbidden, ok, Refusal, type Answer } from '../answers.mts';
import type { Call, Fields } from '../call.mts';
import { isId } from '../ids.mts';
import type { PathValues } from '../router.mts';
import { actsAsAdmin } from './dashboard-writes.mts';
import { existing, requireSeen } from './dashboards.mts';
import type { Dashboard, Share } from './model.mts';
import { sharesBody } from './rows.mts';

/** GET /api/shares/dashboard/{oid}. */
export function getShares(call: Call, path: PathValues): Answer {
	return ok(sharesBody(call.world, shown(call, path)));
}

function shown(call: Call, path: PathValues): Dashboard {
	return actsAsAdmin(call) ? existing(call, path.oid) : requireSeen(call, path.oid);
}

/** GET /api/v1/dashboards/{oid}/shares: the same; some servers know no `adminAccess` here (contract 8). */
export function getV1Shares(call: Call, path: PathValues): Answer {
	if (call.query.has('adminAccess') && !call.world.settings.adminAccessOnV1Shares)
		throw call.invalid('adminAccess is not a known query parameter');
	return getShares(call, path);
}

/** POST /api/shares/dashboard/{oid}: replaces the whole list; an entry of the owner is taken and changes nothing. */
export function postShares(call: Call, path: PathValues): Answer {
	const { world, fields } = call;
	const asAdmin = actsAsAdmin(call);
	const dashboard = existing(call, path.oid);
	if (!asAdmin && dashboard.owner !== call.user.id) throw new Refusal(forbidden());
	const { sharesTo } = fields;
	if (!Array.isArray(sharesTo)) throw call.invalid('sharesTo must be an array');
	dashboard.shares = (sharesTo as readonly Fields[])
		.map((entry) => readEntry(call, entry))
		.filter(({ shareId }) => shareId !== dashboard.owner);
	dashboard.lastUpdated = world.stamp();
	return ok(sharesBody(world, dashboard));
}

/** What GET gave is good to be sent back: names are passed over, and no rule is `view`. */
function readEntry(call: Call, { shareId, type, rule, subscribe }: Fields): Share {
	if (!isId(shareId) || (type !== 'user' && type !== 'group')) throw call.invalid('sharesTo has a bad entry');
	return {
		shareId,
		type,
		rule: typeof rule === 'string' ? rule : 'view',
		subscribe: subscribe === true,
	};
}
