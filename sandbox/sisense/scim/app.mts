import { AsyncLocalStorage } from 'node:async_hooks';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { SCIM_PATH, SCIM_TOKEN } from '../seed.mts';
import type { World } from '../world.mts';
import { declareResources } from './resources.mts';

export interface ScimRequest {
	readonly world: World;
	/** Where the client reached the server. */
	readonly origin: string;
}

/** How a request shows that it may come in. */
export const AUTHORIZATION = `Bearer ${SCIM_TOKEN}`;

/** What a request is about while it is answered. */
const current = new AsyncLocalStorage<ScimRequest>();

let app: express.Express | undefined;

/** Answers one request; {@link work} hands it to the app. The library's configuration is the server's until then. */
export async function withScim<Result>(
	request: ScimRequest,
	work: (app: express.Express) => Promise<Result>,
): Promise<Result> {
	app ??= build();
	configure(request.world);
	return current.run(request, work, app);
}

function store(): ScimRequest {
	const request = current.getStore();
	if (request === undefined) throw new TypeError('no SCIM request');
	return request;
}

function build(): express.Express {
	declareResources();
	const routers = new SCIMMYRouters({
		type: 'bearer',
		handler: (request) => {
			if (request.header('authorization') !== AUTHORIZATION) throw new Error('Invalid token.');
			return '';
		},
		context: () => store().world,
		baseUri: () => store().origin,
	});
	const built = express().disable('x-powered-by').disable('etag');
	built.use(SCIM_PATH, refuseUnsupported, routers as unknown as express.RequestHandler);
	built.use(endAnswered);
	return built;
}

/** The features the configuration tells about; the library's routers switch all of them on. */
function configure({ settings }: World): void {
	const { patch, filter, sort, bulk, etag, maxPage } = settings.scim;
	SCIMMY.Config.set({
		patch,
		sort,
		bulk,
		etag,
		filter: { supported: filter === 'on', maxResults: maxPage },
		changePassword: true,
	});
}

/** The library tells what is not supported, but does it all the same. */
const refuseUnsupported: express.RequestHandler = (request, response, next) => {
	const { patch, filter, sort } = store().world.settings.scim;
	const { filter: wanted, sortBy, sortOrder, ...rest } = request.query;
	if (request.method === 'PATCH' && !patch) {
		refuse(response, 501, undefined, 'PATCH is not supported.');
		return;
	}
	if (wanted !== undefined && filter === 'refused') {
		refuse(response, 400, 'invalidFilter', 'Filters are not supported.');
		return;
	}
	// Express makes the query anew each time it is looked at; the routers write numbers into it.
	Object.defineProperty(request, 'query', {
		value: {
			...rest,
			...(wanted !== undefined && filter === 'on' ? { filter: wanted } : {}),
			...(sort && sortBy !== undefined ? { sortBy, ...(sortOrder === undefined ? {} : { sortOrder }) } : {}),
		},
	});
	next();
};

/** The routers answer a failure and pass it on all the same; nothing is left to do. Express knows this by its four parameters. */
const endAnswered: express.ErrorRequestHandler = (error, _request, response, next) => {
	if (!response.headersSent) next(error);
};

function refuse(response: express.Response, status: number, scimType: string | undefined, detail: string): void {
	response.status(status).type('application/scim+json');
	response.send(JSON.stringify(new SCIMMY.Messages.Error({ status, scimType, detail } as never)));
}
