import { serve, type HttpBindings, type ServerType } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type Context } from 'hono';
import { READING_ROUTES, type Station } from './control.mts';
import { GATEWAY_ERRORS, type FaultKind } from './faults.mts';
import { BadRequestOfUser } from './switches.mts';

export interface Listening {
	/** `http://127.0.0.1:<port>`, without a path. */
	readonly origin: string;
	close(): Promise<void>;
}

type Bound = Context<{ Bindings: HttpBindings }>;

/** Serves one station on loopback. Port 0 takes any free port. */
export async function listen(station: Station, port: number, latency: number): Promise<Listening> {
	const app = new Hono<{ Bindings: HttpBindings }>();
	app.all('/__sandbox/:route', (context) => answerControl(context, station));
	app.all('*', (context) => answerProduct(context, station, latency));
	const server = await start(app, port);
	const address = server.address();
	const bound = typeof address === 'object' && address !== null ? address.port : port;
	return { origin: `http://127.0.0.1:${bound}`, close: () => stop(server) };
}

/** Milliseconds an idle connection stays open: longer than any test pauses. */
const KEEP_ALIVE = 65_000;

function start(app: Hono<{ Bindings: HttpBindings }>, port: number): Promise<ServerType> {
	return new Promise((resolve, reject) => {
		// Loopback only: the sandbox has passwords everybody knows.
		const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port, overrideGlobalObjects: false }, () =>
			resolve(server),
		);
		// A client that comes back after a pause must not meet a connection that is just being closed.
		if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE;
		server.on('error', reject);
	});
}

function stop(server: ServerType): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		if ('closeAllConnections' in server) server.closeAllConnections();
	});
}

async function answerControl(context: Bound, station: Station): Promise<Response> {
	const route = context.req.param('route') ?? '';
	const reading = READING_ROUTES.has(route);
	if (context.req.method !== (reading ? 'GET' : 'POST'))
		return context.json({ error: `${route} takes ${reading ? 'GET' : 'POST'}` }, 405);
	const text = reading ? '' : await context.req.text();
	try {
		const result = station.control(route, text === '' ? undefined : JSON.parse(text));
		return context.json(result as object);
	} catch (error) {
		if (error instanceof BadRequestOfUser || error instanceof SyntaxError)
			return context.json({ error: error.message }, 400);
		throw error;
	}
}

async function answerProduct(context: Bound, station: Station, latency: number): Promise<Response> {
	const request = context.req.raw;
	const url = new URL(request.url);
	const entry = station.journal.arrive(request.method, url.pathname + url.search);
	if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
	const fault = station.faults.next(request.method, url.pathname);
	const response = await withFault(context, station, fault);
	if (response !== RESPONSE_ALREADY_SENT) station.journal.answer(entry, response.status);
	return response;
}

async function withFault(context: Bound, station: Station, fault: FaultKind | undefined): Promise<Response> {
	const request = context.req.raw;
	const { standIn } = station;
	switch (fault) {
		case '429':
			return standIn.tooManyRequests(request);
		case '429-retry-after': {
			const refused = standIn.tooManyRequests(request);
			refused.headers.set('retry-after', '1');
			return refused;
		}
		case '500':
		case '502':
		case '503':
		case '504':
			return gatewayPage(Number(fault) as keyof typeof GATEWAY_ERRORS);
		case 'reset':
			return hangUp(context);
		case 'lost':
			await standIn.handle(request);
			return hangUp(context);
		case 'truncated':
			return truncate(await handle(standIn, request));
		case 'html':
			return standIn.loginPage();
		case 'expired':
			return standIn.sessionExpired(request) ?? (await handle(standIn, request));
		default:
			return handle(standIn, request);
	}
}

/** An exception out of a stand-in is a bug of the sandbox: it says so instead of passing for an answer of the product. */
async function handle(standIn: Station['standIn'], request: Request): Promise<Response> {
	try {
		return await standIn.handle(request);
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		console.error(text);
		return new Response(`Bug in the sandbox, not an answer of the product:\n${text}`, {
			status: 500,
			headers: { 'content-type': 'text/plain; charset=utf-8' },
		});
	}
}

function gatewayPage(status: keyof typeof GATEWAY_ERRORS): Response {
	return new Response(`<html><head><title>${status} ${GATEWAY_ERRORS[status]}</title></head></html>`, {
		status,
		headers: { 'content-type': 'text/html' },
	});
}

function hangUp(context: Bound): Response {
	context.env.incoming.socket.destroy();
	return RESPONSE_ALREADY_SENT;
}

async function truncate(response: Response): Promise<Response> {
	if (response.status !== 200 || !(response.headers.get('content-type') ?? '').includes('json')) return response;
	const whole = new Uint8Array(await response.arrayBuffer());
	const half = whole.slice(0, Math.floor(whole.length / 2));
	const headers = new Headers(response.headers);
	headers.set('content-length', String(half.length));
	return new Response(half, { status: 200, headers });
}
