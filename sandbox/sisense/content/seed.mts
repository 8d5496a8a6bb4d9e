import { fixedId } from '../ids.mts';
import { dashboardId, folderId, groupId, idOf, modelId } from '../seed.mts';
import type { World } from '../world.mts';
import type { Share } from './model.mts';

/*
 * Folders, by key: who owns them and where they are. Two are called Reports; only Lena sees `drafts` and what is in it.
 */
const FOLDERS: readonly { key: string; name: string; owner: string; parent?: string }[] = [
	{ key: 'company', name: 'Company', owner: 'maria.silva' },
	{ key: 'reports of maria', name: 'Reports', owner: 'maria.silva', parent: 'company' },
	{ key: 'reports of lena', name: 'Reports', owner: 'lena.fischer' },
	{ key: 'drafts', name: 'Lena’s drafts', owner: 'lena.fischer' },
	{ key: 'old drafts', name: 'Old', owner: 'lena.fischer', parent: 'drafts' },
];

interface Seeded {
	readonly title: string;
	readonly owner: string;
	readonly folder?: string;
	readonly model: string;
	/** People by local part, groups with `@` in front, each with the rule. */
	readonly shares?: Readonly<Record<string, string>>;
	readonly published?: string;
}

// prettier-ignore
export const DASHBOARDS: readonly Seeded[] = [
	{ title: 'Company overview', owner: 'maria.silva', folder: 'company', model: 'Sales', shares: { '@Everyone': 'view', 'lena.fischer': 'edit' } },
	{ title: 'Revenue by month', owner: 'maria.silva', folder: 'reports of maria', model: 'Sales', shares: { '@Analytics': 'view' } },
	{ title: 'Finance monthly', owner: 'lena.fischer', folder: 'drafts', model: 'Ledger' },
	{ title: 'Open invoices', owner: 'lena.fischer', folder: 'reports of lena', model: 'Ledger', shares: { '@Finance': 'view', 'maria.silva': 'edit' } },
	{ title: 'Quarterly review', owner: 'lena.fischer', model: 'Ledger', shares: { admin: 'view', 'kofi.mensah': 'view' }, published: '2026-10-01T09:00:00.000Z' },
	{ title: 'EMEA sales', owner: 'tomas.novak', model: 'Sales' },
	{ title: 'Budget', owner: 'kofi.mensah', model: 'Ledger' },
	{ title: 'Cohorts', owner: 'omar.haddad', model: 'Sales', shares: { 'nadia.petrova': 'view' } },
];

/** What the admin's list has twice (contract 15, item 8). */
export const LISTED_TWICE = dashboardId('Company overview');

export function seedContent(world: World): void {
	const { content } = world;
	const tenant = world.system.id;
	for (const { key, name, owner, parent } of FOLDERS) {
		const id = folderId(key);
		const above = parent === undefined ? null : folderId(parent);
		content.folders.set(id, { id, tenant, name, owner: idOf(owner), parent: above });
	}
	for (const { title, owner, folder, model, shares = {}, published } of DASHBOARDS) {
		const id = dashboardId(title);
		const twoCopies = published !== undefined && world.settings.coAuthoring;
		const widgets = ['Total', 'By month'].map((name) => ({ oid: fixedId(`widget ${name} ${title}`), title: name }));
		content.dashboards.set(id, {
			id,
			tenant,
			title: twoCopies ? `${title} (draft)` : title,
			widgets,
			owner: idOf(owner),
			folder: folder === undefined ? undefined : folderId(folder),
			shares: Object.entries(shares).map(([party, rule]) => shareOf(party, rule)),
			model,
			lastUpdated: '2026-09-01T09:00:00.000Z',
			lastPublish: published,
			published: twoCopies ? { title, widgets } : undefined,
		});
	}
	seedModels(world);
}

function shareOf(party: string, rule: string): Share {
	const shareId = party.startsWith('@') ? groupId(party.slice(1)) : idOf(party);
	return { shareId, type: party.startsWith('@') ? 'group' : 'user', rule, subscribe: false };
}

function seedModels({ content, system }: World): void {
	const user = (local: string, permission: string) => ({ partyId: idOf(local), type: 'user' as const, permission });
	const models = [
		{
			title: 'Sales',
			type: 'EXTRACT',
			creator: 'tomas.novak',
			shares: [user('maria.silva', 'a'), user('nadia.petrova', 'r')],
		},
		{
			title: 'Ledger',
			type: 'LIVE',
			creator: 'lena.fischer',
			shares: [user('lena.fischer', 'w'), user('kofi.mensah', 'r')],
		},
	] as const;
	for (const { title, type, creator, shares } of models) {
		const id = modelId(title);
		content.models.set(id, { id, tenant: system.id, title, type, creator: idOf(creator), shares });
	}
	const report = (name: string, owner: string, recipients: readonly string[], errorEmails: readonly string[]) => {
		const id = fixedId(`report ${name}`);
		content.reports.set(id, { id, name, owner: idOf(owner), enabled: true, recipients, errorEmails });
	};
	report('Monthly close', 'lena.fischer', ['lena.fischer@example.com', 'board@partner.example'], []);
	report('Weekly revenue', 'maria.silva', ['kofi.mensah@example.com'], ['lena.fischer@example.com']);
}
