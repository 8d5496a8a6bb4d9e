/** The same company as its SCIM side shows it, as values for the fields of the Sisense node. */
import type { IDataObject } from 'n8n-workflow';

import { groupId, idOf } from '../../../sandbox/sisense/seed.mts';
import type { Cast, Names, Things } from '../standard/cast.mts';
import { useStage, type Stage } from '../stage.mts';
import { stateOf, type State } from './cast.mts';

const NOWHERE = '0123456789abcdef01234567';

export const scimPerson = (local: string): Names => ({ id: idOf(local), username: `${local}@example.com` });

const people: Things = { there: ['zoe.muller', 'joann', 'alex.kim'].map(scimPerson), missing: { id: NOWHERE, username: 'nobody.here' } };

const group = (name: string): Names => ({ id: groupId(name), name });

const MISSING: Names = { id: NOWHERE, name: 'No Such Thing' };

const groups: Things = { there: ['Analytics', 'People Ops', 'Finance Team'].map(group), missing: MISSING };

/** Made inactive by `addLeavers`, which fills in their ids. */
const leavers: Things = { there: [1, 2, 3].map((n) => ({ id: '', username: `gone${n}@example.com` })), missing: people.missing };

const only = (there: Names[], { missing }: Things): Things => ({ there, missing });

export async function addLeavers(stage: Stage): Promise<void> {
	await stage.control('people', { count: 3, prefix: 'gone', active: false });
	for (const { id, userName } of (await stateOf(stage)).accounts) {
		const one = leavers.there.find((names) => names.username === userName);
		if (one) one.id = id;
	}
}

/** A stage with the Sisense node and the SCIM side of a server with these switches. */
export const scimStage = (switches: Record<string, string> = {}): Stage =>
	useStage({
		node: 'sisense',
		credential: 'sisenseScimApi',
		tool: 'sisense',
		set: Object.fromEntries(Object.entries({ scim: 'present', ...switches }).map(([name, value]) => [`sisense.${name}`, value])),
		fields: ({ scimUrl, scimToken }) => ({ url: scimUrl, token: scimToken }),
	});

/** What an item is about, as the server has it; what was deleted must be gone. */
function truth(key: string, item: IDataObject, now: unknown): IDataObject | undefined {
	const { accounts, groups: all } = now as State;
	const byId = <T extends { id: string }>(list: T[]) => list.find((one) => one.id === item.id);
	if ('deleted' in item) return { deleted: byId<{ id: string }>(key.startsWith('scimUser.') ? accounts : all) === undefined };
	if ('userName' in item) {
		const { userName, email, state: is, externalId } = byId(accounts)!;
		return { userName, email, active: is === 'active', externalId };
	}
	return 'members' in item && byId(all) ? { name: byId(all)!.name } : undefined;
}

const TWO_OF_MARIA = only([scimPerson('lena.fischer'), scimPerson('maria.silva'), scimPerson('lena.fischer')], people);

export const scimCast: Cast = {
	values: {
		email: (n) => `new${n}@example.com`,
		firstName: (n) => `New & improved O'Name ${n}`,
		lastName: (n) => `Última ${n}`,
		username: (n) => `new.${n}`,
		externalId: (n) => `00u${n}a1b2`,
		name: (n) => `New thing ${n}`,
		password: (n) => `Str0ng-enough-${n}`,
	},
	things: { user: people, users: people, group: groups },
	state: async (stage) => {
		const { accounts, ...rest } = await stateOf(stage);
		return { ...rest, accounts: accounts.map(({ lastLogin, ...one }) => one) };
	},
	truth,
	wrongPassword: { fields: { token: 'notTheTokenOfAnybody' }, says: /refuses the token.*credential/ },
	operations: {
		'scimUser.getAll': { values: { 'filters.search': () => 'SILVA', 'filters.state': () => 'active' } },
		'scimUser.update': { always: ['updateFields.firstName'] },
		'scimUser.reactivate': { things: { user: leavers } },
		'scimGroup.getAll': { values: { 'filters.name': () => 'EMEA' } },
		'scimGroup.delete': { always: ['options.allowInUse'] },
		'scimGroup.removeMembers': { things: { users: TWO_OF_MARIA, group: only([group('Analytics'), group('Analytics'), group('Finance')], groups) } },
	},
};
