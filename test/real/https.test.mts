/** Behind a TLS proxy a server checks where content writes come from (docs/contracts/superset.md 3.4). */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { stateOf, supersetStage } from '../nodes/superset/cast.mts';
import { byUsername } from '../nodes/given.mts';
import { startProxy, type Proxy } from './proxy.mts';
import { realSuperset } from './superset.mts';

const stage = supersetStage('6.1');
let front: Proxy;

beforeAll(async () => {
	const { stdout } = spawnSync(realSuperset().python, [path.resolve('test/real/certificate.py')], { encoding: 'utf8' });
	front = await startProxy({ target: stage.url, tls: JSON.parse(stdout) as { key: string; cert: string } });
});

afterAll(async () => await front.close());

const overHttps = (fields: IDataObject = {}) => stage.storeOf({ url: front.url, allowUnauthorizedCerts: true, ...fields });

test('the rule is on: a content write without a Referer is refused', async () => {
	expect(await changeOwners()).toContain('The referrer header is missing');
});

test('content is transferred', async () => {
	const successor = byUsername('yuki.tanaka').user;
	const credentials = overHttps();
	const played = await stage.play('user.transferOwned', { ...byUsername('kofi.mensah'), successor }, { credentials });
	expect(played.message).toBe('');
	expect(played.items).toMatchObject([{ changed: true, moved: [{ type: 'dashboard' }, { type: 'dashboard' }] }]);
	const owners = (await stateOf(stage)).content.flatMap((one) => one.owners);
	expect(owners).toContain('yuki.tanaka');
	expect(owners).not.toContain('kofi.mensah');
	expect(played.writes.map(({ status }) => status)).toEqual([200, 200]);
});

test('people are read and changed', async () => {
	const parameters = { email: 'gita.rao@example.com', roles: ['Alpha'], options: { acceptPasswordLoss: true } };
	const played = await stage.play('user.upsert', parameters, { credentials: overHttps() });
	expect([played.message, played.items]).toMatchObject(['', [{ roles: ['Alpha'], changed: true }]]);
});

test('a certificate that nobody vouches for is refused without "Ignore SSL Issues (Insecure)"', async () => {
	const credentials = overHttps({ allowUnauthorizedCerts: false });
	const { message, requests } = await stage.play('user.get', byUsername('gita.rao'), { credentials });
	expect(message).toMatch(/certificate/i);
	expect(requests).toEqual([]);
});

/** Everything but the Referer. @returns the server's answer */
async function changeOwners(): Promise<string> {
	const login = await send('POST', '/api/v1/security/login', {}, { username: 'admin', password: 'admin', provider: 'db' });
	const authorization = `Bearer ${String(login.json.access_token)}`;
	const csrf = await send('GET', '/api/v1/security/csrf_token/', { authorization });
	const pair = { 'x-csrftoken': String(csrf.json.result), cookie: csrf.cookie };
	return JSON.stringify((await send('PUT', '/api/v1/dashboard/1', { authorization, ...pair }, { owners: [1] })).json);
}

async function send(
	method: string,
	where: string,
	headers: Record<string, string>,
	body?: object,
): Promise<{ json: IDataObject; cookie: string }> {
	const all = { accept: 'application/json', 'content-type': 'application/json', ...headers };
	const request = https.request(`${front.url}${where}`, { method, headers: all, rejectUnauthorized: false });
	request.end(body && JSON.stringify(body));
	const [answer] = (await once(request, 'response')) as [IncomingMessage];
	const chunks: Buffer[] = [];
	for await (const chunk of answer) chunks.push(chunk as Buffer);
	const cookie = answer.headers['set-cookie']?.[0].split(';')[0] ?? '';
	return { json: JSON.parse(Buffer.concat(chunks).toString()) as IDataObject, cookie };
}
