/** Replays `test/recordings/superset/<version>` against a real server of that version: do they still tell the truth? */
import { readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describeFailures, readRecording, replay, type Before, type Failure } from '../../test/contract/replay.mts';
import type { Progress } from '../lib/progress.mts';
import type { Variant } from './database.mts';
import { startSuperset, type Superset, type SupersetVersion } from './server.mts';

interface Setup {
	variant?: Variant;
	/** What a scenario says in words only, done right before the exchange of that id. */
	before?: Before;
	/** Why it cannot be replayed here. */
	skip?: string;
}

/** How the server was set up for a recording, where that is more than "fresh". */
function setupOf(file: string, version: SupersetVersion): Setup {
	switch (file) {
		case 'flag-off.json':
			return { variant: { securityApi: false } };
		case 'before-init.json':
			return { variant: { init: version.startsWith('6.') ? 'never' : 'withoutSecurityApi' } };
		case 'csrf-https.json':
			return { variant: { behindProxy: true } };
		case 'rate-limit.json':
			return {
				variant: { rateLimit: true },
				before: { 'over-the-limit': overload, 'after-a-second': async () => await wait(1100) },
			};
		case 'paging.json':
			return {
				before: {
					u104: async ({ baseUrl, vars }) =>
						await addFillers(baseUrl, String(vars.token), Number(vars.gammaRole)),
				},
			};
		case 'pyjwt-subject.json':
			return { skip: 'needs an installation with a newer PyJWT' };
		default:
			return {};
	}
}

/**
 * More than the 50 requests a second that one address may send. Whether a burst was fast enough depends on the machine
 * and on where in the fixed second it began, so bursts are sent until one ends in a refusal.
 */
async function overload({ baseUrl }: { baseUrl: string }): Promise<void> {
	const health = async () => (await fetch(`${baseUrl}/health`)).status;
	for (let burst = 0; burst < 20; burst++) {
		await Promise.all(Array.from({ length: 120 }, health));
		if ((await health()) === 429) return;
	}
}

/** "filler users user000 … user104 are created one by one; only the first and the last exchange are kept" */
async function addFillers(baseUrl: string, token: string, role: number): Promise<void> {
	for (let index = 1; index < 104; index++) {
		const username = `user${String(index).padStart(3, '0')}`;
		const person = {
			first_name: 'Jane',
			last_name: 'Doe',
			username,
			email: `${username}@example.com`,
			password: 'x',
			active: true,
			roles: [role],
		};
		await fetch(`${baseUrl}/api/v1/security/users/`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
			body: JSON.stringify(person),
		});
	}
}

export interface Replayed {
	file: string;
	/** Empty if every exchange was answered as recorded. */
	differences: string;
	skipped?: string;
}

const folderOf = (version: SupersetVersion) => path.resolve('test', 'recordings', 'superset', version);

/** The comparer looks at the first element of a list; here the server's changes from start to start. */
const hasNoOrder = ({ exchange, where }: Failure) =>
	exchange.startsWith('me-roles') && where.startsWith('body.result.roles.');

async function replayOn(server: Superset, file: string, before?: Before): Promise<Replayed> {
	await server.reset();
	const vars = { adminPassword: server.password, secretKey: server.secretKey, port: new URL(server.url).port };
	const failures = await replay(readRecording(path.join(folderOf(server.version), file)), server.url, {
		vars,
		before,
	});
	return { file, differences: describeFailures(failures.filter((failure) => !hasNoOrder(failure))) };
}

/** One server for all recordings of an ordinary one, then one server for each special setup. Empty if there are no recordings. */
export async function replayRecordings(version: SupersetVersion, onProgress: Progress): Promise<Replayed[]> {
	const folder = folderOf(version);
	const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
	const ordinary = files.filter((file) => !setupOf(file, version).variant);
	const results: Replayed[] = [];

	const onServer = async (variant: Variant, some: string[]) => {
		const server = await startSuperset({ version, onProgress, ...variant });
		try {
			for (const file of some) {
				const { before, skip } = setupOf(file, version);
				if (skip) results.push({ file, differences: '', skipped: skip });
				else
					results.push(
						await onProgress(
							`Replaying ${version}/${file}`,
							async () => await replayOn(server, file, before),
						),
					);
			}
		} finally {
			await server.stop();
		}
	};
	if (ordinary.length > 0) await onServer({}, ordinary);
	for (const file of files) {
		const { variant } = setupOf(file, version);
		if (variant) await onServer(variant, [file]);
	}
	return results;
}
