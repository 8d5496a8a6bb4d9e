import type { Call } from './call.mts';
import { newResetLink } from './reset.mts';
import type { User, World } from './world.mts';

/** Goes to everybody new, password or not, but not to people of tenants (contract 3). */
export function mailInvitation(call: Call, user: User): void {
	if (user.tenant !== null) return;
	const { world } = call;
	const words = `You're invited to join ${world.siteName}'s Metabase: ${newResetLink(call, user)}#new`;
	send(world, user.email, `You're invited to join ${world.siteName}'s Metabase`, words);
}

/** SSO people get a mail too, but no link. */
export function mailReset(call: Call, user: User): void {
	const { world } = call;
	const words =
		user.ssoSource === null
			? `Click to reset your password: ${newResetLink(call, user)}`
			: `You're using ${user.ssoSource} to sign in to Metabase, so you have no password to reset.`;
	send(world, user.email, '[Metabase] Password Reset Request', words);
}

/** Without a mail server nothing is kept: the server only writes a line to its log. */
function send(world: World, to: string, subject: string, text: string): void {
	if (world.settings.mail) world.mail.push({ to, subject, text, at: world.stamp() });
}
