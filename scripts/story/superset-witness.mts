/** A second pair of eyes on a Superset: plain HTTP, none of the package's own code (docs/contracts/superset.md). */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { StoryContent } from './superset-content.mts';
import type { Credentials, Listed, Person, Witness } from './types.mts';

const SECURITY = '/api/v1/security';

interface User {
	id: number;
	email: string;
	active: boolean | null;
	roles: Array<{ name: string }>;
	groups?: unknown[];
}

/** Any status is an answer; only a server that says "too many" is asked again. */
function client(url: string): AxiosInstance {
	const http = axios.create({
		baseURL: url.replace(/\/+$/, ''),
		headers: { Accept: 'application/json' },
		maxRedirects: 0,
		timeout: 30_000,
		validateStatus: () => true,
	});
	http.interceptors.response.use(async (answer) => {
		if (answer.status !== 429) return answer;
		await wait(1100); // the limit counts per second and sends no Retry-After (contract 2.7)
		return await http.request(answer.config);
	});
	return http;
}

/** @throws with what the server said, if it is not the status expected */
function expectStatus(status: number, answer: AxiosResponse, doing: string): AxiosResponse {
	if (answer.status === status) return answer;
	const said = typeof answer.data === 'string' ? answer.data.slice(0, 120) : JSON.stringify(answer.data);
	throw new Error(`${doing}: Superset answered ${answer.status} ${said}`);
}

const query = (filters: string, page: number) =>
	encodeURIComponent(`(${filters}keys:!(none),order_column:id,order_direction:asc,page:${page},page_size:100)`);

const containing = (emailPart: string | undefined) =>
	emailPart === undefined ? '' : `filters:!((col:email,opr:ct,value:'${emailPart.replace(/['!]/g, '!$&')}')),`;

/** @throws with what to do, if the server can't be reached or refuses the credentials */
export async function openSuperset(credentials: Credentials): Promise<Witness> {
	const { url, username, password, provider } = credentials;
	const http = client(String(url));

	const login = async (name: unknown, secret: unknown, way: unknown) =>
		await http.post(`${SECURITY}/login`, { username: name, password: secret, provider: way });
	const entered = await login(username, password, provider);
	if (entered.status === 401) {
		throw new Error(`Superset refuses the sign-in of ${String(username)}: check name, password and --provider.`);
	}
	const token = String(expectStatus(200, entered, 'Signing in').data.access_token);
	const content = new StoryContent(http, token, expectStatus);
	const asAdmin = { headers: { Authorization: `Bearer ${token}` } };

	async function pages<Row>(path: string, filters = ''): Promise<Row[]> {
		const rows: Row[] = [];
		for (let page = 0; ; page++) {
			const answer = await http.get(`${SECURITY}/${path}/?q=${query(filters, page)}`, asAdmin);
			const { result, count } = expectStatus(200, answer, `Reading ${path}`).data as {
				result: Row[];
				count: number;
			};
			rows.push(...result);
			if (result.length === 0 || rows.length >= count) return rows;
		}
	}

	const first = await http.get(`${SECURITY}/users/?q=(keys:!(none),page_size:1)`, asAdmin);
	if (first.status === 404)
		throw new Error('This Superset’s user API is off: FAB_ADD_SECURITY_API = True, restart, then "superset init".');
	if (first.status === 403)
		throw new Error(
			`${String(username)} may not manage users: the account needs the role Admin; for an Admin run "superset init".`,
		);
	const [somebody] = expectStatus(200, first, 'Reading users').data.result as User[];
	const roles = new Map((await pages<{ id: number; name: string }>('roles')).map(({ id, name }) => [name, id]));
	const version = await http.get('/version');
	const text = version.status === 200 ? String(version.data.version_string ?? '') : '';
	// Accounts without `groups`: an old Flask-AppBuilder, which hashes the stored hash again (contract 1 and 4).
	const changesCostPassword = somebody !== undefined && !('groups' in somebody);
	const canSignIn = provider === 'db';

	return {
		server: `Apache Superset${text && ` ${text}`}`,
		changesCostPassword,
		canSignIn,
		notes: [
			...(changesCostPassword
				? [
						'This server has an old Flask-AppBuilder, which destroys a person’s password with every change that does not set a new one. So the flow gives a new password with each change, and people who had an account sign in with that one afterwards, no longer with their own.',
					]
				: []),
			...(canSignIn
				? []
				: [
						'People sign in by LDAP here, where the story’s people are not known: their sign-ins can’t be shown, only their accounts.',
					]),
		],

		async list(emailPart) {
			const users = await pages<User>('users', containing(emailPart));
			const owners = await content.owners();
			// No filter of this server is to be trusted: unknown ones match everybody (contract 2.6).
			return users
				.filter(({ email }) => email.toLowerCase().includes((emailPart ?? '').toLowerCase()))
				.map(
					(user): Listed => ({
						id: String(user.id),
						email: user.email,
						state: user.active === true ? 'active' : 'inactive',
						access: user.roles.map(({ name }) => name).sort(),
						owns: owners.get(user.id),
					}),
				);
		},

		async create({ email, firstName, lastName, own, before }: Person) {
			const ids = before!.access.map((name) => {
				const id = roles.get(name);
				if (id === undefined) throw new Error(`This Superset has no role "${name}", which the story needs.`);
				return id;
			});
			const body = {
				username: email,
				email,
				first_name: firstName,
				last_name: lastName,
				password: own,
				active: before!.active,
				roles: ids,
			};
			const { id } = expectStatus(201, await http.post(`${SECURITY}/users/`, body, asAdmin), `Preparing ${email}`).data as { id: number };
			await content.make(before!.owns ?? [], id);
		},

		async remove({ id, email }) {
			const deleted = await http.delete(`${SECURITY}/users/${id}`, asAdmin);
			if (deleted.status === 200 || deleted.status === 404) return 'deleted';
			const body = { active: false, password: randomBytes(24).toString('base64url') };
			expectStatus(200, await http.put(`${SECURITY}/users/${id}`, body, asAdmin), `Removing ${email}`);
			return 'deactivated';
		},

		async tidy() {
			await content.remove();
		},

		async signIn({ email }, secret) {
			const answer = await login(email, secret, 'db');
			if (answer.status === 401) return undefined;
			return String(expectStatus(200, answer, `Signing in as ${email}`).data.access_token);
		},

		async isAlive(session) {
			const { status } = await http.get(`${SECURITY}/users/`, {
				headers: { Authorization: `Bearer ${session}` },
			});
			// Who may not see users is known all the same; a dead session is 401, or a 500 before Superset 6 (contract 3.2).
			return status === 200 || status === 403;
		},
	};
}
