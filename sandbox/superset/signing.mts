import { randomBytes, randomUUID } from 'node:crypto';
import { decodeJwt, encodeJwt, hmac, jsonPart as part, sameText as same } from '../frame/jwt.mts';

/**
 * The server's SECRET_KEY, the one of the recordings: tests sign tokens of their own with it, and the expired token
 * stored in `auth.json` has a good signature here.
 */
export const SECRET_KEY = 'a-long-random-key-for-the-lab-only-0123456789';

/** Contract 3.2. */
export const ACCESS_SECONDS = 15 * 60;
export const REFRESH_SECONDS = 30 * 24 * 3600;
/** The CSRF pair works for a week (contract 3.4). */
export const CSRF_SECONDS = 7 * 24 * 3600;

export type TokenType = 'access' | 'refresh';

export interface Claims {
	readonly type?: string;
	readonly sub?: unknown;
	readonly exp?: number;
	readonly nbf?: number;
}

/** A token as the server writes it; `subject` is already a string or an int, as the version wants it. */
export function signToken(type: TokenType, subject: string | number, fresh: boolean, now: number): string {
	const iat = Math.floor(now / 1000);
	return encodeToken({
		fresh,
		iat,
		jti: randomUUID(),
		type,
		sub: subject,
		nbf: iat,
		csrf: randomUUID(),
		exp: iat + (type === 'access' ? ACCESS_SECONDS : REFRESH_SECONDS),
	});
}

/** HS256 over any claims. */
export function encodeToken(claims: object, key = SECRET_KEY): string {
	return encodeJwt(claims, key);
}

const REFUSALS = {
	segments: 'Not enough segments',
	form: 'Invalid header padding',
	signature: 'Signature verification failed',
	claims: 'Invalid payload string: must be a json object',
};

/** The claims, or the text with which the server refuses the token before it looks at them. */
export function decodeToken(token: string): Claims | string {
	const claims = decodeJwt(token, SECRET_KEY);
	return typeof claims === 'string' ? REFUSALS[claims] : claims;
}

/** What the session cookie holds. Anonymous unless somebody signed in with the form. */
export interface Session {
	readonly csrf_token?: string;
	readonly _user_id?: number;
	readonly locale?: string;
}

export function encodeSession(session: Session, now: number): string {
	return timed(part(session), now);
}

/** The session of a cookie; an empty one where the cookie is not ours. */
export function decodeSession(value: string): Session {
	const payload = untimed(value)?.payload;
	if (payload === undefined) return {};
	try {
		return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Session;
	} catch {
		return {};
	}
}

/** New random text that ties a CSRF token to its session. */
export function newCsrfSecret(): string {
	return randomBytes(20).toString('hex');
}

export function encodeCsrf(secret: string, now: number): string {
	return timed(part(secret), now);
}

/** The secret inside a CSRF token, or the text with which the server refuses it. */
export function decodeCsrf(token: string, now: number): { secret: string } | string {
	const read = untimed(token);
	if (read === undefined) return 'The CSRF token is invalid.';
	if (now / 1000 - read.at > CSRF_SECONDS) return 'The CSRF token has expired.';
	return { secret: String(JSON.parse(Buffer.from(read.payload, 'base64url').toString())) };
}

/** `payload.time.signature`, the form of the library the server signs with. */
function timed(payload: string, now: number): string {
	const stamp = Buffer.alloc(4);
	stamp.writeUInt32BE(Math.floor(now / 1000));
	const body = `${payload}.${stamp.toString('base64url')}`;
	return `${body}.${hmac('sha1', SECRET_KEY, body)}`;
}

function untimed(text: string): { payload: string; at: number } | undefined {
	const [payload, stamp, signature, ...rest] = text.split('.');
	if (payload === undefined || stamp === undefined || signature === undefined || rest.length > 0) return undefined;
	if (!same(signature, hmac('sha1', SECRET_KEY, `${payload}.${stamp}`))) return undefined;
	return { payload, at: Buffer.from(stamp, 'base64url').readUInt32BE() };
}
