import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

import PostalMime, { type Attachment } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

import type { Credential } from './n8n.mts';
import { messageOf } from './processes.mts';

/** A mail as the SMTP server got it. */
export interface CaughtMail {
	/** Who gets it, blind copies included. */
	readonly to: readonly string[];
	readonly subject: string;
	readonly text: string;
	readonly html: string;
	readonly attachments: readonly Attachment[];
}

/** A request to some service of the company that is none of the products, such as its tickets. */
export interface CaughtRequest {
	readonly method: string;
	readonly path: string;
	/** Parsed where it is JSON. */
	readonly body: unknown;
}

/** Stands in for what example workflows write to beside the products. */
export interface Catchers {
	/** Since the last `clear`, like `requests`. */
	readonly mails: readonly CaughtMail[];
	readonly requests: readonly CaughtRequest[];
	/** n8n's own SMTP credential, for the nodes that send mail. */
	readonly smtp: Credential;
	/** Takes the place of the origins of such services; every request is answered with an empty object, but with 503 what has a part `DOWN` in its path. */
	readonly url: string;
	clear(): void;
	stop(): Promise<void>;
}

/** Told of each mail and request as it comes. */
export type Told = (line: string) => void;

const listen = async (server: { listen(port: number, host: string, done: () => void): unknown }): Promise<void> =>
	await new Promise((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));

const portOf = (server: Pick<Server, 'address'>): number => (server.address() as AddressInfo).port;

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of stream) parts.push(part);
	return Buffer.concat(parts);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
	const text = (await readAll(request)).toString('utf8');
	return /json/.test(request.headers['content-type'] ?? '') ? JSON.parse(text) : text;
}

/** Starts an SMTP server and a web server on free ports of loopback. */
export async function startCatchers(told: Told = () => undefined): Promise<Catchers> {
	const mails: CaughtMail[] = [];
	const requests: CaughtRequest[] = [];

	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, session, done) {
			void (async () => {
				const { subject = '', text = '', html = '', attachments } = await PostalMime.parse(await readAll(stream));
				const to = session.envelope.rcptTo.map(({ address }) => address);
				mails.push({ to, subject, text, html, attachments });
				told(`mail to ${to.join(', ')}: ${subject}`);
			})().then(() => done(), done);
		},
	});
	const web = createServer((request, response) => {
		void readBody(request)
			.then((body) => {
				requests.push({ method: request.method ?? '', path: request.url ?? '', body });
				told(`${request.method} ${request.url}: ${JSON.stringify(body)}`);
				response.writeHead(request.url?.split('/').includes('DOWN') ? 503 : 200, { 'content-type': 'application/json' }).end('{}');
			})
			.catch((error: unknown) => response.writeHead(400).end(messageOf(error)));
	});
	await Promise.all([listen(smtp), listen(web)]);
	return {
		mails,
		requests,
		url: `http://127.0.0.1:${portOf(web)}`,
		smtp: {
			id: 'caughtSmtp',
			name: 'Mail',
			type: 'smtp',
			data: { host: '127.0.0.1', port: portOf(smtp.server), secure: false, disableStartTls: true, user: '', password: '' },
		},
		clear() {
			mails.length = 0;
			requests.length = 0;
		},
		async stop() {
			web.closeAllConnections();
			await Promise.all([
				new Promise<void>((resolve) => smtp.close(resolve)),
				new Promise<void>((resolve) => void web.close(() => resolve())),
			]);
		},
	};
}
