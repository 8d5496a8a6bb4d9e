import type { Words } from '../graph-model.mts';
import { ALL_USERS } from '../ids.mts';
import { ANALYTICS, FINANCE, idOf, PEOPLE_OPS } from '../seed.mts';
import type { World } from '../world.mts';
import { SAMPLE_DATABASE, type Item } from './model.mts';

const SINCE = '2026-01-12T09:00:00.000Z';

/** Entries of the permission graph as each generation words them. */
const FULL = { old: { data: { native: 'write', schemas: 'all' } }, now: view('query-builder-and-native') };
const NO_SQL = { old: { data: { schemas: 'all' } }, now: view('query-builder') };
const ONE_SCHEMA = {
	old: { data: { schemas: { hr: 'all' } } },
	now: { 'view-data': 'unrestricted', 'create-queries': { hr: 'query-builder' } },
};

function view(create: string): Words {
	return { 'view-data': 'unrestricted', 'create-queries': create };
}

/** All Users may use the sample database of a new server. */
export function seedGraph(world: World): void {
	grant(world, ALL_USERS, SAMPLE_DATABASE.id, FULL);
}

function grant({ graph }: World, group: number, database: number, words: { old: Words; now: Words }): void {
	graph.merge(group, database, graph.old ? words.old : words.now);
}

/** What the cast has made and receives. */
export function seedContent(world: World): void {
	const { content, graph } = world;
	content.databases = [SAMPLE_DATABASE, { id: 2, name: 'Warehouse' }, { id: 3, name: 'Payroll' }];
	grant(world, ANALYTICS, 2, FULL);
	grant(world, FINANCE, 2, NO_SQL);
	grant(world, PEOPLE_OPS, 3, ONE_SCHEMA);
	graph.revision = 3;
	const company = content.collections.add({ name: 'Company', owner: null }).id;
	content.collections.add({ name: 'Finance reports', owner: null });
	content.collectionGraph.set(ALL_USERS, new Map([[String(company), 'read']]));
	content.collectionRevision = 2;
	seedItems(world, company);
	seedMail(world);
}

function seedItems({ content }: World, company: number): void {
	const [maria, lena] = [idOf('maria.silva'), idOf('lena.fischer')];
	const [omar, boris] = [idOf('omar.haddad'), idOf('boris.ivanov')];
	const item = (name: string, kind: Item['kind'], creator: number, more: Partial<Item> = {}): void => {
		const table = kind === 'dashboard' ? content.dashboards : content.cards;
		table.add({ name, kind, creator, collection: null, archived: false, createdAt: SINCE, ...more });
	};
	item('Revenue', 'dashboard', maria, { collection: company });
	item('Support load', 'dashboard', lena);
	item('Old KPIs', 'dashboard', omar);
	item('Orders per day', 'card', maria, { collection: company });
	item('Churn', 'card', lena);
	item('Customers', 'dataset', lena, { collection: company });
	item('Draft of Lena', 'card', lena, { collection: content.personalCollectionOf(lena)?.id ?? null });
	item('Margin', 'card', omar);
	item('Cost', 'card', boris, { archived: true });
}

function seedMail({ content }: World): void {
	const [maria, lena] = [idOf('maria.silva'), idOf('lena.fischer')];
	const [omar, kofi] = [idOf('omar.haddad'), idOf('kofi.mensah')];
	const to = (...people: number[]) => people.map((user) => ({ user }));
	const pulse = { archived: false, recipients: to(maria) };
	content.pulses.add({
		name: 'Revenue',
		dashboard: 1,
		creator: maria,
		archived: false,
		recipients: [...to(lena, kofi), { email: 'board@partner.example' }],
	});
	content.pulses.add({ ...pulse, name: 'Support load', dashboard: 2, creator: lena, recipients: to(lena, maria) });
	content.pulses.add({ ...pulse, name: 'Old KPIs', dashboard: 3, creator: omar });
	content.pulses.add({ ...pulse, name: 'Support load, old', dashboard: 2, creator: lena, archived: true });
	const alert = { active: true, createdAt: SINCE, updatedAt: SINCE };
	content.alerts.add({ ...alert, card: 2, creator: lena, recipients: to(lena, maria) });
	content.alerts.add({ ...alert, card: 1, creator: maria, recipients: to(lena, omar) });
	content.alerts.add({ ...alert, card: 5, creator: omar, recipients: to(kofi) });
	content.alerts.add({ ...alert, card: 3, creator: lena, recipients: to(lena), active: false });
}
