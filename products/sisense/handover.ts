import { Handover, refuseSuccessor, type Thing } from '../../kit/handover';
import { asProblem, Problem } from '../../kit/problem';
import { v0, v1, type Sisense } from './client';
import type { Owned, Stock } from './content';
import type { User } from './person';
import { canOwn } from './roles';

/** What the former owner keeps on each dashboard. */
export type FormerOwner = 'view' | 'edit' | 'none';

interface Share {
	shareId: string;
	type: 'user' | 'group';
	rule?: string;
	subscribe?: boolean;
}

/** With an admin's rights; where a version does not know that, once as the account itself (contract 8). */
const AS_ADMIN = { adminAccess: 'true' };

/** Throws a Problem where somebody can't receive what another one owns (contract 13.1). */
export function refuseHeir(from: User, to: User): void {
	refuseSuccessor('Sisense', { id: from.id, name: from.email }, { ...to, name: to.email });
	const say = (why: string) => new Problem(`The successor ${to.email} ${why}.`, 'Choose an active designer or admin as "Successor".');
	if (!canOwn(to.role)) throw say(to.role ? `is a ${to.role.name}, who can't own dashboards` : 'has a role that was deleted');
	if (from.raw.tenantId !== to.raw.tenantId) throw say('belongs to another tenant');
}

/**
 * Makes a successor the owner of dashboards and folders, one after another, and lists again to prove it. Never publishes
 * and never deletes: both would destroy what people made (contract 8).
 */
export async function handOver(sisense: Sisense, from: User, to: User, former: FormerOwner): Promise<{ result: Handover; blindSpots: string[] }> {
	const before = await sisense.content.of(from);
	const result = new Handover();
	const movable = before.owned.filter(({ type }) => type !== 'report');
	for (const one of movable) {
		await result.attempt(one, async () => {
			if (one.type === 'dashboard') await moveDashboard(sisense, one, from, to, former);
			else await moveFolder(sisense, one.id, to);
		});
	}
	const hidden = await moveHiddenFolders(sisense, before, to);
	const after = before.owned.length === 0 ? before : await sisense.content.fresh(from);
	const isIn = (list: Thing[], one: Thing) => list.some(({ type, id }) => type === one.type && id === one.id);
	for (const one of movable) {
		if (!isIn(after.owned, one)) result.move(one);
		else if (!isIn(result.failed.map(({ what }) => what), one)) result.fail(one, NOT_APPLIED);
	}
	for (const one of hidden.moved) result.move(one);
	for (const one of after.owned) if (one.type === 'report') result.remains(one, "Sisense can't change the owner of a report");
	return { result, blindSpots: [...after.blindSpots, ...hidden.blindSpots] };
}

const NOT_APPLIED = new Problem('Sisense accepted the new owner but did not apply it.', 'Look at it in Sisense.');

async function moveDashboard(sisense: Sisense, { id }: Owned, from: User, to: User, former: FormerOwner): Promise<void> {
	const body = { ownerId: to.id, originalOwnerRule: former === 'none' ? 'view' : former };
	await asAdmin(async (query) => await sisense.write('POST', v1('dashboards', id, 'change_owner'), { body, query }));
	if (former !== 'none') return;
	// The dashboard has changed hands by now, so another run does not come by here.
	const lost = await dropShare(sisense, id, from, to).catch((thrown: unknown) => {
		const { what, httpCode } = asProblem(thrown);
		throw new Problem(`${to.email} owns it now, but ${from.email} may still look at it: ${what}`, 'Take the share away in Sisense.', { httpCode });
	});
	if (lost > 0) throw new Problem(`${to.email} owns it now, but Sisense dropped ${lost} of its other shares.`, 'Share it with them again.');
}

/**
 * Shares are replaced as a whole: what was read goes back, the owner with its rule; entries can be dropped under a 200,
 * so they are read again (contract 8).
 *
 * @returns how many shares of others are gone
 */
async function dropShare(sisense: Sisense, id: string, from: User, to: User): Promise<number> {
	const path = v0('shares', 'dashboard', id);
	const read = async () => (await asAdmin(async (query) => await sisense.get<{ sharesTo: Share[] }>(path, query))).sharesTo;
	const before = await read();
	if (!before.some(({ shareId }) => shareId === from.id)) return 0;
	const owner = { shareId: to.id, type: 'user', rule: 'owner', subscribe: false };
	const others = before.filter(({ shareId }) => shareId !== from.id && shareId !== to.id);
	const body = { sharesTo: [owner, ...others.map(({ shareId, type, rule, subscribe }) => ({ shareId, type, rule: rule ?? 'view', subscribe: subscribe ?? false }))] };
	await asAdmin(async (query) => await sisense.write('POST', path, { body, query }));
	const after = await read();
	if (after.some(({ shareId }) => shareId === from.id)) throw new Problem('Sisense accepted the new shares but did not apply them.', '');
	return others.filter((one) => !after.some(({ shareId }) => shareId === one.shareId)).length;
}

/** @returns the folder, where the server shows it */
async function moveFolder(sisense: Sisense, id: string, to: User): Promise<{ owner?: string; name?: string } | undefined> {
	return await sisense.write('PATCH', v1('folders', id), { body: { owner: to.id } });
}

/**
 * Folders no list shows can often be written all the same. Whether one was is told by the answer alone, which may be
 * empty (contract 13.6), because no list shows them afterwards either.
 */
async function moveHiddenFolders(sisense: Sisense, { owned, hiddenFolders }: Stock, to: User): Promise<{ moved: Thing[]; blindSpots: string[] }> {
	const moved: Thing[] = [];
	const blindSpots: string[] = [];
	for (const id of hiddenFolders) {
		const within = owned.filter(({ folderId }) => folderId === id).map(({ name }) => `"${name}"`);
		const which = `The folder (ID ${id}) of ${within.join(', ')}, which is shown to nobody else,`;
		const answer = await moveFolder(sisense, id, to).catch(asProblem);
		if (answer instanceof Problem) blindSpots.push(`${which} could not be handed over: ${answer.what}`);
		else if (answer?.owner === to.id) moved.push({ type: 'folder', id, name: answer.name ?? '' });
		else blindSpots.push(`${which} was given to ${to.email}; whether it was applied can't be seen.`);
	}
	return { moved, blindSpots };
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
