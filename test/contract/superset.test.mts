import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/index.mts';
import { describeFailures, readRecording, replay, type Before, type Recording } from './replay.mts';

const ROOT = join(__dirname, '../recordings/superset');

/** Which server a folder was recorded on. */
const FOLDERS: Readonly<Record<string, Record<string, string>>> = {
	'4.1.4-fab4.5.3': { 'superset.version': '4.1' },
	'4.1.4': { 'superset.version': '4.1-fab4.8' },
	'5.0.0': { 'superset.version': '5.0' },
	'6.1.0': { 'superset.version': '6.1' },
	'6.1.0-postgres': { 'superset.version': '6.1', 'superset.db': 'postgres' },
};

/** How a server was set up where its `notes` and `start` say more than "fresh". */
const FILES: Readonly<Record<string, Record<string, string>>> = {
	'flag-off.json': { 'superset.securityApi': 'off' },
	'before-init.json': { 'superset.init': 'off' },
	'rate-limit.json': { 'superset.rateLimit': 'on' },
	'pyjwt-subject.json': { 'superset.pyjwt': 'new' },
};

/** What two scenarios did between the exchanges they kept. */
const BETWEEN: Readonly<Record<string, Before>> = {
	// "filler users user000 … user104 are created one by one; only the first and the last exchange are kept"
	'paging.json': {
		u104: async ({ baseUrl, vars }) => {
			for (let index = 1; index < 104; index++) {
				const username = `user${String(index).padStart(3, '0')}`;
				const body = {
					username,
					first_name: 'Jane',
					last_name: 'Doe',
					email: `${username}@example.com`,
					password: 'x',
					active: true,
					roles: [vars.gammaRole],
				};
				await post(`${baseUrl}/api/v1/security/users/`, body, String(vars.token));
			}
		},
	},
	'rate-limit.json': {
		// "sent while other connections of the same address send more than 50 requests a second"
		'over-the-limit': async ({ baseUrl }) => {
			const flood = () =>
				Promise.all(Array.from({ length: 60 }, async () => (await fetch(`${baseUrl}/health`)).status));
			while (!(await flood()).includes(429));
		},
		'after-a-second': () => new Promise((resolve) => setTimeout(resolve, 1100)),
	},
};

describe.each(Object.keys(FOLDERS))('Superset %s', (folder) => {
	test.each(readdirSync(join(ROOT, folder)))('%s', async (file) => {
		const recording = readRecording(join(ROOT, folder, file));
		const set = { ...FOLDERS[folder], ...FILES[file] };
		expect(await differences(recording, set, BETWEEN[file])).toBe('');
	});
});

async function differences(recording: Recording, set: Record<string, string>, before?: Before): Promise<string> {
	const sandbox = await startSandbox({ tools: ['superset'], fresh: true, set });
	try {
		const { url, password } = sandbox.tools.superset;
		const vars = { adminPassword: password, port: new URL(url).port };
		return describeFailures(await replay(recording, url, { vars, before, strict: true }));
	} finally {
		await sandbox.close();
	}
}

async function post(url: string, body: unknown, token: string): Promise<void> {
	const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
	const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
	if (answer.status !== 201) throw new Error(`filler user refused: ${answer.status} ${await answer.text()}`);
}
