/** Value of one cookie of the request. */
export function cookie(request: Request, name: string): string | undefined {
	for (const part of (request.headers.get('cookie') ?? '').split(';')) {
		const at = part.indexOf('=');
		if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
	}
	return undefined;
}
