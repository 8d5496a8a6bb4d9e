import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/index.mts';
import { ACME_KEY } from '../../sandbox/redash/seed.mts';
import { describeFailures, replay, type Before, type Failure, type Recording } from './replay.mts';

const ROOT = join(__dirname, '../recordings/redash/25.8.0');

/** How a server was set up where its `notes` and `start` say more than "fresh". */
const FILES: Readonly<Record<string, Record<string, string>>> = {
	'multi-org.json': { 'redash.multiOrg': 'on' },
	'events.json': { 'redash.worker': 'on' },
};

describe('Redash 25.8.0', () => {
	test.each(readdirSync(ROOT))('%s', async (file) => {
		const sandbox = await startSandbox({ tools: ['redash'], fresh: true, set: FILES[file] });
		try {
			const { apiKey, url } = sandbox.tools.redash;
			const recording = read(file);
			const vars = { adminKey: apiKey, acmeKey: ACME_KEY };
			const before = pauses(sandbox, recording);
			const failures = await replay(recording, new URL(url).origin, { vars, before, strict: true });
			expect(describeFailures(failures.filter((failure) => isRecorded(recording, failure)))).toBe('');
		} finally {
			await sandbox.close();
		}
	});
});

/** As recorded, with the host of that day as PORT and without the text of pages, which "means nothing" (notes). */
function read(file: string): Recording {
	const text = readFileSync(join(ROOT, file), 'utf8').replaceAll('127.0.0.1:55000/', '127.0.0.1:PORT/');
	const recording = JSON.parse(text) as Recording;
	const exchanges = recording.exchanges.map((exchange) => {
		const { body, ...rest } = exchange.response;
		const isPage = rest.type === 'text/html' && body !== 'PONG.';
		return { ...exchange, response: { ...rest, ...(isPage ? {} : { body }) } };
	});
	return { ...recording, exchanges };
}

/** Every answer sets cookies; the recorder kept their names only where there was something to show. */
function isRecorded({ exchanges }: Recording, { exchange, where }: Failure): boolean {
	const response = exchanges.find(({ id }) => id === exchange)?.response;
	return where !== 'headers.set-cookie' || response?.headers?.['set-cookie'] !== undefined;
}

/** "Before each GET of /api/events there was a pause of some seconds." */
function pauses(sandbox: Sandbox, { exchanges }: Recording): Before {
	const pause = () => sandbox.control('redash', 'clock', { advance: 4000 }) as Promise<void>;
	const readings = exchanges.filter(({ request }) => request.path.startsWith('/api/events'));
	return Object.fromEntries(readings.map(({ id }) => [id, pause]));
}
