import { createHmac } from 'node:crypto';
import type { Org, User, World } from './world.mts';

const SECRET = 'cookie secret of the sandbox';
const DAY = 86_400_000;
/** REDASH_INVITATION_TOKEN_MAX_AGE. */
const LIFETIME = 7 * DAY;

/** One token per person and second serves invite, reset and verify (contract 5). */
export function tokenFor(world: World, user: User): string {
	const id = encode(JSON.stringify(String(user.id)));
	return sign(`${id}.${Math.floor(world.clock.now() / 1000).toString(36)}`);
}

/** Whose token it is; nobody where it is not ours or too old. */
export function ownerOf(world: World, org: Org, token: string): User | undefined {
	const [id, time] = token.split('.');
	if (sign(`${id}.${time}`) !== token) return undefined;
	if (world.clock.now() - parseInt(time, 36) * 1000 > LIFETIME) return undefined;
	return world.userIn(org.id, Number(JSON.parse(Buffer.from(id, 'base64url').toString())));
}

/** The link as the server writes it, with its faults: relative without a host, `https://http://` before 26.3. */
export function linkTo(world: World, kind: 'invite' | 'reset' | 'verify', user: User): string {
	const { host, multiOrg, behaviour } = world.settings;
	const slug = world.orgs.get(user.org)?.slug;
	const base = multiOrg ? `${behaviour.doubledScheme ? 'https://' : ''}${host}/${slug}` : host;
	return `${base}/${kind}/${tokenFor(world, user)}`;
}

/** Value of the cookie that signs somebody in: void after a change of e-mail or password. */
export function rememberToken(user: User): string {
	return sign(`${user.id}.${encode(`${user.email}/${user.password}`)}`);
}

/** Who a remember cookie signs in. */
export function rememberedUser(world: World, org: Org, cookie: string): User | undefined {
	const user = world.userIn(org.id, Number(cookie.split('.')[0]));
	return user !== undefined && rememberToken(user) === cookie ? user : undefined;
}

function sign(payload: string): string {
	return `${payload}.${createHmac('sha1', SECRET).update(payload).digest('base64url')}`;
}

function encode(text: string): string {
	return Buffer.from(text).toString('base64url');
}
