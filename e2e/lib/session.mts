import type { Owner } from './n8n-environment.mts';
import { messageOf } from './processes.mts';

/** A running n8n as its owner reaches it over HTTP. */
export interface Session {
	/** The internal REST API: `path` without `/rest`; answers the value under `data`. Signs in when needed. */
	rest<T>(method: string, path: string, body?: unknown): Promise<T>;
	/** A plain read outside `/rest`, such as an icon. */
	get(path: string): Promise<Response>;
}

/** Signs in as the owner, whom it sets up first where the environment has not: before n8n 2.20. */
export async function openSession(url: string, owner: Owner): Promise<Session> {
	let cookie: string | undefined;
	const send = async (method: string, path: string, body?: unknown): Promise<Response> =>
		await fetch(url + path, {
			method,
			headers: { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
	const rest = async <T,>(method: string, path: string, body?: unknown): Promise<T> => {
		const answer = await send(method, `/rest${path}`, body);
		const text = await answer.text();
		if (!answer.ok) throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		try {
			return (JSON.parse(text) as { data: T }).data;
		} catch (error) {
			throw new Error(`n8n answered ${method} ${path} with something that is not JSON: ${messageOf(error)}`);
		}
	};

	const settings = await rest<{ userManagement?: { showSetupOnFirstLoad?: boolean } }>('GET', '/settings');
	const setup = settings.userManagement?.showSetupOnFirstLoad === true;
	const answer = setup
		? await send('POST', '/rest/owner/setup', { ...owner, firstName: 'Olive', lastName: 'Owner' })
		: await send('POST', '/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	cookie = answer.headers
		.getSetCookie()
		.find((value) => value.startsWith('n8n-auth='))
		?.split(';')[0];
	if (cookie === undefined) throw new Error(`The owner could not sign in (${answer.status}): ${await answer.text()}`);
	return { rest, get: async (path) => await send('GET', path) };
}
