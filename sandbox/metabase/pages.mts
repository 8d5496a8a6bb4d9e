import type { Answer } from './answers.mts';

const page = (status: number, html: string): Answer => ({ status, html });

/** The front end, which answers everything outside /api with 200, whatever was asked for. */
export const frontEnd = (): Answer =>
	page(
		200,
		'<!DOCTYPE html><html lang="en"><head><title>Metabase</title></head><body><div id="root"></div></body></html>\n',
	);

/** What a limiter in front of the server says; Metabase has none of its own for whole requests. */
export const proxyLimit = (): Answer =>
	page(429, '<html><head><title>429 Too Many Requests</title></head><body>429 Too Many Requests</body></html>\n');
