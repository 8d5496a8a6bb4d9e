import type { Answer } from './answers.mts';
import type { Call } from './call.mts';
import { ownerOf } from './links.mts';
import { errorPage, passwordForm, redirect } from './pages.mts';
import type { PathValues } from './router.mts';
import type { User } from './world.mts';

const SHORTEST_PASSWORD = 6;

/** GET /invite/{token}: for people who have not accepted yet. */
export const showInvite = withOwner((_, user) => (user.pending ? passwordForm() : accepted()));

/** POST /invite/{token}: sets the password and accepts. */
export const acceptInvite = withOwner((call, user) => (user.pending ? setPassword(call, user) : accepted()));

/** GET and POST /reset/{token}: as often as one likes. */
export const showReset = withOwner((call, user) => (brokenReset(call, user) ? badLink() : passwordForm()));
export const acceptReset = withOwner((call, user) => (brokenReset(call, user) ? badLink() : setPassword(call, user)));

/** GET /verify/{token}. */
export const verify = withOwner((_, user) => {
	user.verified = true;
	return passwordForm();
});

function withOwner(handle: (call: Call, user: User) => Answer): (call: Call, path: PathValues) => Answer {
	return (call, { token }) => {
		const user = ownerOf(call.world, call.org, token);
		return user === undefined ? badLink() : handle(call, user);
	};
}

const accepted = (): Answer =>
	errorPage('This invitation has already been accepted. Please try resetting your password instead.');
const badLink = (): Answer => errorPage('Your invite link has expired. Please ask for a new one.');

/** Version 7 makes reset links that only work for people who have not accepted (contract 12). */
function brokenReset({ world }: Call, user: User): boolean {
	return world.behaviour.invertedOrder && world.behaviour.lifecycle && !user.pending;
}

function setPassword(call: Call, user: User): Answer {
	const password = new URLSearchParams(call.text).get('password') ?? '';
	if (password.length < SHORTEST_PASSWORD) return passwordForm(400, 'Password length is too short (<6).');
	user.password = password;
	user.pending = false;
	user.updatedAt = call.world.stamp();
	return redirect(call.world.settings.multiOrg ? `/${call.org.slug}/` : '/');
}
