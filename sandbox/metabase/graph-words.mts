import type { Fields } from './call.mts';
import type { Settings } from './switches.mts';

const VIEW = ['unrestricted', 'blocked', 'sandboxed', 'impersonated', 'legacy-no-self-service'];
const CREATE = ['query-builder-and-native', 'query-builder', 'no'];
const SCHEMAS = ['full', 'limited', 'none', 'all'];

/** Keys of a database's entry and the words each takes, at any depth of schemas and tables. */
const OLD: Readonly<Record<string, readonly string[]>> = {
	data: ['write', 'none', 'all', 'full', 'partial', 'block', 'segmented'],
};
const NEW: Readonly<Record<string, readonly string[]>> = { 'view-data': VIEW, 'create-queries': CREATE };
const PAID: Readonly<Record<string, readonly string[]>> = {
	download: SCHEMAS,
	'data-model': SCHEMAS,
	details: ['yes', 'no'],
};

/** The first key whose words this server does not know. */
export function unknownWord(entry: Fields, { behaviour, ee }: Settings): string | undefined {
	const known: Record<string, readonly string[] | undefined> = {
		...(behaviour.oldGraph ? OLD : NEW),
		...(ee ? PAID : {}),
		...(ee && behaviour.analysts ? { transforms: ['yes', 'no'] } : {}),
	};
	const isKnown = (key: string, value: unknown): boolean => known[key] !== undefined && fits(value, known[key]);
	return Object.entries(entry).find(([key, value]) => !isKnown(key, value))?.[0];
}

function fits(value: unknown, words: readonly string[]): boolean {
	if (typeof value === 'string') return words.includes(value);
	return typeof value === 'object' && value !== null && Object.values(value).every((one) => fits(one, words));
}
