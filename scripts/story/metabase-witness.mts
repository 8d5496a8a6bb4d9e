/** A second pair of eyes on a Metabase, and the hand that prepares and removes the story's people. */
import type { AxiosResponse } from 'axios';
import { client } from './http.mts';
import { MetabaseApi } from './metabase-api.mts';
import { StoryContent } from './metabase-content.mts';
import type { Credentials, Listed, Person, Witness } from './types.mts';

interface User {
	id: number;
	email: string;
	is_active: boolean;
	is_superuser: boolean;
	group_ids: number[];
}

interface Properties {
	version: { tag?: string };
	'email-configured?'?: boolean;
}

interface Group {
	id: number;
	name: string;
	magic_group_type?: string | null;
}

/** What the steps need to know of this server beside what every witness tells. */
export interface MetabaseWitness extends Witness {
	/** Makes links that set a password without a mail, and lets an admin change the creator of an alert (contract 3 and 7). */
	newest: boolean;
	/** Accounts that the node must not touch; absent where that is not to be tried. */
	guarded?: { lastAdmin: string; ownKey: string };
}

const EVERYBODY = 'All Users';

const isPerson = ({ email }: User) => !email.endsWith('@api-key.invalid');

/** The release: 58 of `v0.58.3`. NaN where it is not told: then it is taken for a new one. */
const releaseOf = ({ version }: Properties) => Number(/^v\d+\.(\d+)/.exec(version?.tag ?? '')?.[1]);

/** @throws with what to do */
function checked(answer: AxiosResponse): User & { first_name: string } {
	if (answer.status === 401)
		throw new Error('Metabase refuses the API key: check it, and that it is from Metabase 0.49 or newer.');
	if (answer.status !== 200 || typeof answer.data !== 'object')
		throw new Error(`This is not the Metabase API: it answered ${answer.status}. Check the URL.`);
	const user = answer.data as User & { first_name: string };
	if (!user.is_superuser) throw new Error('The API key is no admin’s: the story needs one of the group Administrators.');
	return user;
}

/**
 * @param teams groups the story needs; those that are missing are made before the first person
 * @throws with what to do, if the server can't be reached or refuses the key
 */
export async function openMetabase(
	{ url, apiKey }: Credentials,
	teams: string[],
	real: boolean,
): Promise<MetabaseWitness> {
	const http = client(String(url));
	const api = MetabaseApi.byKey(http, String(apiKey));
	const key = checked(await api.ask('GET', 'user/current'));
	const properties = await api.get<Properties>('session/properties');
	const tag = properties.version?.tag;
	if (releaseOf(properties) < 49) throw new Error('This Metabase is older than 0.49, the oldest one the node supports.');
	const content = await StoryContent.on(api);
	// The route is there for nobody with this number, or it is not there at all.
	const newest = (await api.ask('POST', 'user/999999999/password-reset-url')).data === 'Not found.';

	const groups = new Map<number, string>();
	for (const { id, name, magic_group_type: magic } of await api.get<Group[]>('permissions/group'))
		// It has another name where there are tenants (contract 4).
		groups.set(id, magic === 'all-internal-users' ? EVERYBODY : name);
	const groupId = (name: string) => [...groups].find(([, one]) => one === name)?.[0];
	/** IDs of the groups that were missing. */
	const added: number[] = [];
	/** The sessions people opened before the story, by e-mail. */
	const sessions = new Map<string, MetabaseApi>();

	const people = async (part: string) => {
		const query = `status=all&tenancy=all${part === '' ? '' : `&query=${encodeURIComponent(part)}`}`;
		const { data } = await api.get<{ data: User[] }>(`user?${query}`);
		return data.filter((user) => isPerson(user) && user.email.includes(part.toLowerCase()));
	};

	async function makeTeams(): Promise<void> {
		for (const name of teams.filter((team) => groupId(team) === undefined)) {
			const { id } = await api.write<Group>('POST', 'permissions/group', { name });
			groups.set(id, name);
			added.push(id);
		}
	}

	/** Leaves one active admin, who has to stay one. Only where the server is thrown away afterwards. */
	async function onlyAdmin(): Promise<string> {
		const [first, ...others] = (await people('')).filter((user) => user.is_superuser && user.is_active);
		for (const { id } of others) await api.write('PUT', `user/${id}`, { is_superuser: false });
		return first.email;
	}

	const mails = properties['email-configured?'] === true;
	return {
		server: `Metabase${tag ? ` ${tag}` : ''}`,
		changesCostPassword: false,
		// Each password that is refused counts towards the server's throttle, so sessions are looked at instead.
		canSignIn: false,
		signIn: async ({ email }, password) => await MetabaseApi.signIn(http, email, password),
		isAlive: async (session) => await MetabaseApi.bySession(http, session).isAlive(),
		notes: [
			...(mails ? ['This server has mail: it sends invitations to the story’s people, whose addresses are nobody’s.'] : []),
			...(real ? [] : ['One admin is left for the story, so that there is a last one to guard.']),
		],
		newest,
		...(!real && { guarded: { lastAdmin: await onlyAdmin(), ownKey: key.first_name } }),

		async list(emailPart = '') {
			const owners = await content.owners();
			const listed: Listed[] = [];
			for (const { id, email, is_active: active, group_ids: ids } of await people(emailPart)) {
				const session = sessions.get(email);
				listed.push({
					id: String(id),
					email,
					state: active ? 'active' : 'deactivated',
					access: ids.map((group) => groups.get(group) ?? `#${group}`).sort(),
					...(session && { session: (await session.isAlive()) ? 'open' : 'ended' }),
					owns: owners.get(id),
				});
			}
			return listed;
		},

		async create({ email, firstName, lastName, own, before }: Person) {
			const { active, access, owns = [] } = before!;
			await makeTeams();
			const { id } = await api.write<User>('POST', 'user', {
				email,
				first_name: firstName,
				last_name: lastName,
				password: own,
				user_group_memberships: access.map((name) => ({ id: groupId(name), is_group_manager: false })),
			});
			if (!active) {
				await api.write('DELETE', `user/${id}`);
				return;
			}
			const opened = await MetabaseApi.signIn(http, email, own);
			if (opened === undefined) throw new Error(`${email} can’t sign in with a password: the story needs that.`);
			const session = MetabaseApi.bySession(http, opened);
			sessions.set(email, session);
			await content.make(owns, session);
		},

		async remove({ id, state }) {
			if (state === 'active') await api.write('DELETE', `user/${id}`);
			return 'deactivated';
		},

		async tidy() {
			await content.putAway();
			for (const id of added.splice(0)) {
				await api.write('DELETE', `permissions/group/${id}`);
				groups.delete(id);
			}
		},

		/** A link where the server makes one, else a password. */
		async isInvitation(secret, { email }) {
			const [, token] = /\/reset_password\/([^/]+)$/.exec(secret) ?? [];
			if (token === undefined) return (await MetabaseApi.signIn(http, email, secret)) !== undefined;
			const { data } = await http.get(`/api/session/password_reset_token_valid?token=${encodeURIComponent(token)}`);
			return data.valid === true;
		},
	};
}
