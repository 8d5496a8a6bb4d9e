import { byId, people, RENAME, useClub } from './club/setup.mts';

const { open, run, engine, store } = useClub();

const mixed = [
	{ email: 'm1@example.com', name: 'A', who: 'first' },
	{ email: 'nobody@example.com', name: 'B', who: 'second' },
	{ email: 'no e-mail', name: 'C', who: 'third' },
	{ email: 'm2@example.com', name: 'D', who: 'fourth' },
];

describe('items in, items out', () => {
	test('order and pairing are kept, whatever is done first', async () => {
		const club = await open(25);
		club.intercept = undefined;
		const { outputs } = await run('rename', RENAME, { items: people(25).reverse() });
		expect(outputs[0].map(({ json }) => json.id)).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(Array.from({ length: 25 }, (_, item) => ({ item })));
	});

	test('one item may become many, all paired with it', async () => {
		await open(25);
		const { outputs } = await run('getAll', { returnAll: true }, { items: [{}, {}] });
		expect(outputs[0]).toHaveLength(50);
		expect(outputs[0][30].pairedItem).toEqual({ item: 1 });
	});

	test('no input, no request', async () => {
		const club = await open(1);
		const { status } = await run('get', byId('1'), { items: [] });
		expect(status).toBe('success');
		expect(club.seen).toHaveLength(0);
	});

	test('at most Max Concurrency requests at a time', async () => {
		const club = await open(30);
		club.delay = 10;
		await run('rename', { ...RENAME, options: { maxConcurrency: 3 } }, { items: people(30) });
		expect(club.peak()).toBe(3);
	});

	test('the output is simplified, or the raw object', async () => {
		await open(1);
		const { json } = await run('get', { ...byId('1'), simplify: false });
		expect(json()).toEqual([{ id: 1, email: 'm1@example.com', name: 'Member 1', raw: true }]);
	});
});

describe('On Error = error output', () => {
	test('a failed item has exactly `error` and `message`, keeps its own fields, and loses no other item', async () => {
		const club = await open(2);
		const { outputs } = await run('rename', RENAME, { items: mixed, onError: 'continueErrorOutput' });
		expect(outputs[0].map(({ json }) => json.name)).toEqual(['A', 'D']);
		expect(outputs[1].map(({ json, pairedItem }) => ({ json, pairedItem }))).toEqual([
			{
				json: { ...mixed[1], error: 'There is no member nobody@example.com.', message: 'Add them first.' },
				pairedItem: { item: 1 },
			},
			{
				json: { ...mixed[2], error: '"Email" is not an e-mail address: "no e-mail".', message: 'Give one address such as nathan@example.com.' },
				pairedItem: { item: 2 },
			},
		]);
		expect(club.members.map(({ name }) => name)).toEqual(['A', 'D']);
	});

	test('shared reads that fail become one failed item each, and the server is asked once', async () => {
		const club = await open(3);
		club.intercept = ({ path }) => (path.startsWith('/api/members') ? { status: 403, body: {} } : undefined);
		const { outputs } = await run('rename', RENAME, { items: people(3), onError: 'continueErrorOutput' });
		expect(outputs[0]).toEqual([]);
		expect(outputs[1].map(({ json }) => json.error)).toEqual(Array(3).fill('Club says 403.'));
		expect(club.count('GET')).toBe(1);
	});

	test('an expression that fails is the fault of its item only', async () => {
		await open(2);
		const { outputs } = await run('rename', { ...RENAME, email: '={{ $json.email.toLowerCase() }}' }, {
			items: [{ name: 'A' }, { email: 'm2@example.com', name: 'B' }],
			onError: 'continueErrorOutput',
		});
		expect(outputs[0].map(({ json }) => json.name)).toEqual(['B']);
		expect(outputs[1]).toHaveLength(1);
	});
});

describe('On Error = stop', () => {
	test('a bad item is told before anything is sent', async () => {
		const club = await open(2);
		const { status, error } = await run('rename', RENAME, { items: mixed });
		expect(status).toBe('error');
		expect(error?.message).toContain('"Email" is not an e-mail address: "no e-mail".');
		expect(club.seen).toHaveLength(0);
	});

	test('after a failure nothing new is started, what is under way is finished, and the error names all of it', async () => {
		const club = await open(20);
		club.delay = 5;
		const items = people(20);
		items[4].email = 'nobody@example.com';
		const { status, error } = await run('rename', { ...RENAME, options: { maxConcurrency: 2 } }, { items });
		expect(status).toBe('error');
		const renamed = club.members.flatMap(({ name }, i) => (name === 'Renamed' ? [i] : []));
		const done = renamed.length;
		expect(done).toBeLessThan(10);
		expect(error?.message).toContain('There is no member nobody@example.com. Add them first.');
		expect(error?.message).toMatch(new RegExp(`Items are counted from 0\\. Done: ${done} \\(0–3.*\\)\\. Failed: 1 \\(4\\)\\. Not started: ${19 - done} `));
		expect(error?.context?.itemIndex ?? (error as { itemIndex?: number }).itemIndex ?? 4).toBe(4);
	});

	test('Retry On Fail runs the node again, and what was done already is left alone', async () => {
		const club = await open(6);
		club.intercept = ({ path, method }, nth) => (method === 'PUT' && path.endsWith('/6') && nth === 1 ? { status: 400, body: {} } : undefined);
		const { status, outputs } = await run('rename', RENAME, { items: people(6), retryOnFail: true, maxTries: 2, waitBetweenTries: 0 });
		expect(status).toBe('success');
		expect(outputs[0].map(({ json }) => json.changed)).toEqual([false, false, false, false, false, true]);
		expect(club.count('PUT')).toBe(7);
	});
});

