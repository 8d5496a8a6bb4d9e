/**
 * The standard tests of an operation (design section 2): everything its declaration promises, tried in n8n's engine on
 * the built package, over HTTP, against a stand-in server. A new operation gets them by being declared.
 */
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { Operation, Resources } from '../../kit/operation';
import { expectFailedItem, expectFewKeys, expectNoSecrets, expectSchema, sessionSecrets } from './standard/checks.mts';
import { operationCast, type Cast } from './standard/cast.mts';
import { compose, Plan, type Bad, type Values, type Way } from './standard/plan.mts';
import { packageRoot } from '../harness/core.mts';
import type { Play, Played, Stage } from './stage.mts';

export interface StandardOptions {
	stage: Stage;
	/** Folder of the node below `nodes/`, where its schemas are. */
	nodeFolder: string;
	resources: Resources<never>;
	cast: Cast;
}

export function standardTests(options: StandardOptions): void {
	for (const [resource, { operations }] of Object.entries(options.resources)) {
		for (const [name, operation] of Object.entries(operations)) {
			describe(`${resource}.${name}`, () => new Standard(options, `${resource}.${name}`, operation as Operation<unknown>).declare());
		}
	}
}

/**
 * The servers to run on: all of them with the project's own n8n-core, the first one with an older core, which differs in
 * its engine and not in what the servers answer (scripts/test-matrix.mts).
 */
export function serversHere<T>(all: readonly T[]): readonly T[] {
	const { N8N_CORE_ROOT: root } = process.env;
	return root === undefined || path.resolve(root) === packageRoot() ? all : all.slice(0, 1);
}

/** Failed items of a run that goes on, whichever output they are on. */
const failedOf = ({ items, failures }: Played) => [...failures, ...items.filter(({ error }) => error !== undefined)];

class Standard {
	constructor(
		private readonly options: StandardOptions,
		private readonly key: string,
		private readonly operation: Operation<unknown>,
	) {}

	private get stage(): Stage {
		return this.options.stage;
	}

	/** Made in each test, so that a value the cast lacks fails this operation's tests and no other. */
	private plan(): Plan {
		return new Plan(this.key, this.operation, this.options.cast);
	}

	private async state(): Promise<unknown> {
		return await this.options.cast.state(this.stage);
	}

	/** Runs the operation for these items; whatever comes out, no secret is in it. */
	private async run(plan: Plan, values: Values[], way: Way, play: Play = {}): Promise<Played> {
		const { parameters, items } = compose(plan, values, way);
		const played = await this.stage.play(this.key, parameters, { items, ...play });
		const given = plan.slots.filter(({ field }) => field.secret).flatMap(({ path }) => values.map((one) => one[path]));
		const { sessionToken, apiKey } = played.credentials.get(this.stage.options.credential) ?? {};
		const texts = [...given, apiKey].filter((one): one is string => typeof one === 'string' && one.trim() !== '');
		const secrets = [...texts, ...sessionSecrets(sessionToken)];
		if (!plan.special.reveals) expectNoSecrets(played, secrets);
		return played;
	}

	declare(): void {
		if (operationCast(this.options.cast, this.key).refuses) this.declareRefused();
		else this.declareOffered();
		test('bad input is told by the name of the field, and the server is not asked', async () => await this.badInput());
		test('a wrong password or key is tried once for three items', async () => await this.wrongPassword());
	}

	private declareRefused(): void {
		test('is refused on this server, with the reason, and nothing is written', async () => {
			const plan = this.plan();
			const before = await this.state();
			const played = await this.run(plan, [plan.required(0, plan.way(0))], plan.way(0));
			expect(played.message).toMatch(plan.special.refuses!);
			// Some servers tell only when asked that they do not know a route.
			if (!plan.special.tries) expect(played.writes.filter(({ status }) => status < 400)).toEqual([]);
			expect(await this.state()).toEqual(before);
		});
	}

	private declareOffered(): void {
		test('works with what is required, and the server shows it', async () => await this.works((plan, way) => plan.required(0, way), 0));
		test('works with every optional field', async () => await this.works((plan, way) => plan.everything(0, way), 1));
		test('run twice', async () => await this.twice());
		test('what does not exist is named, and nothing is written', async () => await this.notFound());
		if (this.options.cast.outsider) test('an account without the permission is told which', async () => await this.forbidden());
		test('a bad item among three goes to the error output alone', async () => await this.errorOutput());
		test('a bad item among three keeps its place on the regular output', async () => await this.regularOutput());
		test('a bad item stops the run with a message', async () => await this.stops());
		if (this.operation.view) test('Simplify off gives the whole object', async () => await this.whole());
		if (this.operation.fields.returnAll) test('Limit and Return All say how many come', async () => await this.paging());
	}

	private expectPaired(played: Played, ...allowed: number[]): void {
		const [output = []] = played.outputs;
		for (const { pairedItem } of output) expect(allowed.map((item) => ({ item }))).toContainEqual(pairedItem);
	}

