/**
 * Servers that can be installed, and the packages each needs: none of these releases starts from a plain install.
 * docs/contracts/superset.md section 13 says what goes wrong without the additions.
 */
const packages = {
	'6.1.0': ['apache-superset==6.1.0', 'rich', 'flask-caching<2.5', 'cachetools'],
	'6.0.0': ['apache-superset==6.0.0', 'rich'],
	'5.0.0': ['apache-superset==5.0.0', 'marshmallow<4'],
	'4.1.4': ['apache-superset==4.1.4', 'setuptools<81'],
	/** With the library of its time, which destroys passwords. */
	'4.1.4-fab4.5.3': [
		'apache-superset==4.1.4',
		'flask-appbuilder==4.5.3',
		'setuptools<81',
		'pyjwt<2.10',
		'flask-jwt-extended<4.7',
	],
} satisfies Record<string, string[]>;

export type SupersetVersion = keyof typeof packages;

export const supersetVersions = Object.keys(packages) as SupersetVersion[];

export const defaultVersion: SupersetVersion = '6.1.0';

export const packagesOf = (version: SupersetVersion): string[] => packages[version];

/** @throws for anything that is not in the list */
export function asSupersetVersion(text: string): SupersetVersion {
	const found = supersetVersions.find((version) => version === text);
	if (!found) throw new Error(`No Superset "${text}" here. Known: ${supersetVersions.join(', ')}`);
	return found;
}
