import { asProblem, Problem } from '../../kit/problem';
import { v0, v1, type Sisense } from './client';
import type { Owned, Stock } from './content';
import type { User } from './person';
import { canOwn } from './roles';

/** What the former owner keeps on each dashboard. */
export type FormerOwner = 'view' | 'edit' | 'none';

type Ref = Pick<Owned, 'type' | 'id' | 'name'>;

export interface Handover {
	moved: Ref[];
	/** What a person has to look after. */
	remaining: Array<Ref & { reason: string }>;
	failed: Array<{ what: Ref; problem: Problem }>;
	blindSpots: string[];
}

interface Share {
	shareId: string;
	type: 'user' | 'group';
	rule?: string;
	subscribe?: boolean;
}

/** With an admin's rights; where a version does not know that, once as the account itself (contract 8). */
const AS_ADMIN = { adminAccess: 'true' };

const refOf = ({ type, id, name }: Owned): Ref => ({ type, id, name });

/** Throws a Problem where somebody can't receive what another one owns (contract 13.1). */
export function refuseSuccessor(from: User, to: User): void {
	if (from.id === to.id)
		throw new Problem(`${from.email} can't be their own successor.`, 'Choose somebody else as "Successor".');
	const say = (why: string) => new Problem(`The successor ${to.email} ${why}.`, 'Choose an active designer or admin as "Successor".');
	if (to.state !== 'active') throw say(`is ${to.state} in Sisense`);
	if (!canOwn(to.role)) throw say(to.role ? `is a ${to.role.name}, who can't own dashboards` : 'has a role that was deleted');
	if (from.raw.tenantId !== to.raw.tenantId) throw say('belongs to another tenant');
}

/**
 * Makes a successor the owner of dashboards and folders, one after another, and lists again to prove it. Never publishes
 * and never deletes: both would destroy what people made (contract 8).
 */
export async function handOver(sisense: Sisense, from: User, to: User, former: FormerOwner): Promise<Handover> {
	const before = await sisense.content.of(from);
	const failed: Handover['failed'] = [];
	for (const one of before.owned) {
		try {
			if (one.type === 'dashboard') await moveDashboard(sisense, one, from, to, former);
			if (one.type === 'folder') await moveFolder(sisense, one.id, to);
		} catch (thrown) {
			failed.push({ what: refOf(one), problem: asProblem(thrown) });
		}
	}
	await moveHiddenFolders(sisense, before, to);
	const after = before.owned.length === 0 ? before : await sisense.content.fresh(from);
	const isLeft = (one: Owned) => after.owned.some(({ type, id }) => type === one.type && id === one.id);
	const movable = before.owned.filter(({ type }) => type !== 'report');
	for (const one of movable) {
		if (!isLeft(one) || failed.some(({ what }) => what.type === one.type && what.id === one.id)) continue;
		failed.push({
			what: refOf(one),
			problem: new Problem('Sisense accepted the new owner but did not apply it.', 'Look at it in Sisense.'),
		});
	}
	return {
		moved: movable.filter((one) => !isLeft(one)).map(refOf),
		remaining: after.owned
			.filter(({ type }) => type === 'report')
			.map((one) => ({ ...refOf(one), reason: "Sisense can't change the owner of a report" })),
		failed,
		blindSpots: after.blindSpots,
	};
}

async function moveDashboard(sisense: Sisense, { id }: Owned, from: User, to: User, former: FormerOwner): Promise<void> {
	const body = { ownerId: to.id, originalOwnerRule: former === 'none' ? 'view' : former };
	await asAdmin(async (query) => await sisense.write('POST', v1('dashboards', id, 'change_owner'), { body, query }));
	if (former === 'none') await dropShare(sisense, id, from, to);
}

/** Shares are replaced as a whole: what was read goes back, the owner with its rule (contract 8). */
async function dropShare(sisense: Sisense, id: string, from: User, to: User): Promise<void> {
	const path = v0('shares', 'dashboard', id);
	const { sharesTo } = await asAdmin(async (query) => await sisense.get<{ sharesTo: Share[] }>(path, query));
	if (!sharesTo.some(({ shareId }) => shareId === from.id)) return;
	const owner = { shareId: to.id, type: 'user', rule: 'owner', subscribe: false };
	const others = sharesTo.filter(({ shareId }) => shareId !== from.id && shareId !== to.id);
	const body = { sharesTo: [owner, ...others.map(({ shareId, type, rule, subscribe }) => ({ shareId, type, rule: rule ?? 'view', subscribe: subscribe ?? false }))] };
	await asAdmin(async (query) => await sisense.write('POST', path, { body, query }));
}

async function moveFolder(sisense: Sisense, id: string, to: User): Promise<void> {
	await sisense.write('PATCH', v1('folders', id), { body: { owner: to.id } });
}

/** Folders no list shows can often be written all the same; what can't stays a blind spot (contract 13.6). */
async function moveHiddenFolders(sisense: Sisense, { owned, blindSpots }: Stock, to: User): Promise<void> {
	if (blindSpots.length === 0) return;
	const listed = new Set(owned.filter(({ type }) => type === 'folder').map(({ id }) => id));
	const hidden = new Set(owned.flatMap(({ folderId }) => (folderId && !listed.has(folderId) ? [folderId] : [])));
	for (const id of hidden) {
		await moveFolder(sisense, id, to).catch((thrown: unknown) => {
			if (!(thrown instanceof Problem) || !['403', '404'].includes(thrown.httpCode ?? '')) throw thrown;
		});
	}
}

/** Once with an admin's rights, once without where that is refused; any other failure is final (contract 8). */
async function asAdmin<T>(ask: (query: Record<string, string>) => Promise<T>): Promise<T> {
	return await ask(AS_ADMIN).catch(async (thrown: unknown) => {
		if (!(thrown instanceof Problem) || !['401', '403', '422'].includes(thrown.httpCode ?? '')) throw thrown;
		return await ask({}).catch((second: unknown) => {
			throw second instanceof Problem && second.httpCode === '403' ? thrown : second;
		});
	});
}
