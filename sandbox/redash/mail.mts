import { linkTo } from './links.mts';
import type { User, World } from './world.mts';

/** Invites somebody: by mail where mail is configured and wanted, else the link goes into the answer (contract 5). */
export function invite(world: World, inviter: User, user: User, noInvite: boolean): { invite_link?: string } {
	const link = linkTo(world, 'invite', user);
	const mailed = world.settings.mail && !noInvite;
	if (mailed) send(world, user.email, `${inviter.name} invited you to join Redash`, `Join here: ${link}`);
	return mailed && !world.behaviour.linkAlways ? {} : { invite_link: link };
}

export function mailReset(world: World, user: User, link: string): void {
	send(world, user.email, 'Reset your password', `Choose a new password here: ${link}`);
}

export function mailVerification(world: World, user: User): void {
	send(
		world,
		user.email,
		`${user.name}, please verify your email address`,
		`Verify it here: ${linkTo(world, 'verify', user)}`,
	);
}

/** Without a mail server a mail stays in the queue for ever. */
function send(world: World, to: string, subject: string, text: string): void {
	if (!world.settings.mail) return;
	world.mail.push({ to, subject, text, at: new Date(world.clock.now()).toISOString() });
}
