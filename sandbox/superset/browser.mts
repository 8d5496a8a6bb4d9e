import { redirect, type Answer } from './answers.mts';
import { signIn } from './auth.mts';
import type { CsrfAnswer } from './auth.mts';
import type { Call } from './call.mts';
import { requireCsrf, sessionUser } from './guard.mts';
import { loginPage, welcomePage } from './pages.mts';
import { encodeCsrf, newCsrfSecret } from './signing.mts';

/** `GET /login/`: the form, with a token tied to its session. */
export function loginForm(call: Call): CsrfAnswer {
	const secret = call.session.csrf_token ?? newCsrfSecret();
	const page = loginPage(encodeCsrf(secret, call.world.clock.now()));
	return { status: 200, html: page, cookie: true, session: { ...call.session, csrf_token: secret, locale: 'en' } };
}

/** `POST /login/`: signs a browser in (R `6.1.0-postgres/delete:viewer-browser-login`). */
export function submitLogin(call: Call): CsrfAnswer {
	const form = new URLSearchParams(call.text);
	requireCsrf(call, form.get('csrf_token') ?? undefined);
	const user = signIn(call.world, form.get('username') ?? '', form.get('password') ?? '');
	if (user === undefined)
		return { ...redirect(302, `${call.world.settings.prefix}/login/`), cookie: true, session: call.session };
	return {
		...redirect(302, `${call.world.settings.prefix}/`),
		cookie: true,
		session: { ...call.session, _user_id: user.id },
	};
}

/** `GET /superset/welcome/`: the start page; a visit is written to the action log. */
export function welcome(call: Call): Answer {
	const user = sessionUser(call);
	if (user === undefined) return redirect(302, `${call.world.settings.prefix}/login/`);
	call.world.log.add({ action: 'welcome', at: call.world.stamp(), user: user.id });
	return { status: 200, html: welcomePage(), cookie: true };
}