describe('writes', () => {
	test('that are so already are not sent', async () => {
		const club = await open(1);
		const { json } = await run('rename', { email: 'm1@example.com', name: 'Member 1' });
		expect(json()).toEqual([{ id: 1, email: 'm1@example.com', name: 'Member 1', changed: false }]);
		expect(club.count('PUT')).toBe(0);
	});

	test('on one person run in input order, each seeing what the one before left', async () => {
		const club = await open(1);
		club.delay = 5;
		const items = ['A', 'B', 'B', 'C'].map((name) => ({ email: 'm1@example.com', name }));
		const { outputs } = await run('rename', RENAME, { items });
		expect(club.seen.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([{ name: 'A' }, { name: 'B' }, { name: 'C' }]);
		// What is true at the end is what every item shows.
		expect(outputs[0].map(({ json }) => [json.name, json.changed])).toEqual([['C', true], ['C', true], ['B', false], ['C', true]]);
	});

	test('that the server accepts and does not apply fail', async () => {
		const club = await open(1);
		club.ignores = ['name'];
		const { error } = await run('rename', { email: 'm1@example.com', name: 'X' });
		expect(error?.message).toContain('The name is Member 1.');
	});

	test('are read back in one sweep where that takes fewer requests', async () => {
		const club = await open(40);
		await run('rename', RENAME, { items: people(40) });
		expect(club.count('PUT')).toBe(40);
		expect(club.count('GET')).toBe(8);
	});

	test('that can be read back one by one only are', async () => {
		const club = await open(20);
		club.intercept = ({ path }, nth) => (path === '/api/members?page=0' && nth > 1 ? { status: 400, body: {} } : undefined);
		const { json, status } = await run('rename', RENAME, { items: people(15) });
		expect(status).toBe('success');
		expect(json().every(({ verified }) => verified === undefined)).toBe(true);
		expect(club.count('GET', /members.\d+$/)).toBe(15);
	});

	test('that can not be read back at all stay done, say so, and are not sent again', async () => {
		const club = await open(5);
		club.intercept = ({ path, method }) => (method === 'GET' && /members.\d+$/.test(path) ? { status: 400, body: {} } : undefined);
		const { json } = await run('rename', { email: 'm1@example.com', name: 'X' });
		expect(json()).toEqual([
			{ id: 1, email: 'm1@example.com', name: 'X', changed: true, verified: false, note: expect.stringContaining('could not be read back') },
		]);
		expect(club.count('PUT')).toBe(1);
	});

	test('for many with one request: a bad one fails alone and the rest is sent again', async () => {
		const club = await open(3);
		const { outputs } = await run('join', { ids: '={{ $json.ids }}' }, {
			items: [{ ids: '1' }, { ids: '77' }, { ids: '3' }],
			onError: 'continueErrorOutput',
		});
		expect(club.seen.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([{ ids: [1, 77, 3] }, { ids: [1, 3] }]);
		expect(outputs[0].map(({ json, pairedItem }) => [json.joined, pairedItem])).toEqual([[true, { item: 0 }], [true, { item: 2 }]]);
		expect(outputs[1][0].json).toEqual({ ids: '77', error: 'No member 77.', message: 'Check the ID.' });
	});
});

test('a password never stands in an error', async () => {
	await open(1);
	const additionalFields = { password: '={{ $json.password }}' };
	const items = [{ password: 'top-secret-9' }];
	const { error } = await run('rename', { email: 'nobody@example.com', name: 'X', additionalFields }, { items });
	expect(error?.message).toContain('Add them first•••.');
	expect(JSON.stringify(error)).not.toContain('top-secret-9');
});

test('an ID is checked before it enters a path', async () => {
	const club = await open(1);
	const { outputs } = await run('get', byId('={{ $json.id }}'), {
		items: ['../1', ' 1', '1 ', '', '0', '1/../2'].map((id) => ({ id })),
		onError: 'continueErrorOutput',
	});
	expect(outputs[0]).toEqual([]);
	expect(outputs[1]).toHaveLength(6);
	expect(club.seen).toHaveLength(0);
});

test('a list to choose from is searched, and turns pages', async () => {
	await open(25);
	const credentials = store();
	const first = await engine().listSearch('club', 'searchMembers', { credentials, parameters: { resource: 'member', operation: 'get' } });
	expect(first.results).toHaveLength(10);
	const last = await engine().listSearch('club', 'searchMembers', { credentials, paginationToken: '2' });
	expect(last.results).toHaveLength(5);
	expect(last.paginationToken).toBeUndefined();
});
