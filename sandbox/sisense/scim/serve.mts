import inject from 'light-my-request';
import { SCIM_PATH } from '../seed.mts';
import type { World } from '../world.mts';
import { activeAsText, readActive } from './active.mts';
import { AUTHORIZATION, withScim } from './app.mts';
import { versionOf } from './rows.mts';

/*
 * The SCIM side is somebody else's server, so that clients meet another reading of the RFC than ours. Around it is what
 * it does not do and real servers do: ETags, a Location, answers without a body, `active` as text.
 */

interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly body?: unknown;
}

type Resource = Readonly<Record<string, unknown>> & { readonly meta?: { location?: string; version?: string } };

/** One after another, over all servers of the process: the library has one configuration (resources.mts). */
let queue: Promise<unknown> = Promise.resolve();

export function serveScim(world: World, request: Request, text: string): Promise<Response> {
	const answer = queue.then(() => answerScim(world, request, text));
	queue = answer.catch(() => undefined);
	return answer;
}

async function answerScim(world: World, request: Request, text: string): Promise<Response> {
	const { scim } = world.settings;
	if (scim.etag && !fits(world, request)) return write(world, scimError(412, 'The resource has changed.'));
	const reply = await ask(world, request, text);
	if (request.method === 'PATCH' && !scim.patchBody && reply.status === 200)
		return new Response(null, { status: 204, headers: headersOf(reply) });
	if (request.method === 'GET' && reply.status === 200 && isKnown(request, reply))
		return new Response(null, { status: 304, headers: headersOf(reply) });
	return write(world, reply);
}

async function ask(world: World, request: Request, text: string): Promise<Reply> {
	const url = new URL(request.url);
	// Awaited inside: it is sent when somebody waits for it, and must be sent from there.
	const answer = await withScim(
		{ world, origin: url.origin },
		async (app) =>
			await inject(app as never, {
				method: request.method as 'GET',
				url: url.pathname + url.search,
				headers: plainHeaders(request),
				payload: text === '' ? undefined : readableBody(text),
			}),
	);
	const headers = new Headers({ 'content-type': String(answer.headers['content-type'] ?? '') });
	return { status: answer.statusCode, headers, body: answer.payload === '' ? undefined : JSON.parse(answer.payload) };
}

/** Without what belongs to the connection: the body may have another length. */
function plainHeaders(request: Request): Record<string, string> {
	const headers = Object.fromEntries(request.headers);
	delete headers['content-length'];
	delete headers['transfer-encoding'];
	return headers;
}

/** What is no JSON is for the library to refuse. */
function readableBody(text: string): string {
	try {
		return JSON.stringify(readActive(JSON.parse(text)));
	} catch {
		return text;
	}
}

function write(world: World, reply: Reply): Response {
	const { scim } = world.settings;
	const headers = headersOf(reply);
	if (reply.body === undefined) return new Response(null, { status: reply.status, headers });
	headers.set('content-type', `${scim.contentType}; charset=utf-8`);
	const listed = scim.emptyWithoutResources ? withoutEmptyList(reply.body) : reply.body;
	const body = scim.activeAsText ? activeAsText(listed) : listed;
	return new Response(JSON.stringify(body), { status: reply.status, headers });
}

function headersOf({ status, body }: Reply): Headers {
	const { meta } = (body ?? {}) as Resource;
	const headers = new Headers();
	if (meta?.version !== undefined) headers.set('etag', meta.version);
	if (status === 201 && meta?.location !== undefined) headers.set('location', meta.location);
	return headers;
}

function withoutEmptyList(body: unknown): unknown {
	const { Resources, ...rest } = body as { Resources?: readonly unknown[] };
	return Resources?.length === 0 ? rest : body;
}

/** Whether a write says nothing about a version, or the one that there is. */
function fits(world: World, request: Request): boolean {
	const wanted = request.headers.get('if-match');
	if (wanted === null || wanted === '*' || request.method === 'GET') return true;
	if (request.headers.get('authorization') !== AUTHORIZATION) return true;
	const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
	const row = world.users.get(id) ?? world.group(id);
	return row === undefined || wanted.split(',').some((one) => one.trim() === versionOf(row));
}

function isKnown(request: Request, { body }: Reply): boolean {
	const { meta } = (body ?? {}) as Resource;
	return meta?.version !== undefined && request.headers.get('if-none-match') === meta.version;
}

/** For what the library has no status or no reason to say. */
export function scimError(status: number, detail: string): Reply {
	return {
		status,
		headers: new Headers(),
		body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
	};
}

export function scimFailure(world: World, status: number, detail: string): Response {
	return write(world, scimError(status, detail));
}

export const isScim = (request: Request): boolean => {
	const { pathname } = new URL(request.url);
	return pathname === SCIM_PATH || pathname.startsWith(`${SCIM_PATH}/`);
};
