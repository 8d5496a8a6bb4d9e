/** The few HTML pages a client may meet instead of JSON. */

/** Page of a 404 or 500 for a browser (R `auth:unknown-route-html`, cut there to 200 characters). */
export function errorPage(status: number): string {
	const title = status === 404 ? 'Superset - Page not found' : 'Superset - Internal server error';
	return `<!doctype html><html lang="en"><head><meta charset="UTF-8"/><meta http-equiv="X-UA-Compatible" content="IE=edge"/><meta name="viewport" content="width=q,initial-scale=1"/><link rel="icon" type="image/png" href="/static/assets/images/favicon.png"/><title>${title}</title></head><body><div class="error-page-content">${title}</div></body></html>`;
}

/** Start page after signing in (R `6.1.0-postgres/delete:viewer-opens-page`, cut there to 200 characters). */
export function welcomePage(): string {
	return `\n\n<!DOCTYPE html>\n<html>\n  \n  \n  \n  \n\n  <head>\n    <title>\n      \n        \n          Superset\n        \n      \n    </title>\n\n    \n      <link rel="manifest" href="/static/assets/pwa-manifest.json?v=4">\n  </head>\n  <body>\n    <div id="app"></div>\n  </body>\n</html>\n`;
}

/** Form to sign in; carries the token the form has to send back. */
export function loginPage(csrfToken: string): string {
	return `<!DOCTYPE html>\n<html>\n  <head>\n    <title>Superset</title>\n  </head>\n  <body>\n    <form method="post" name="login" action="/login/">\n      <input type="hidden" name="csrf_token" value="${csrfToken}">\n      <input name="username">\n      <input name="password" type="password">\n      <input type="submit" value="Sign In">\n    </form>\n  </body>\n</html>\n`;
}
