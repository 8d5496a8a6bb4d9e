import type { Credential, N8n, N8nOptions } from '../lib/n8n.mts';
import type { BuiltPackage } from '../lib/package.mts';
import { sleep, type RunningCommand } from '../lib/processes.mts';
import { progress } from '../lib/progress.mts';
import { startQueueServers, type QueueServers } from '../lib/queue-servers.mts';
import { activateWorkflow, createWorkflow } from '../lib/rest.mts';
import type { Sandbox } from '../lib/sandbox.mts';
import { expect, expectEqual, type Steps } from '../lib/steps.mts';
import { expected, onboardingFlow, type Newcomer, type OnboardingFlow } from './queue-flow.mts';
import { logins } from './world.mts';

export interface QueueWorld {
	readonly steps: Steps;
	readonly package: BuiltPackage;
	readonly sandbox: Sandbox;
	readonly credentials: readonly Credential[];
	/** Runs an n8n while `work` runs; `more` goes over what every n8n gets. */
	withN8n(label: string, more: Partial<N8nOptions>, work: (n8n: N8n) => Promise<void>): Promise<void>;
}

/** n8n's own limits make a lost job known after a minute and a half; nothing else changes with these. */
const soonKnown = {
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

const jobsAtOnce = 5;
const requestsAtOnce = 20;
/** A sender that is not answered after this many milliseconds takes the person for lost. */
const senderPatience = 40_000;

const newcomers = (prefix: string, count: number): Newcomer[] =>
	Array.from({ length: count }, (_, index) => {
		const number = String(index + 1).padStart(3, '0');
		return { email: `${prefix}${number}@example.com`, firstName: prefix, lastName: `No ${number}` };
	});

/** Sends each person once, some at a time. @returns those who were not answered well */
async function send(url: string, people: readonly Newcomer[], onAnswer: (count: number, good: boolean) => void = () => undefined): Promise<Newcomer[]> {
	const waiting = [...people];
	const lost: Newcomer[] = [];
	let answered = 0;
	const sender = async (): Promise<void> => {
		for (let person = waiting.shift(); person !== undefined; person = waiting.shift()) {
			const headers = { 'content-type': 'application/json' };
			const signal = AbortSignal.timeout(senderPatience);
			const good = await fetch(url, { method: 'POST', headers, body: JSON.stringify(person), signal }).then(
				async (answer) => (await answer.text(), answer.ok),
				() => false,
			);
			if (!good) lost.push(person);
			onAnswer(++answered, good);
		}
	};
	await Promise.all(Array.from({ length: requestsAtOnce }, sender));
	return lost;
}

/** Each of them has one account in each tool, with all that was asked for, and nobody else is new. */
async function checkAccounts(flow: OnboardingFlow, sandbox: Sandbox, people: readonly Newcomer[], before: ReadonlyMap<string, number>): Promise<void> {
	for (const tool of flow.tools) {
		const { accounts } = await sandbox.state(tool);
		const faults = people.flatMap((person) => {
			const own = accounts.filter(({ email }) => email.toLowerCase() === person.email);
			const wanted = expected[tool]?.(person);
			if (wanted === undefined) throw new Error(`Nobody says what an account in ${tool} has to be`);
			const shown = Object.fromEntries(Object.keys(wanted).map((key) => [key, own[0]?.[key]]));
			return own.length === 1 && JSON.stringify(shown) === JSON.stringify(wanted) ? [] : [`${person.email}: ${own.length} accounts, ${JSON.stringify(shown)}`];
		});
		expect(faults.length === 0, `${tool}: ${faults.length} are not right, such as ${faults.slice(0, 3).join('; ')}`);
		expectEqual(`Accounts of ${tool}`, accounts.length, (before.get(tool) ?? 0) + people.length);
	}
}

async function countAccounts(flow: OnboardingFlow, sandbox: Sandbox): Promise<Map<string, number>> {
	return new Map(await Promise.all(flow.tools.map(async (tool) => [tool, (await sandbox.state(tool)).accounts.length] as const)));
}

/** How many executions ended how; only when none is under way any more. */
async function endings(servers: QueueServers): Promise<Record<string, number>> {
	for (const until = Date.now() + 30_000; ; await sleep(500)) {
		const rows = servers.query('select status, count(*) from execution_entity group by 1 order by 1');
		const counts = Object.fromEntries(rows.map(([status, count]) => [status ?? '', Number(count)]));
		if (!('running' in counts || 'new' in counts) || Date.now() > until) return counts;
	}
}

const difference = (after: Record<string, number>, before: Record<string, number>): Record<string, number> =>
	Object.fromEntries(Object.entries(after).flatMap(([status, count]) => (count === before[status] ? [] : [[status, count - (before[status] ?? 0)]])));

/** Onboardings through a queue: nobody is lost or made twice, whatever happens to the workers. */
export async function queue(world: QueueWorld): Promise<void> {
	const { steps, sandbox, credentials, package: built, withN8n } = world;
	const flow = onboardingFlow(built, credentials);
	const servers = await progress('Starting PostgreSQL and Redis', startQueueServers);
	const environment = { ...servers.environment, ...soonKnown };
	try {
		await withN8n('queue-main', { environment, workflows: [] }, async (n8n) => {
			const running: RunningCommand[] = [];
			const worker = async (name: string): Promise<RunningCommand> => {
				const started = await progress(`Starting the worker ${name}`, async () => await n8n.startWorker(`queue-worker-${name}`, jobsAtOnce));
				running.push(started);
				return started;
			};
			try {
				await activateWorkflow(n8n, await createWorkflow(n8n, flow.workflow));
				const url = `${n8n.url}/webhook/${flow.path}`;
				const first = await worker('1');
				await worker('2');

				await steps.step('queue-kill', '500 people, a worker killed in the middle, the lost ones sent again: all are right, none is there twice', async (note) => {
					await sandbox.restart({ 'redash.rateLimit': 'off' });
					const before = await countAccounts(flow, sandbox);
					const people = newcomers('joiner', 500);
					const since = Date.now();
					expectEqual('The first one, alone', await send(url, people.slice(0, 1)), []);
					const endedBefore = await endings(servers);

					let killed: Promise<void> | undefined;
					let lastGood = 0;
					const lost = await send(url, people.slice(1), (count, good) => {
						if (count >= 150) killed ??= first.kill();
						if (good) lastGood = Date.now();
					});
					await killed;
					const ended = difference(await endings(servers), endedBefore);
					const { error = 0, success = 0, ...others } = ended;
					note(
						`${flow.tools.join(', ')}: ${500 - lost.length} people in ${((lastGood - since) / 1000).toFixed(1)} s; executions ended ${JSON.stringify(ended)}; ` +
							`not answered: ${lost.map(({ email }) => email).join(', ')}`,
					);
					expect(lost.length > 0 && lost.length <= jobsAtOnce, `The killed worker took ${lost.length} with it`);
					// A job can be done, and its worker be gone before it told: then only the answer is lost.
					expect(error > 0 && error <= lost.length && success === 499 - error, `${lost.length} were lost, and the executions ended ${JSON.stringify(ended)}`);
					expectEqual('Other endings', others, {});

					expectEqual('Lost when sent again', await send(url, lost), []);
					await checkAccounts(flow, sandbox, people, before);
					const signIns = await logins({ sandbox });
					note(`${signIns} sign-ins to Superset, ${(await Promise.all(flow.tools.map(async (tool) => `${(await sandbox.requests(tool)).length} requests to ${tool}`))).join(', ')}`);
					expect(signIns <= 3, `${signIns} sign-ins for 500 people`);
				});

				await steps.step('queue-sigterm', 'every worker told to end, another one started: nobody is lost, nothing has to be sent again', async (note) => {
					await sandbox.restart({ 'redash.rateLimit': 'off' });
					const before = await countAccounts(flow, sandbox);
					const people = newcomers('starter', 100);
					const endedBefore = await endings(servers);
					let replaced: Promise<number> | undefined;
					const replace = async (): Promise<number> => {
						const told = running.filter((one) => one !== first);
						const codes = await Promise.all(told.map(async (one) => (await one.stop(), await one.ended)));
						await worker('3');
						return Math.max(...codes);
					};
					const lost = await send(url, people, (count) => {
						if (count >= 30) replaced ??= replace();
					});
					expectEqual('Exit code of the workers', await replaced, 0);
					const ended = difference(await endings(servers), endedBefore);
					note(`ended ${JSON.stringify(ended)}`);
					expectEqual('Lost', lost, []);
					expectEqual('Endings', ended, { success: 100 });
					await checkAccounts(flow, sandbox, people, before);
				});
			} finally {
				await Promise.all(running.map(async (one) => await one.stop()));
			}
		});
	} finally {
		await servers.stop();
	}
}
