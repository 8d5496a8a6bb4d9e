import { createHmac, timingSafeEqual } from 'node:crypto';

/** HS256 over any claims. */
export function encodeJwt(claims: object, key: string): string {
	const body = `${jsonPart({ alg: 'HS256', typ: 'JWT' })}.${jsonPart(claims)}`;
	return `${body}.${hmac('sha256', key, body)}`;
}

/** The claims, or the first thing that is wrong with the token. */
export function decodeJwt(token: string, key: string): object | 'segments' | 'form' | 'signature' | 'claims' {
	const [head, body, signature] = token.split('.');
	if (head === undefined || body === undefined || signature === undefined) return 'segments';
	let claims: unknown;
	try {
		JSON.parse(Buffer.from(head, 'base64url').toString());
		claims = JSON.parse(Buffer.from(body, 'base64url').toString());
	} catch {
		return 'form';
	}
	if (!sameText(signature, hmac('sha256', key, `${head}.${body}`))) return 'signature';
	return typeof claims === 'object' && claims !== null ? claims : 'claims';
}

export function jsonPart(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function hmac(algorithm: 'sha1' | 'sha256', key: string, text: string): string {
	return createHmac(algorithm, key).update(text).digest('base64url');
}

/** Compares in constant time. */
export function sameText(left: string, right: string): boolean {
	const [a, b] = [Buffer.from(left), Buffer.from(right)];
	return a.length === b.length && timingSafeEqual(a, b);
}
