import type { Switch } from '../../frame/product.mts';

/** How the server's SCIM side behaves; the RFC leaves most of this open (contract 10). */
export interface ScimSettings {
	/** What there is under the SCIM path, if it is not SCIM. */
	readonly presence: 'absent' | 'html' | 'foreign' | 'present';
	readonly patch: boolean;
	/** Whether PATCH answers with the resource. */
	readonly patchBody: boolean;
	readonly filter: 'on' | 'refused' | 'ignored';
	readonly sort: boolean;
	readonly bulk: boolean;
	readonly etag: boolean;
	/** How `active` is written out. */
	readonly activeAsText: boolean;
	/** Most rows of one page. */
	readonly maxPage: number;
	/** An empty list has no key `Resources`. */
	readonly emptyWithoutResources: boolean;
	/** Rows of one list lie in another order from page to page. */
	readonly stableOrder: boolean;
	readonly contentType: string;
}

const ON = { initial: 'on', values: ['on', 'off'] };

export const SCIM_SWITCHES: Readonly<Record<string, Switch>> = {
	scim: {
		initial: 'absent',
		values: ['absent', 'present', 'html', 'foreign'],
		help: 'what is under the SCIM path: 404, or 401 for a token of another kind; SCIM; the app’s page (200, HTML); JSON without schemas',
	},
	scimPatch: {
		initial: 'body',
		values: ['body', 'empty', 'off'],
		help: 'PATCH answers 200 with the resource; 204; 501, and the configuration says so',
	},
	scimFilter: {
		initial: 'on',
		values: ['on', 'refused', 'ignored'],
		help: 'refused: 400 invalidFilter; ignored: the whole list as if none were asked for',
	},
	scimPage: {
		initial: '200',
		help: 'most rows of a page, whatever `count` asks for',
		check: (value) => (/^[1-9]\d*$/.test(value) ? undefined : 'a number above 0'),
	},
	scimSort: { ...ON, help: 'sortBy and sortOrder' },
	scimBulk: { ...ON, help: 'off: /Bulk is 501' },
	scimEtag: { ...ON, initial: 'off', help: 'meta.version, ETag, and 412 where If-Match does not fit' },
	scimActive: {
		initial: 'boolean',
		values: ['boolean', 'text'],
		help: 'text: `active` is written as "True" or "False"; both forms are read either way',
	},
	scimEmpty: {
		initial: 'list',
		values: ['list', 'missing'],
		help: 'missing: a list without rows has no key Resources',
	},
	scimOrder: {
		initial: 'stable',
		values: ['stable', 'shifting'],
		help: 'shifting: pages asked for without sortBy overlap and leave gaps',
	},
	scimType: {
		initial: 'scim',
		values: ['scim', 'json'],
		help: 'media type of answers: application/scim+json or application/json',
	},
};

export function readScimSettings(switches: Readonly<Record<string, string>>): ScimSettings {
	return {
		presence: switches.scim as ScimSettings['presence'],
		patch: switches.scimPatch !== 'off',
		patchBody: switches.scimPatch !== 'empty',
		filter: switches.scimFilter as ScimSettings['filter'],
		sort: switches.scimSort === 'on',
		bulk: switches.scimBulk === 'on',
		etag: switches.scimEtag === 'on',
		activeAsText: switches.scimActive === 'text',
		maxPage: Number(switches.scimPage),
		emptyWithoutResources: switches.scimEmpty === 'missing',
		stableOrder: switches.scimOrder === 'stable',
		contentType: switches.scimType === 'scim' ? 'application/scim+json' : 'application/json',
	};
}
