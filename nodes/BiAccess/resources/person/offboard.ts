import type { Leaving } from '../../../../access/departure';
import { offboard as offboardFrom } from '../../../../access/offboarding';
import { eachAtOnce } from '../../../../kit/concurrency';
import { choice, flag, optional, type Input } from '../../../../kit/fields';
import { Problem } from '../../../../kit/problem';
import { emailField } from '../../../fields';
import { breakGlass, dryRun, successorField, toolsField } from '../../fields';
import { ACCESS, AUDIT, byTool, now, operation, together } from '../../operation';

const THING = { type: 'string', id: 'string', name: 'string', 'link?': 'string' } as const;

const fields = {
	tools: toolsField(),
	email: emailField(),
	whenOwnedContent: choice({ displayName: 'When Content Is Owned', description: 'What to do about dashboards, queries and the like that the person owns' }, [
		{ name: 'Keep', value: 'keep', description: 'It stays with the closed account, and is listed' },
		{ name: 'Refuse', value: 'refuse', description: 'Close nothing in a tool where something is owned' },
		{ name: 'Transfer', value: 'transfer', description: 'A successor receives what can be handed over; the rest is listed' },
	]),
	successor: { ...optional(successorField()), when: { whenOwnedContent: ['transfer'] } },
	removeAccess: flag({
		displayName: 'Remove Access',
		description: 'Whether to also take away roles and groups, which would come back with a reactivation',
	}),
};

const options = {
	breakGlass,
	closeWithoutSuccessor: flag({
		displayName: 'Close Without Successor',
		description:
			'Whether to close an account also where the successor has none or can own nothing: the content stays and is listed, and the row says partial. Otherwise it is refused, and the person still gets in.',
	}),
	deleteAccount: flag({
		displayName: 'Delete Account',
		description:
			'Whether to delete the account at the end, where the tool can and nothing would be lost that somebody owns: Superset and Sisense, in Redash people who never accepted the invitation',
	}),
	dryRun,
};

type Offboarding = Input<typeof fields> & { options: Partial<Input<typeof options>> };

const leavingOf = ({ email, whenOwnedContent, successor, removeAccess, options: chosen }: Offboarding): Leaving => ({
	email,
	whenOwnedContent,
	...(whenOwnedContent === 'transfer' && successor && { successor: successor.value }),
	removeAccess,
	closeWithoutSuccessor: chosen.closeWithoutSuccessor ?? false,
	deleteAccount: chosen.deleteAccount ?? false,
	dryRun: chosen.dryRun ?? false,
	breakGlass: chosen.breakGlass ?? [],
});

export const offboard = operation({
	name: 'Offboard',
	action: 'Offboard a person by email and close their accounts',
	description:
		'Shut a person out of all chosen tools, hand over what they own, and read the accounts again to prove it: one row for each tool. A second run changes nothing more; in Sisense it locks out again.',
	fields,
	options,
	repeat: 'safe',
	output: {
		...AUDIT.begin,
		step: 'string?',
		changed: 'boolean',
		id: 'string?',
		name: 'string?',
		proof: [{ state: 'string', admin: 'boolean?', access: [ACCESS], 'keyRefused?': 'boolean' }, null],
		did: ['string'],
		owned: [THING],
		moved: [THING],
		remaining: [{ ...THING, reason: 'string' }],
		blindSpots: ['string'],
		warnings: ['string'],
		dryRun: 'boolean',
		...AUDIT.end,
	},
	check({ whenOwnedContent, successor }) {
		if (whenOwnedContent !== 'transfer' || successor) return;
		throw new Problem('"Successor" is empty.', 'Choose who receives what the person owns, or another "When Content Is Owned".');
	},
	target: together,
	async runMany(tools, inputs) {
		const at = now();
		return await byTool(inputs, async (tool, concerned) =>
			await offboardFrom(tools.of(tool), concerned.map(leavingOf), at, async (all, work) => await eachAtOnce(all, tools.atOnce, work)),
		);
	},
});
