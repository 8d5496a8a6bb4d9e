/** The address counted for: the first X-Forwarded-For of a proxy. */
export function addressOf(request: Request): string {
	return request.headers.get('x-forwarded-for')?.split(',')[0].trim() ?? '127.0.0.1';
}
