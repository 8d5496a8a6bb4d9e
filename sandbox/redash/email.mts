import type { World } from './world.mts';

/** A few of the hundreds of disposable domains the server knows. */
const DISPOSABLE = ['mailinator.com', 'guerrillamail.com', '10minutemail.com', 'yopmail.com', 'trashmail.com'];

/** Whether the server refuses addresses of this domain (contract 5). */
export function isBlocked(world: World, domain: string): boolean {
	const { behaviour, blockedDomains } = world.settings;
	const blocked = behaviour.ownBlockedDomains ? blockedDomains : new Set(['qq.com']);
	return DISPOSABLE.includes(domain.toLowerCase()) || blocked.has(domain.toLowerCase());
}
