/** The lifecycle with a tool whose adapter breaks where none should: a tool that fails is a row, and no other tool pays for it. */
import type { Account } from '../../access/account';
import type { Leaving } from '../../access/departure';
import type { Directory } from '../../access/directory';
import { offboard } from '../../access/offboarding';
import { onboard, type Wish } from '../../access/onboarding';
import { account } from './made.mts';

const AT = '2026-06-30T12:00:00.000Z';
const ANN = account({ id: '7', email: 'ann@example.com' });
const NAMES = { roles: [], groups: ['Alpha'] };
const WISH: Wish = {
	email: 'ann@example.com',
	firstName: 'Ann',
	lastName: 'Lee',
	names: NAMES,
	mode: 'add',
	within: { roles: [], groups: [] },
	whenInactive: 'refuse',
	updateNames: false,
	dryRun: false,
	noMail: false,
	returnPassword: false,
	returnInviteLink: false,
	breakGlass: [],
};
const LEAVING: Leaving = { email: 'ann@example.com', whenOwnedContent: 'keep', removeAccess: true, closeWithoutSuccessor: false, deleteAccount: false, dryRun: false, breakGlass: [] };

const broken = async (): Promise<never> => {
	throw new TypeError('It broke');
};

/** A tool with these people, in which all goes well but for what is given. */
function tool(people: Account[], more: Partial<Directory>): Directory {
	const now = new Map(people.map((one) => [one.id, one]));
	return {
		tool: 'one',
		product: 'One',
		order: ['close', 'removeAccess'],
		server: async () => 'https://one.example',
		actor: async () => 'me',
		self: async () => undefined,
		find: async () => [...now.values()],
		read: async (ids: string[]) => ({ accounts: ids.flatMap((id) => now.get(id) ?? []), unread: [] }),
		resolve: async ({ groups }: typeof NAMES) => groups.map((name) => ({ kind: 'group', id: name, name })),
		mayChange: async () => {},
		mayClose: async () => {},
		stock: async () => ({ owned: [], touched: [], blindSpots: [] }),
		undoneBy: async () => [],
		close: async ({ id }: Account) => {
			now.set(id, { ...now.get(id)!, state: 'inactive' });
			return 'closed';
		},
		...more,
	} as unknown as Directory;
}

test.each([
	['creating', [], { create: broken }, 'create'],
	['changing', [ANN], { change: broken }, 'change'],
	['looking up', [ANN], { find: broken }, 'find'],
	['resolving names', [ANN], { resolve: broken }, 'names'],
] as Array<[string, Account[], Partial<Directory>, string]>)('%s that breaks is a failed row with the step', async (_, people, more, step) => {
	expect(await onboard(tool(people, more), [WISH], AT)).toMatchObject([{ status: 'failed', step, message: 'It broke', changed: false, server: 'https://one.example', by: 'me', at: AT }]);
});

test('a guard that breaks refuses, and nothing is written', async () => {
	const more = { mayChange: broken, change: broken };
	expect(await onboard(tool([account({ ...ANN, access: [{ kind: 'group', id: 'Beta', name: 'Beta' }] })], more), [{ ...WISH, mode: 'exactly' }], AT)).toMatchObject([{ status: 'refused', step: 'guard' }]);
});

test('a departure that is interrupted tells what was done by then, and no other one pays for it', async () => {
	const bob = account({ id: '8', email: 'bob@example.com' });
	const held = { kind: 'group' as const, id: 'Alpha', name: 'Alpha' };
	const directory = tool([account({ ...ANN, access: [held] }), bob], {
		undeletable: ({ id }) => {
			if (id === '7') throw new TypeError('It broke');
			return 'One deletes nobody.';
		},
		removeAccess: async () => [held],
	});
	const leavings = [{ ...LEAVING, deleteAccount: true }, { ...LEAVING, email: 'bob@example.com', deleteAccount: true }];
	const pool = async <T,>(all: T[], work: (one: T) => Promise<void>) => void (await Promise.all(all.map(work)));
	const [ann, other] = await offboard(directory, leavings, AT, pool);
	expect(ann).toMatchObject({ status: 'partial', step: 'proof', message: 'It broke', changed: true, did: ['Closed the account', 'Took away group "Alpha"'] });
	expect(other).toMatchObject({ status: 'done', step: null, proof: { state: 'inactive' } });
});
