/** A server with people, sessions and all the manners of the real ones: what the kit's own tests talk to. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Member {
	id: number;
	email: string;
	name: string;
}

export interface Seen {
	method: string;
	path: string;
	body: unknown;
	headers: IncomingMessage['headers'];
	at: number;
}

/** Answers instead of the server: a status with a body, or a way to die. `lost` = carried out, but never answered. */
export type Interception =
	| { status: number; body?: unknown; type?: string; headers?: Record<string, string> }
	| 'reset'
	| 'lost'
	| 'hang'
	| undefined;

export interface ClubServer {
	url: string;
	members: Member[];
	seen: Seen[];
	/** Passwords tried at the sign-in. */
	logins: string[];
	/** Most requests that were being answered at one time. */
	peak(): number;
	count(method: string, path?: RegExp): number;
	intercept?: (request: Seen, nth: number) => Interception;
	/** What a session that ran out looks like; 401 by default. */
	expiredStatus: number;
	expireSessions(): void;
	/** Milliseconds every answer takes. */
	delay: number;
	/** Fields of PUT that the server accepts and forgets. */
	ignores: string[];
	close(): Promise<void>;
}

export const PAGE = 10;

export async function startClub(count = 0, options: { prefix?: string } = {}): Promise<ClubServer> {
	let session = 1;
	let open = 0;
	let peak = 0;
	const club: ClubServer = {
		url: '',
		members: Array.from({ length: count }, (_, i) => ({ id: i + 1, email: `m${i + 1}@example.com`, name: `Member ${i + 1}` })),
		seen: [],
		logins: [],
		peak: () => peak,
		count: (method, path = /./) => club.seen.filter((one) => one.method === method && path.test(one.path)).length,
		expiredStatus: 401,
		expireSessions: () => session++,
		delay: 0,
		ignores: [],
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};

	const answer = (request: Seen): { status: number; body?: unknown } => {
		const url = new URL(request.path, 'http://x');
		const path = url.pathname.replace(options.prefix ?? '', '');
		if (path === '/session') {
			const { password } = request.body as { password: string };
			club.logins.push(password);
			return password === 'good' ? { status: 200, body: { token: `t${session}` } } : { status: 401, body: { message: 'no' } };
		}
		const signed = request.headers.authorization;
		if (!signed) return { status: 401, body: { message: 'sign in' } };
		if (signed !== `Bearer t${session}` && signed !== 'Key good') return { status: club.expiredStatus, body: { message: 'expired' } };
		if (path === '/api/ping') return { status: 200, body: {} };
		const id = Number(/^\/api\/members\/(\d+)$/.exec(path)?.[1]);
		const member = club.members.find((one) => one.id === id);
		const body = request.body as Record<string, never>;
		if (path === '/api/members' && request.method === 'GET') {
			const email = url.searchParams.get('email');
			if (email !== null) return { status: 200, body: { rows: club.members.filter((one) => one.email === email), total: 1 } };
			const page = Number(url.searchParams.get('page'));
			return { status: 200, body: { rows: club.members.slice(page * PAGE, (page + 1) * PAGE), total: club.members.length } };
		}
		if (path === '/api/members' && request.method === 'POST') {
			const made = { ...body, id: Math.max(0, ...club.members.map((one) => one.id)) + 1 } as unknown as Member;
			club.members.push(made);
			return { status: 201, body: made };
		}
		if (path === '/api/club' && request.method === 'PUT') {
			const wrong = (body as unknown as { ids: number[] }).ids.filter((one) => !club.members.some((other) => other.id === one));
			return wrong.length > 0 ? { status: 400, body: { wrong } } : { status: 200, body: {} };
		}
		if (!member) return { status: 404, body: { message: `No member ${id}` } };
		if (request.method === 'PUT') {
			for (const [key, value] of Object.entries(body)) if (!club.ignores.includes(key)) Object.assign(member, { [key]: value });
			return { status: 200, body: member };
		}
		return { status: 200, body: member };
	};

	const server = http.createServer((incoming, response) => {
		let text = '';
		incoming.on('data', (chunk) => (text += chunk));
		incoming.on('end', () => {
			const request: Seen = {
				method: incoming.method ?? '',
				path: incoming.url ?? '',
				body: text === '' ? undefined : JSON.parse(text),
				headers: incoming.headers,
				at: Date.now(),
			};
			club.seen.push(request);
			peak = Math.max(peak, ++open);
			setTimeout(() => {
				open--;
				serve(request, incoming, response);
			}, club.delay);
		});
	});

	const serve = (request: Seen, incoming: IncomingMessage, response: ServerResponse) => {
		const nth = club.seen.filter((one) => one.method === request.method && one.path === request.path).length;
		const instead = club.intercept?.(request, nth);
		if (instead === 'hang') return;
		if (instead === 'reset') return incoming.socket.destroy();
		const made = typeof instead === 'object' ? instead : answer(request);
		if (instead === 'lost') return incoming.socket.destroy();
		const type = (typeof instead === 'object' && instead.type) || 'application/json';
		const text = made.body === undefined ? '' : typeof made.body === 'string' ? made.body : JSON.stringify(made.body);
		response.writeHead(made.status, { 'content-type': type, ...(typeof instead === 'object' && instead.headers) }).end(text);
	};

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	club.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${options.prefix ?? ''}`;
	return club;
}
