import { createHash, randomUUID } from 'node:crypto';
import { decodeJwt, encodeJwt } from '../frame/jwt.mts';
import { TOKEN_KINDS, type TokenKind, type User } from './people.mts';

const KEY = 'the-sandbox-signs-with-this';
const DAY = 86_400;
/** Where tokens run out at all. */
const TOKEN_LIFE = 14 * DAY;

export interface Claims {
	readonly user: string;
	readonly apiSecret: string;
	readonly iat: number;
	readonly exp?: number;
}

/** A token as the server writes it (contract 2): there may be many of one secret, and they die together. */
export function writeToken(
	user: Pick<User, 'id' | 'secrets'>,
	now: number,
	expires: boolean,
	kind: TokenKind = 'api',
): string {
	const iat = Math.floor(now / 1000);
	const claims: Claims = {
		user: user.id,
		apiSecret: user.secrets[kind],
		iat,
		...(expires ? { exp: iat + TOKEN_LIFE } : {}),
	};
	return encodeJwt(claims, KEY);
}

/** The claims of a token this server has signed. */
export function readToken(token: string): Claims | undefined {
	const claims = decodeJwt(token, KEY);
	return typeof claims === 'object' && 'user' in claims ? (claims as Claims) : undefined;
}

/** Whether the token still lets its owner in. */
export function isGood(claims: Claims, user: User, now: number, expiryEnforced: boolean): boolean {
	// An upgraded server that enforces expiry knows no token without it any more (contract 2).
	if (expiryEnforced && (claims.exp === undefined || claims.exp * 1000 <= now)) return false;
	return Object.values(user.secrets).includes(claims.apiSecret);
}

export function newSecrets(): Record<TokenKind, string> {
	return { api: randomUUID(), odbc: randomUUID(), sso: randomUUID() };
}

/** Secrets of somebody in the seed: the same at every start. */
export function fixedSecrets(id: string): Record<TokenKind, string> {
	const secret = (kind: TokenKind): string => createHash('sha256').update(`${kind} ${id}`).digest('hex').slice(0, 32);
	return { api: secret('api'), odbc: secret('odbc'), sso: secret('sso') };
}

export function revoke(user: User, kinds: readonly TokenKind[] = TOKEN_KINDS): void {
	for (const kind of kinds) user.secrets[kind] = randomUUID();
}
