/** The lifecycle's view of Superset, through n8n's engine and over HTTP. */
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { samePerson, type Account } from '../../access/account';
import { DEFAULT_LIMITS } from '../../kit/http/api';
import { connect } from '../../products/superset/client';
import { SupersetDirectory } from '../../products/superset/directory';
import { startSandbox, type Sandbox } from '../../sandbox/index.mts';
import { loadEngine } from '../harness/engine.mts';

/** Runs something with the context a node has. */
const probe = (work: (context: IExecuteFunctions) => Promise<object[]>): INodeType => ({
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'supersetApi', required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [(await work(this)).map((json) => ({ json: json as IDataObject }))];
	},
});

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ tools: ['superset'] });
});
afterAll(async () => await sandbox.close());

async function ask(question: (directory: SupersetDirectory) => Promise<Account[]>): Promise<Account[]> {
	const work = async (context: IExecuteFunctions) => await question(new SupersetDirectory(connect(context, DEFAULT_LIMITS)));
	const engine = await loadEngine({ nodes: { probe: probe(work) } });
	const result = await engine.run({ node: 'probe', credentials: { supersetApi: sandbox.tools.superset } });
	expect(result.error).toBeUndefined();
	return result.json() as unknown as Account[];
}

test('everybody is there, inactive people included', async () => {
	const accounts = await ask(async (directory) => await directory.accounts());
	const { accounts: truth } = (await sandbox.control('superset', 'state')) as { accounts: Array<{ active: boolean | null }> };
	expect(accounts).toHaveLength(truth.length);
	expect(accounts.filter(({ state }) => state === 'inactive')).toHaveLength(truth.filter(({ active }) => active !== true).length);
});

test('an account in the words all tools share', async () => {
	const [account] = await ask(async (directory) => await directory.find('KOFI.MENSAH@example.com'));
	expect(account).toEqual({
		tool: 'superset',
		id: '3',
		email: 'kofi.mensah@example.com',
		username: 'kofi.mensah',
		name: 'Kofi Mensah',
		state: 'active',
		admin: false,
		access: expect.arrayContaining([
			{ kind: 'role', id: expect.any(String), name: 'Finance Viewers' },
			{ kind: 'group', id: expect.any(String), name: 'Finance' },
		]),
		lastSeen: expect.stringMatching(/^2026-11-18T16:40:02/),
		lastSeenExact: false,
		source: 'unknown',
	});
});

test('an e-mail that two accounts have gives both: somebody has to decide', async () => {
	const accounts = await ask(async (directory) => await directory.find('priya.nair@example.com'));
	expect(accounts.map(({ username }) => username).sort()).toEqual(['pnair', 'priya.nair']);
	expect(accounts.every(({ email }) => samePerson(email, 'Priya.Nair@EXAMPLE.com'))).toBe(true);
});

test("the credential's own account is known", async () => {
	const [self] = await ask(async (directory) => [(await directory.self())!]);
	expect(self).toMatchObject({ username: 'admin', admin: true, state: 'active' });
});

test('nobody is nobody', async () => {
	expect(await ask(async (directory) => await directory.find('nobody@example.com'))).toEqual([]);
});
