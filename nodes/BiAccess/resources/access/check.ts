import { check as checkIn } from '../../../../access/checkup';
import { toolsField } from '../../fields';
import { AUDIT, byTool, now, operation, together } from '../../operation';

export const check = operation({
	name: 'Check',
	action: 'Check what credentials and servers can do',
	description:
		'Look at each tool as its credential sees it: what works, what this server cannot do, what an identity provider will undo, and how to fix the credential. Nothing is written.',
	fields: { tools: toolsField() },
	repeat: 'safe',
	output: {
		...AUDIT.begin,
		email: 'string?',
		fix: 'string?',
		version: 'string?',
		edition: 'string?',
		works: ['string'],
		limits: ['string'],
		identityProvider: ['string'],
		...AUDIT.end,
	},
	target: together,
	async runMany(tools, inputs) {
		const at = now();
		return await byTool(inputs, async (tool, concerned) => {
			const row = await checkIn(tools.of(tool), at);
			return concerned.map(() => row);
		});
	},
});
