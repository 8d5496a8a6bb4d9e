import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Example } from '../lib/examples.mts';
import { e2eFolder } from '../lib/paths.mts';
import { troubleOf } from '../lib/rest.mts';
import { play, type Scene, type Theatre } from '../lib/scenes.mts';
import { expect, type Steps } from '../lib/steps.mts';

/** The scenes of an example, from the file of its name in `expectations/`; none when there is no such file. */
async function scenesOf({ file }: Example): Promise<readonly Scene[]> {
	const expectations = join(e2eFolder, 'expectations', `${file}.mts`);
	if (!existsSync(expectations)) return [];
	return ((await import(pathToFileURL(expectations).href)) as { default: readonly Scene[] }).default;
}

/** Every example runs in n8n itself and leaves the company as it should; in all its scenes together, each of its nodes runs. */
export async function examples(steps: Steps, theatre: Theatre, all: readonly Example[], prefix = ''): Promise<void> {
	for (const example of all) {
		const { file, workflow } = example;
		const ran = new Set<string>();
		const id = (part: string | number): string => `${prefix}examples-${file}-${part}`;
		const scenes = await scenesOf(example);
		for (const [index, scene] of scenes.entries()) {
			await steps.step(id(index + 1), scene.title, async (note) => {
				const outcome = await play(theatre, example, scene);
				const { execution, caught, answer } = outcome;
				Object.keys(execution.data.resultData.runData).forEach((node) => ran.add(node));
				const wanted = scene.status ?? 'success';
				expect(execution.status === wanted, `The execution ended with ${execution.status}: ${troubleOf(execution)}`);
				if (answer !== undefined) note(`answer ${answer.status}`);
				for (const { to, subject, text } of caught.mails) note(`mail to ${to.join(', ')}: ${subject} | ${text.trim().replaceAll('\n', ' ')}`);
				for (const { method, path, body } of caught.requests) note(`${method} ${path} ${JSON.stringify(body)}`);
				await scene.check(outcome);
			});
		}
		await steps.step(id('whole'), 'each node of the example ran in one of its scenes', async (note) => {
			expect(scenes.length > 0, `Nobody says what examples/${file}.json has to do: write e2e/expectations/${file}.mts`);
			const nodes = workflow.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote').map(({ name }) => name);
			const idle = nodes.filter((name) => !ran.has(name));
			expect(idle.length === 0, `Never ran: ${idle.join(', ')}`);
			note(nodes.join(', '));
		});
	}
}
