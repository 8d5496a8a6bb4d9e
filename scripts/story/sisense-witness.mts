/** A second pair of eyes on a Sisense, and the hand that prepares and removes the story's people. */
import { randomUUID } from 'node:crypto';
import type { AxiosResponse } from 'axios';
import { client } from './http.mts';
import { SisenseApi } from './sisense-api.mts';
import { StoryContent } from './sisense-content.mts';
import { DEMO_DOMAIN, type Credentials, type Listed, type Person, type Witness } from './types.mts';

interface User {
	_id: string;
	email: string;
	roleId?: string;
	tenantId?: string;
	active?: boolean;
	groups?: Array<string | { _id: string }>;
	lastLogin?: string;
	lastActivity?: string;
}

interface Role {
	_id: string;
	name: string;
	displayName?: string;
}

interface Group {
	_id: string;
	name: string;
}

/** What the steps need to know of this server beside what every witness tells. */
export interface SisenseWitness extends Witness {
	/** Stores that an account is not active; most servers ignore it (contract 3). */
	canDeactivate: boolean;
	/** Account that the node must not touch; absent where that is not to be tried. */
	guarded?: { own: string };
}

/** What the pages say where the server does not (contract 5). */
const WORDS: Record<string, string> = { consumer: 'Viewer', contributor: 'Designer' };

const BUILT_IN = ['Everyone', 'Admins', 'All users in system'];

/** @throws with what to do */
function checked(answer: AxiosResponse): User {
	if (answer.status === 401) throw new Error('Sisense refuses the API token: it may be expired or revoked.');
	if (answer.status !== 200 || typeof answer.data !== 'object')
		throw new Error(`This is not the Sisense API: it answered ${answer.status}. Check the URL.`);
	return answer.data as User;
}

/**
 * @param teams groups the story needs; those that are missing are made before the first person
 * @throws with what to do, if the server can't be reached or refuses the token
 */
export async function openSisense(
	{ url, apiToken }: Credentials,
	teams: string[],
	real: boolean,
): Promise<SisenseWitness> {
	const http = client(String(url));
	const api = new SisenseApi(http, String(apiToken));
	const self = checked(await api.ask('GET', 'users/loggedin'));
	const roles = await api.get<Role[]>('roles');
	const { data: globals } = await api.ask('GET', 'globals');
	const content = await StoryContent.on(api, self._id);
	const wordOf = ({ name, displayName }: Role) => displayName ?? WORDS[name] ?? name;
	const roleId = (word: string) => roles.find((role) => wordOf(role) === word)?._id;

	const groups = new Map<string, string>();
	for (const { _id, name } of await api.get<Group[]>('v1/groups')) groups.set(_id, name);
	const groupId = (name: string) => [...groups].find(([, one]) => one === name)?.[0];
	/** IDs of the groups that were missing. */
	const added: string[] = [];
	/** The sessions people opened before the story, by e-mail. */
	const sessions = new Map<string, SisenseApi>();

	async function makeTeams(): Promise<void> {
		for (const name of teams.filter((team) => groupId(team) === undefined)) {
			const { _id } = await api.write<Group>('POST', 'v1/groups', { name });
			groups.set(_id, name);
			added.push(_id);
		}
	}

	const accessOf = ({ roleId: id, groups: held = [] }: User): string[] => {
		const role = roles.find(({ _id }) => _id === id);
		const names = held.map((one) => (typeof one === 'string' ? one : one._id)).map((one) => groups.get(one) ?? `#${one}`);
		return [...(role ? [wordOf(role)] : []), ...names.filter((name) => !BUILT_IN.includes(name))].sort();
	};

	const canSignIn = await locksNobody(api);
	return {
		server: `Sisense${typeof globals?.version === 'string' ? ` ${globals.version}` : ''}`,
		changesCostPassword: false,
		canSignIn,
		signIn: async ({ email }, password) => await SisenseApi.signIn(http, email, password),
		isAlive: async (session) => await new SisenseApi(http, session).isAlive(),
		notes: [
			'The server mails an invitation to Chloe, who gets no password; her address is nobody’s.',
			...(canSignIn ? [] : ['This server may lock accounts after wrong passwords, so nobody is signed in to try them.']),
		],
		canDeactivate: await storesActive(api, roleId('Viewer')),
		...(!real && { guarded: { own: self.email } }),

		async list(emailPart = '') {
			const owners = await content.owners();
			const listed: Listed[] = [];
			for (const user of await api.get<User[]>('v1/users')) {
				const { _id: id, email, active, lastLogin, lastActivity, tenantId } = user;
				if (!email.toLowerCase().includes(emailPart.toLowerCase())) continue;
				const session = sessions.get(email);
				listed.push({
					id,
					email,
					state: active !== false ? 'active' : (lastLogin ?? lastActivity) === undefined ? 'pending' : 'deactivated',
					access: accessOf(user),
					...(session && { session: (await session.isAlive()) ? 'open' : 'ended' }),
					owns: owners.get(id),
					...(tenantId !== self.tenantId && { foreign: true }),
				});
			}
			return listed;
		},

		async create({ email, firstName, lastName, own, before }: Person) {
			const { access, owns = [] } = before!;
			await makeTeams();
			const { _id } = await api.write<User>('POST', 'v1/users', {
				email,
				firstName,
				lastName,
				password: own,
				roleId: access.map(roleId).find((id) => id !== undefined),
				groups: access.flatMap((name) => groupId(name) ?? []),
			});
			const opened = await SisenseApi.signIn(http, email, own);
			if (opened === undefined) throw new Error(`${email} can’t sign in with a password: the story needs that.`);
			const session = new SisenseApi(http, opened);
			sessions.set(email, session);
			await content.make(owns, _id, session);
		},

		async remove({ id }) {
			await api.write('DELETE', `v1/users/${id}`);
			return 'deleted';
		},

		async tidy() {
			await content.putAway();
			for (const id of added.splice(0)) {
				await api.write('DELETE', `v1/groups/${id}`);
				groups.delete(id);
			}
		},
	};
}

/** Whether wrong passwords cost nothing here; a server that does not tell is taken for one that locks accounts. */
async function locksNobody(api: SisenseApi): Promise<boolean> {
	const { status, data } = await api.ask('GET', 'v1/settings/login_lockout');
	return status === 200 && data?.enabled === false;
}

/** Tried on an account that is made for it and gone afterwards: nothing tells it beforehand (contract 3). */
async function storesActive(api: SisenseApi, role: string | undefined): Promise<boolean> {
	const email = `try.out.${randomUUID()}@${DEMO_DOMAIN}`;
	const body = { email, firstName: 'Try', password: `Aa1!${randomUUID()}`, roleId: role, groups: [] };
	const { _id } = await api.write<User>('POST', 'v1/users', body);
	await api.ask('PATCH', `v1/users/${_id}`, { active: false });
	const { active } = await api.get<User>(`v1/users/${_id}`);
	await api.write('DELETE', `v1/users/${_id}`);
	return active === false;
}
