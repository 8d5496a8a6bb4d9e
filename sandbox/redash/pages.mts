import { page, type Answer } from './answers.mts';

/** The front end, which answers every GET nobody else does (contract 1). */
export const frontEnd = (): Answer =>
	page(
		200,
		'<!DOCTYPE html><html><head><title>Redash</title></head><body><div id="application-root"></div></body></html>\n',
	);

export const loginForm = (): Answer =>
	page(
		200,
		'<!DOCTYPE html>\n<html>\n<head>\n  <title>Login to Redash</title>\n</head>\n<body>\n<form method="post"><input name="email"><input type="password" name="password"></form>\n</body>\n</html>\n',
	);

/** What a link out of a mail shows. */
export const passwordForm = (status = 200, problem = ''): Answer =>
	page(
		status,
		`<!DOCTYPE html>\n<html>\n<head>\n  <title>Redash</title>\n</head>\n<body>\n${problem}<form method="post"><input type="password" name="password"></form>\n</body>\n</html>\n`,
	);

export const errorPage = (text: string): Answer =>
	page(
		400,
		`\n\n<!DOCTYPE html>\n<html class="no-js">\n<head>\n  <title>Error :-(</title>\n  <meta name="viewport" content="width=device-width, initial-scale=1.0">\n  <meta http-equiv="X-UA-Compatible" content="IE=edge">\n</head>\n<body>${text}</body>\n</html>\n`,
	);

/** An error as the web framework words it where no API route was found. */
export const htmlError = (status: number, title: string, text: string): Answer =>
	page(
		status,
		`<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`,
	);

export const redirect = (location: string): Answer => ({
	...page(
		302,
		`<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="${location}">${location}</a>. If not, click the link.\n`,
	),
	location,
});
