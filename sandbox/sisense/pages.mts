import type { Answer } from './answers.mts';

const page = (status: number, html: string): Answer => ({ status, html });

/** The app, which also is the login page. */
export const app = (): Answer =>
	page(
		200,
		'<!DOCTYPE html><html lang="en"><head><title>Sisense</title></head><body><div id="app"></div></body></html>\n',
	);

/** What the server's framework says to a path it has no route for; no contract tells, the vendor's server is Express. */
export const noRoute = (method: string, path: string): Answer =>
	page(
		404,
		`<!DOCTYPE html>\n<html lang="en">\n<head><title>Error</title></head>\n<body><pre>Cannot ${method} ${path}</pre></body>\n</html>\n`,
	);
