import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';

import { installDebian } from './debian.mts';
import { logFolder, outputFolder } from './paths.mts';
import { cleanEnvironment, findProgram, freePort, run, sleep, start, tail, temporaryFolder, type Environment, type RunningCommand } from './processes.mts';

/** PostgreSQL and Redis, as n8n's queue mode needs them. */
export interface QueueServers {
	/** What tells n8n where they are, and to use a queue. */
	readonly environment: Environment;
	/** Rows of a query on n8n's database, each a list of texts. */
	query(sql: string): string[][];
	stop(): Promise<void>;
}

/** Debian keeps the server's programs by version, out of the PATH. */
function postgresPrograms(): string | undefined {
	const root = '/usr/lib/postgresql';
	const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
	const folder = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
	const found = folder ?? findProgram('initdb')?.replace(/\/initdb$/, '');
	return found !== undefined && findProgram('psql') !== undefined ? found : undefined;
}

async function install(): Promise<{ postgres: string; redis: string }> {
	mkdirSync(outputFolder, { recursive: true });
	if (postgresPrograms() === undefined) await installDebian('PostgreSQL', ['postgresql']);
	if (findProgram('redis-server') === undefined) await installDebian('Redis', ['redis-server']);
	const [postgres, redis] = [postgresPrograms(), findProgram('redis-server')];
	if (postgres === undefined || redis === undefined) throw new Error('PostgreSQL or Redis was installed to a place that is not known');
	return { postgres, redis };
}

/** PostgreSQL refuses to run as root: as the user that Debian made for it then. */
function postgresUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

async function listening(port: number, server: RunningCommand, log: string): Promise<void> {
	let ended = false;
	void server.ended.then(() => (ended = true));
	for (const until = Date.now() + 20_000; ; await sleep(100)) {
		const open = await new Promise<boolean>((resolve) => {
			const socket = createConnection({ port, host: '127.0.0.1' });
			socket.once('connect', () => resolve(true));
			socket.once('error', () => resolve(false));
			socket.once('close', () => socket.destroy());
			socket.once('connect', () => socket.end());
		});
		if (open) return;
		if (ended || Date.now() > until) throw new Error(`Nothing listens on port ${port}. The end of ${log}:\n${tail(log)}`);
	}
}

/** Starts both on free ports with empty databases that end with this script. As root it installs Debian's packages where they are missing. */
export async function startQueueServers(): Promise<QueueServers> {
	const { postgres, redis } = await install();
	const [postgresPort, redisPort] = [await freePort(), await freePort()];
	const user = postgresUser();
	const data = temporaryFolder('postgres');
	if (user !== undefined) chownSync(data, user.uid, user.gid);
	const logs = { postgres: join(logFolder, 'postgres.log'), redis: join(logFolder, 'redis.log') };
	for (const log of Object.values(logs)) rmSync(log, { force: true });
	const forPostgres = { cwd: data, env: cleanEnvironment(), log: logs.postgres, ...(user && { user }) };

	await run(join(postgres, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'n8n', '-E', 'UTF8', '--no-sync'], forPostgres);
	// Nothing of it has to survive: syncing would only wear the disk.
	const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${data}`, 'fsync=off'].flatMap((one) => ['-c', one]);
	const database = start(join(postgres, 'postgres'), ['-D', data, '-p', String(postgresPort), ...settings], forPostgres);
	const folder = temporaryFolder('redis');
	const jobs = start(redis, ['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'], {
		cwd: folder,
		env: cleanEnvironment(),
		log: logs.redis,
	});
	const stop = async (): Promise<void> => void (await Promise.all([database.stop(), jobs.stop()]));
	try {
		await Promise.all([listening(postgresPort, database, logs.postgres), listening(redisPort, jobs, logs.redis)]);
	} catch (error) {
		await stop();
		throw error;
	}
	const address = ['-h', '127.0.0.1', '-p', String(postgresPort), '-U', 'n8n', '-d', 'postgres'];
	return {
		environment: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: 'trusted',
		},
		query: (sql) =>
			execFileSync('psql', [...address, '-At', '-F', '\t', '-c', sql], { encoding: 'utf8' })
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => line.split('\t')),
		stop,
	};
}