	/** Whether a write says if anything had to be done: what does the same again each time need not. */
	private get claims(): boolean {
		return this.operation.repeat !== 'resends' || 'changed' in (this.operation.output ?? {}) || this.operation.readBack !== undefined;
	}

	/** What a write says about itself agrees with what became of the server. */
	private expectHonest(plan: Plan, items: IDataObject[], before: unknown, after: unknown): void {
		if (plan.reads) {
			expect(after).toEqual(before);
			return;
		}
		for (const item of items) {
			if ('deleted' in (this.operation.output ?? {})) expect(item.deleted).toBe(true);
			else if (this.claims) expect(item.changed).toEqual(expect.any(Boolean));
		}
		if (items.some(({ changed, deleted }) => changed === true || deleted === true)) expect(after).not.toEqual(before);
		else if (this.claims) expect(after).toEqual(before);
	}

	private async works(values: (plan: Plan, way: Way) => Values, wayNumber: number): Promise<void> {
		const plan = this.plan();
		const way = plan.way(wayNumber);
		const before = await this.state();
		const played = await this.run(plan, [values(plan, way)], way);
		expect([played.status, played.message]).toEqual(['success', '']);
		expect(played.items.length).toBeGreaterThan(0);
		this.expectPaired(played, 0);
		expectSchema(this.options.nodeFolder, this.key, played.items);
		expectFewKeys(this.operation, played.items);
		const after = await this.state();
		this.expectHonest(plan, played.items, before, after);
		for (const item of played.items) expect(item).toMatchObject(this.options.cast.truth(this.key, item, after) ?? {});
		if (plan.reads) return expect(played.writes).toEqual([]);
		// The values of the test are new ones: a write that had nothing to do would prove nothing.
		const { writesBy } = plan.special;
		expect((writesBy ? played.requests.filter(({ path }) => writesBy.test(path)) : played.writes).length).toBeGreaterThan(0);
		if (this.operation.view) for (const text of plan.texts(values(plan, way))) expect(Object.values(played.items[0])).toContain(text);
	}

	private async twice(): Promise<void> {
		const plan = this.plan();
		const values = [plan.required(0, 'list')];
		const first = await this.run(plan, values, 'list');
		expect([first.status, first.message]).toEqual(['success', '']);
		// Looking at the state may itself leave traces that a read shows, such as a sign-in.
		const before = plan.reads ? undefined : await this.state();
		const second = await this.run(plan, values, 'list');
		const after = plan.reads ? undefined : await this.state();
		const { repeat } = this.operation;
		if (repeat === 'fails') {
			expect(second.status).toBe('error');
			expect(second.message).toMatch(/\S.{10}/s);
			expect(Object.values(values[0]).some((value) => second.message.includes(String(value)))).toBe(true);
			expect(after).toEqual(before);
			return;
		}
		expect([second.status, second.message]).toEqual(['success', '']);
		if (repeat === 'resends') return;
		expect(second.writes).toEqual([]);
		expect(after).toEqual(before);
		if (plan.reads) expect(second.items).toEqual(first.items);
		else for (const item of second.items) expect(item.changed).toBe(false);
	}

	/** One run for each way a locator is given, with all items that are bad in that way. */
	private async eachWay(bad: Bad[], check: (played: Played, sent: Bad[], inputs: IDataObject[]) => Promise<void>, play?: () => Play): Promise<void> {
		const plan = this.plan();
		for (const way of new Set(bad.map((one) => one.way))) {
			const sent = bad.filter((one) => one.way === way);
			const values = sent.map((one) => one.values);
			const played = await this.run(plan, values, way, { onError: 'continueErrorOutput', ...play?.() });
			await check(played, sent, compose(plan, values, way).items);
		}
	}

	private async notFound(): Promise<void> {
		const bad = this.plan().notFound();
		const before = await this.state();
		await this.eachWay(bad, async (played, sent, inputs) => {
			expect(played.items).toEqual([]);
			expect(played.failures).toHaveLength(sent.length);
			sent.forEach(({ says }, i) => {
				expectFailedItem(played.failures[i], inputs[i]);
				expect(String(played.failures[i].error)).toContain(says);
			});
			expect(played.writes).toEqual([]);
		});
		expect(await this.state()).toEqual(before);
	}

	private async badInput(): Promise<void> {
		const bad = this.plan().badInput();
		expect(bad.length).toBeGreaterThan(0);
		const check = async (played: Played, sent: Bad[]) => {
			const told = sent.map(({ values, says }, i) => ({ values, told: String(played.failures[i]?.error).includes(says) ? says : played.failures[i] }));
			expect(told).toEqual(sent.map(({ values, says }) => ({ values, told: says })));
			expect(played.items).toEqual([]);
			expect(played.requests).toEqual([]);
		};
		await this.eachWay(bad, check, () => ({ credentials: this.stage.storeOf() }));
		await this.emptyUpdate();
	}

