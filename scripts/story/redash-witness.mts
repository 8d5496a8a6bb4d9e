/** A second pair of eyes on a Redash, and the hand that prepares and removes the story's people. */
import type { AxiosResponse } from 'axios';
import { client } from './http.mts';
import { RedashApi, succeeded } from './redash-api.mts';
import { StoryContent } from './redash-content.mts';
import type { Credentials, Key, Listed, Person, Witness } from './types.mts';

interface User {
	id: number;
	email: string;
	groups: Array<{ name: string }>;
	is_disabled: boolean;
	is_invitation_pending: boolean;
}

interface Session {
	user: { groups: number[]; permissions: string[] };
	client_config: { version?: string };
}

/** NaN where it is not told: then it is taken for a new one. */
const majorOf = ({ client_config: { version } }: Session) => Number.parseInt(version ?? '', 10);

/** @throws with what to do */
function checkedSession(answer: AxiosResponse): Session {
	if (answer.status === 404 && typeof answer.data !== 'string')
		throw new Error(
			'Redash refuses the API key: check the key, that its user is not disabled, and the organization’s slug at the end of the URL if the server has several.',
		);
	const session = succeeded<Session>(answer, 'Asking whose key it is');
	if (!session.user.permissions.includes('admin'))
		throw new Error('The user of the API key is no admin: the story needs a user of the group "admin".');
	if (majorOf(session) < 8) throw new Error('This Redash is older than 8.0, the oldest one the node supports.');
	return session;
}

/**
 * @param teams groups the story needs; those that are missing are made before the first person
 * @throws with what to do, if the server can't be reached or refuses the key
 */
export async function openRedash({ url, apiKey }: Credentials, teams: string[]): Promise<Witness> {
	const http = client(String(url));
	const api = new RedashApi(http, String(apiKey));
	const headers = { Authorization: `Key ${String(apiKey)}` };
	const session = checkedSession(await http.get('/api/session', { headers }));
	const { version } = session.client_config;

	const groups = new Map<string, number>();
	for (const { id, name } of await api.get<Array<{ id: number; name: string }>>('groups')) groups.set(name, id);
	const content = await StoryContent.on(api, groups.get('default')!, session.user.groups, majorOf(session) < 10);
	/** IDs of the groups that were missing. */
	const added: number[] = [];
	/** The keys people had before the story, by e-mail. */
	const keys = new Map<string, string>();

	async function makeTeams(): Promise<void> {
		for (const name of teams.filter((team) => !groups.has(team))) {
			const { id } = await api.post<{ id: number }>('groups', { name });
			groups.set(name, id);
			added.push(id);
		}
	}

	const keyOf = async (id: number | string) => (await api.get<{ api_key: string }>(`users/${id}`)).api_key;

	async function keyNow({ id, email }: User): Promise<Key | undefined> {
		const old = keys.get(email);
		if (old === undefined) return undefined;
		if (await api.opens(old)) return 'works';
		return (await keyOf(id)) === old ? 'asleep' : 'renewed';
	}

	return {
		server: `Redash${version ? ` ${version}` : ''}`,
		changesCostPassword: false,
		// There is no sign-in by API; keys tell as much.
		canSignIn: false,
		signIn: async () => undefined,
		isAlive: async () => false,
		notes: [],

		async list(emailPart = '') {
			// `_` and `%` of the server's search match anything, so what comes is looked at again.
			const found = (await api.people<User>(emailPart)).filter(({ email }) =>
				email.includes(emailPart.toLowerCase()),
			);
			const owners = await content.owners();
			const listed: Listed[] = [];
			for (const user of found) {
				listed.push({
					id: String(user.id),
					email: user.email,
					state: user.is_disabled ? 'disabled' : user.is_invitation_pending ? 'pending' : 'active',
					access: user.groups.map(({ name }) => name).sort(),
					key: await keyNow(user),
					owns: owners.get(user.id),
				});
			}
			return listed;
		},

		async create({ email, firstName, lastName, own, before }: Person) {
			const { active, access, owns = [] } = before!;
			await makeTeams();
			const invited = await api.post<{ id: number; invite_link: string }>('users?no_invite=true', {
				name: `${firstName} ${lastName}`,
				email,
			});
			await api.accept(invited.invite_link, own);
			for (const name of access.filter((one) => one !== 'default'))
				await api.post(`groups/${groups.get(name)!}/members`, { user_id: invited.id });
			const key = await keyOf(invited.id);
			keys.set(email, key);
			await content.make(owns, key);
			if (!active) await api.post(`users/${invited.id}/disable`);
		},

		async remove({ id, state }) {
			if (state === 'pending') {
				await api.delete(`users/${id}`);
				return 'deleted';
			}
			// Who accepted once stays for ever (contract 5).
			if (state === 'active') await api.post(`users/${id}/disable`);
			return 'deactivated';
		},

		async tidy() {
			await content.archive();
			for (const id of added.splice(0)) await api.delete(`groups/${id}`);
			for (const team of teams) groups.delete(team);
		},

		isInvitation: async (link) => await api.isInvitation(link),
	};
}
