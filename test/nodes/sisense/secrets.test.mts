/** What must never come out: tokens, passwords, hashes; whatever goes wrong, and wherever a server repeats what it was sent. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ADMIN_TOKEN, COMMON_PASSWORD, SCIM_TOKEN } from '../../../sandbox/sisense/seed.mts';
import type { Stage } from '../stage.mts';
import type { Wire } from '../wire.mts';
import { sisenseStage } from './cast.mts';
import { byName, json, locator, roleNamed, TOLERANT, wired } from './given.mts';
import { scimStage } from './scim-cast.mts';

const NEW_PASSWORD = 'Very-secret-new-1';
const SECRETS = [ADMIN_TOKEN, COMMON_PASSWORD, SCIM_TOKEN, NEW_PASSWORD];

type Run = [string, INodeParameters];

const RUNS: Run[] = [
	['user.create', { email: 'new1@example.com', ...roleNamed('Viewer'), additionalFields: { password: NEW_PASSWORD } }],
	['user.upsert', { email: 'new2@example.com', ...roleNamed('Viewer'), additionalFields: { password: NEW_PASSWORD } }],
	['user.update', { ...byName('ann'), updateFields: { password: NEW_PASSWORD } }],
	['user.deactivate', { ...byName('joann'), options: { lockOut: true } }],
	['user.logOut', byName('zoe.muller')],
	['user.getAll', { returnAll: true, simplify: false }],
	['user.getCurrent', { simplify: false }],
];

const SCIM_RUNS: Run[] = [
	['scimUser.create', { email: 'new1@example.com', additionalFields: { password: NEW_PASSWORD } }],
	['scimUser.update', { ...locator('user', 'username')('ann@example.com'), updateFields: { password: NEW_PASSWORD } }],
	['scimUser.getAll', { returnAll: true, simplify: false }],
	['scim.getConfiguration', { simplify: false }],
];

/** A server that repeats all it was sent in what it says went wrong. */
const echo: Wire['before'] = async ({ method, body, headers }) => {
	if (method === 'GET') return undefined;
	const words = `Refused: ${JSON.stringify(body)} of ${String(headers.authorization)}`;
	return json(400, { error: { code: 2009, message: words, status: 400 }, detail: words, schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'] });
};

function expectClean(what: unknown, more: string[] = []): void {
	const text = JSON.stringify(what);
	for (const secret of [...SECRETS, ...more]) expect(text.includes(secret)).toBe(false);
	expect(text).not.toMatch(/\$2a\$10|"hash"|apiSecret/);
}

/** What a workflow sees of a run: items, errors with all that is in them, hints. */
const seenOf = ({ items, failures, error, message, runData }: Awaited<ReturnType<Stage['play']>>) => ({
	items,
	failures,
	message,
	// Without the node, which has the parameters as the workflow has them.
	error: error && { ...error, node: undefined, stack: undefined, message: error.message, description: (error as { description?: unknown }).description },
	data: Object.values(runData).map((runs) => runs.map(({ data, hints, error: own }) => ({ data, hints, own: own?.message }))),
});

/** The random passwords that went out. */
const sentIn = (seen: Array<{ body: unknown }>) => seen.flatMap(({ body }) => ((body as IDataObject | undefined)?.password ? [String((body as IDataObject).password)] : []));

describe.each<[string, () => Stage, Run[], (wire: Wire) => IDataObject]>([
	['REST', () => rest, RUNS, ({ url }) => ({ url })],
	['SCIM', () => scim, SCIM_RUNS, ({ url }) => ({ url: `${url}/api/scim/v2` })],
])('%s', (_, stageOf, runs, address) => {
	test.each(runs)('%s shows no secret where it works', async (operation, parameters) => {
		const stage = stageOf();
		const played = await wired(stage, undefined, async (wire) => await stage.play(operation, parameters, { credentials: stage.storeOf(address(wire)) }));
		expect(played.message).toBe('');
		expectClean(seenOf(played as never), sentIn(played.seen));
	});

	test.each(runs.filter(([operation]) => !/get/.test(operation)))('%s shows none where the server repeats them', async (operation, parameters) => {
		const stage = stageOf();
		for (const play of [{}, TOLERANT]) {
			const played = await wired(stage, echo, async (wire) => await stage.play(operation, parameters, { ...play, credentials: stage.storeOf(address(wire)) }));
			if (operation !== 'user.logOut') expect(played.message !== '' || played.failures.length > 0).toBe(true);
			expectClean(seenOf(played as never), sentIn(played.seen));
		}
	});
});

const rest = sisenseStage();
const scim = scimStage();

test('a password that is refused is in no error', async () => {
	const credentials = rest.storeOf({ authentication: 'login', password: 'Wrong-secret-77' });
	const before: Wire['before'] = async ({ path, body }) => (path.endsWith('/login') ? json(401, { error: { code: 1, message: `Wrong: ${String(body)}`, status: 401 } }) : undefined);
	const played = await wired(rest, before, async ({ url }) => await rest.play('user.getAll', {}, { credentials: rest.storeOf({ url, authentication: 'login', password: 'Wrong-secret-77' }) }));
	expect(played.message).toMatch(/user name or password is wrong/);
	expectClean(seenOf(played as never), ['Wrong-secret-77']);
	expectClean(seenOf(await rest.play('user.getAll', {}, { credentials })), ['Wrong-secret-77']);
});
