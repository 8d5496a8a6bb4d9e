import type { Checkup } from '../../access/directory';
import type { Metabase } from './client';

/** What sets groups anew at each sign-in; nothing where that is off (contract 11.18). */
export async function syncWarning(metabase: Metabase): Promise<string[]> {
	const settings = await metabase.groupSyncs();
	if (settings.length === 0) return [];
	return [`Groups are set anew at each sign-in (${settings.join(', ')} is on): change them at the identity provider too.`];
}

/** From here on an alert can change its creator (contract 7). */
const ALERTS_MOVE = 59;

/** What a Metabase and the credential can and can't do (contract 1, 7, 13). Writes nothing. */
export async function checkup(metabase: Metabase): Promise<Checkup> {
	await metabase.current();
	const server = await metabase.server();
	const people = await metabase.users.all();
	const revivers = await metabase.revivers();
	const { release = 0 } = server;
	return {
		limited: false,
		...(server.tag !== undefined && { version: server.tag, edition: server.tag.startsWith('v1') ? 'paid build' : 'open source' }),
		works: [
			`${people.length} accounts can be seen.`,
			'The credential is an admin: people can be created, put into groups, deactivated and reactivated.',
			...(server.mail === true ? ['Mail is set up: whoever is created is mailed an invitation, and nothing keeps Metabase from it.'] : []),
			...(release >= ALERTS_MOVE ? ['Alerts can change their creator.'] : []),
		],
		limits: [
			'Metabase deletes nobody, and what somebody made keeps its creator.',
			...(server.mail === true ? [] : ['No mail is set up: nobody is mailed an invitation. "Return Generated Password" or "Return Invite Link" hands out a way in.']),
			...(release < ALERTS_MOVE ? ["Alerts can't change their creator: that begins with release 59."] : []),
		],
		identityProvider: [
			...(revivers.length > 0 ? [`A sign-in or sync by ${revivers.join(', ')} makes a deactivated account active again (user provisioning is on): remove leavers at the identity provider.`] : []),
			...(await syncWarning(metabase)),
		],
	};
}