	/** An update that says nothing to change is a mistake, not a success. */
	private async emptyUpdate(): Promise<void> {
		const { updateFields } = this.operation.fields;
		if (!updateFields || this.plan().special.refuses) return;
		const plan = this.plan();
		const values = Object.entries(plan.required(1, 'list')).filter(([path]) => !path.startsWith('updateFields.'));
		const played = await this.run(plan, [Object.fromEntries(values)], 'list');
		expect(played.message).toContain(`"${updateFields.property.displayName}"`);
		expect(played.writes).toEqual([]);
	}

	private three(plan: Plan, way: Way): Values[] {
		return [0, 1, 2].map((n) => plan.required(n, way));
	}

	private async wrongPassword(): Promise<void> {
		const plan = this.plan();
		const { fields, says } = this.options.cast.wrongPassword;
		const credentials = this.stage.storeOf(fields);
		const played = await this.run(plan, this.three(plan, 'list'), 'list', { credentials, onError: 'continueErrorOutput' });
		expect(played.requests).toHaveLength(1);
		expect(played.signIns).toHaveLength(this.stage.options.signInPath === undefined ? 0 : 1);
		expect(played.items).toEqual([]);
		expect(played.failures).toHaveLength(3);
		for (const { error, message } of played.failures) expect(`${String(error)} ${String(message)}`).toMatch(says);
	}

	private async forbidden(): Promise<void> {
		const plan = this.plan();
		const { fields, says } = this.options.cast.outsider!;
		const before = await this.state();
		const credentials = this.stage.storeOf(fields);
		const played = await this.run(plan, [plan.required(0, 'list')], 'list', { credentials });
		expect(played.status).toBe('error');
		expect(played.message).toMatch(plan.special.forbidden ?? says);
		// A write the server refuses is no harm; one that it accepts is.
		expect(played.writes.filter(({ status }) => status < 400)).toEqual([]);
		expect(await this.state()).toEqual(before);
	}

	/** Three items of which the middle one can't be done: where something can be missing it is, so that good items were under way already. */
	private oneBad(plan: Plan, n: number): { values: Values[]; way: Way } {
		const candidates = [...plan.notFound(), ...plan.badInput()];
		const { values, way } = candidates[n % Math.max(1, plan.notFound().length)];
		return { values: [plan.required(0, way), values, plan.required(2, way)], way };
	}

	private async errorOutput(): Promise<void> {
		const plan = this.plan();
		const { values, way } = this.oneBad(plan, 0);
		const before = await this.state();
		const played = await this.run(plan, values, way, { onError: 'continueErrorOutput' });
		expect(played.status).toBe('success');
		expect(played.outputs).toHaveLength(2);
		this.expectPaired(played, 0, 2);
		expect(new Set(played.outputs[0].map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(2);
		expectSchema(this.options.nodeFolder, this.key, played.items);
		this.expectHonest(plan, played.items, before, await this.state());
		expect(played.outputs[1].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expectFailedItem(played.failures[0], compose(plan, values, way).items[1]);
	}

	private async regularOutput(): Promise<void> {
		const plan = this.plan();
		const { values, way } = this.oneBad(plan, 1);
		const played = await this.run(plan, values, way, { onError: 'continueRegularOutput' });
		expect(played.status).toBe('success');
		const order = played.outputs[0].map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(order).toEqual([...order].sort());
		expect(new Set(order)).toEqual(new Set([0, 1, 2]));
		expect(failedOf(played)).toHaveLength(1);
		expectFailedItem(played.items[order.indexOf(1)], {});
	}

	private async stops(): Promise<void> {
		const plan = this.plan();
		const candidates = [...plan.notFound(), ...plan.badInput()];
		const { values, says, way } = candidates[candidates.length > 1 ? 1 : 0];
		const played = await this.run(plan, [values], way);
		expect(played.status).toBe('error');
		expect(played.items).toEqual([]);
		expect(played.message).toContain(says);
		// What happened and what to do: an AI agent sees nothing else.
		expect(played.message).toMatch(/\S[.:] \S/);
		expect(played.writes).toEqual([]);
	}

	private async whole(): Promise<void> {
		const plan = this.plan();
		const way = plan.way(2);
		const { items, status, message } = await this.run(plan, [{ ...plan.required(0, way), simplify: false }], way);
		expect([status, message]).toEqual(['success', '']);
		expect(items.length).toBeGreaterThan(0);
	}

	private async paging(): Promise<void> {
		const plan = this.plan();
		const one = await this.run(plan, [{ ...plan.required(0, plan.way(0)), returnAll: false, limit: 1 }], plan.way(0));
		expect(one.items.filter((item) => !plan.special.beside?.(item))).toHaveLength(1);
		const all = await this.run(plan, [{ ...plan.required(0, plan.way(0)), returnAll: true }], plan.way(0));
		expect(all.items.filter((item) => !plan.special.beside?.(item)).length).toBeGreaterThan(1);
		expect(new Set(all.items.map((item) => JSON.stringify(item))).size).toBe(all.items.length);
	}
}
