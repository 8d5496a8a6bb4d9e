import { errors, forbidden, notAuthorized, Refusal } from './answers.mts';
import { tokenRefused, type Call } from './call.mts';
import { decodeCsrf, decodeToken, type TokenType } from './signing.mts';
import type { User } from './people.mts';

/**
 * Refuses unless somebody who may do this acts; sets `call.user`.
 * A session of somebody who signed in with the form wins over the token (contract 2.1).
 */
export function requirePermission(call: Call, permission: string, view: string): void {
	const user = sessionUser(call) ?? bearer(call);
	call.actAs(user);
	if (!call.world.may(user, permission, view)) throw new Refusal(forbidden());
}

/** The person of an API key or an access token. Refuses with the answers of contract 3.2 and 3.3. */
function bearer(call: Call): User {
	const key = /^Bearer\s+(sst_\S+)$/.exec(call.header('authorization') ?? '')?.[1];
	return key !== undefined && call.world.settings.apiKeys ? keyUser(call, key) : tokenUser(call, 'access');
}

/** The person of a token of the given type. */
export function tokenUser(call: Call, type: TokenType): User {
	const header = call.header('authorization');
	if (header === null || header === '') throw tokenRefused(401, 'Missing Authorization Header');
	const [scheme, token, ...rest] = header.split(/\s+/);
	if (scheme !== 'Bearer')
		throw tokenRefused(
			401,
			"Missing 'Bearer' type in 'Authorization' header. Expected 'Authorization: Bearer <JWT>'",
		);
	if (token === undefined || token === '' || rest.length > 0)
		throw tokenRefused(422, "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'");
	const subject = checkClaims(call, token, type);
	const user = call.world.users.get(Number(subject));
	if (user?.active === true) return user;
	if (call.world.behaviour.lostUserIsFatal)
		throw new Refusal(errors(500, "'NoneType' object has no attribute 'is_active'"));
	throw tokenRefused(401, `Error loading the user ${String(subject)}`);
}

function checkClaims(call: Call, token: string, type: TokenType): unknown {
	const claims = decodeToken(token);
	if (typeof claims === 'string') throw tokenRefused(422, claims);
	const now = Math.floor(call.world.clock.now() / 1000);
	if (claims.nbf !== undefined && claims.nbf > now) throw tokenRefused(422, 'The token is not yet valid (nbf)');
	if (claims.exp !== undefined && claims.exp <= now) throw tokenRefused(401, 'Token has expired');
	if (call.world.settings.strictSubject && typeof claims.sub !== 'string')
		throw tokenRefused(422, 'Subject must be a string');
	if (claims.type !== type)
		throw tokenRefused(
			422,
			type === 'refresh' ? 'Only refresh tokens are allowed' : 'Only non-refresh tokens are allowed',
		);
	return claims.sub;
}

function keyUser(call: Call, text: string): User {
	const { world } = call;
	const now = world.clock.now();
	const key = world.apiKeys.find((candidate) => candidate.key === text);
	const usable =
		key !== undefined &&
		key.revokedOn === null &&
		(key.expiresOn === null || Date.parse(`${key.expiresOn}Z`) > now);
	const user = usable ? world.users.get(key.user) : undefined;
	if (key === undefined || user?.active !== true) throw new Refusal(notAuthorized());
	key.lastUsedOn = world.stamp();
	return user;
}

/** Who signed in with the form, if the session cookie says so and the account is active. */
export function sessionUser(call: Call): User | undefined {
	const id = call.session._user_id;
	const user = id === undefined ? undefined : call.world.users.get(id);
	return user?.active === true ? user : undefined;
}

/** The CSRF pair of content writes, with the Referer rule behind a TLS proxy. Contract 3.4; R `csrf-https:*`. */
export function requireCsrf(call: Call, fromForm?: string): void {
	const token = fromForm ?? call.header('x-csrftoken') ?? call.header('x-csrf-token');
	if (token === null || token === '') throw badCsrf('The CSRF token is missing.');
	if (call.session.csrf_token === undefined) throw badCsrf('The CSRF session token is missing.');
	const read = decodeCsrf(token, call.world.clock.now());
	if (typeof read === 'string') throw badCsrf(read);
	if (read.secret !== call.session.csrf_token) throw badCsrf('The CSRF tokens do not match.');
	if (!call.origin.startsWith('https:')) return;
	const referrer = call.header('referer');
	if (referrer === null || referrer === '') throw badCsrf('The referrer header is missing.');
	if (originOf(referrer) !== call.origin) throw badCsrf('The referrer does not match the host.');
}

function badCsrf(text: string): Refusal {
	return new Refusal(errors(400, `400 Bad Request: ${text}`));
}

function originOf(url: string): string | undefined {
	try {
		return new URL(url).origin;
	} catch {
		return undefined;
	}
}
