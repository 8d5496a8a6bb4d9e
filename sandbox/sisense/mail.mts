import type { User, World } from './world.mts';

/** Goes to who has no password yet (contract 4). Others have nothing to activate. */
export function mailInvitation(world: World, user: User): void {
	if (user.password === null) sendInvitation(world, user);
}

export function sendInvitation(world: World, user: User): void {
	send(world, user, 'Activate your Sisense account', 'activate');
}

export function mailReset(world: World, user: User): void {
	send(world, user, 'Reset your Sisense password', 'recover');
}

function send(world: World, { id, email }: User, subject: string, page: string): void {
	const text = `${subject}: https://sisense.example.com/app/account/${page}/${id}`;
	world.mail.push({ to: email, subject, text, at: world.stamp() });
}
