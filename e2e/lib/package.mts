import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

import type { INodeTypeDescription } from 'n8n-workflow';

interface Manifest {
	readonly name: string;
	readonly main?: string;
	readonly files?: readonly string[];
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

/** The built package: what would be published, and what its nodes say of themselves. */
export interface BuiltPackage {
	readonly folder: string;
	readonly name: string;
	/** The type as workflows store it: `<package>.<node>`. */
	nodeType(name: string): string;
	description(name: string): INodeTypeDescription;
	/** Of all nodes. */
	readonly descriptions: readonly INodeTypeDescription[];
	/** Names of all credential types, such as `supersetApi`. */
	readonly credentialTypes: readonly string[];
}

const alwaysPublished = ['package.json', 'README.md', 'LICENSE.md', 'LICENSE'];

const readManifest = (folder: string): Manifest =>
	JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

export function readPackage(place: string): BuiltPackage {
	const folder = resolve(place);
	const manifest = readManifest(folder);
	const built = (file: string): string => {
		const path = join(folder, file);
		if (!existsSync(path)) throw new Error(`${path} is not there: run npm run build first`);
		return path;
	};
	const load = createRequire(join(folder, 'package.json'));
	/** n8n takes the class that is named like the file. */
	const make = <T,>(file: string): T => {
		const className = basename(file).split('.')[0] ?? '';
		const Exported = (load(built(file)) as Record<string, new () => T>)[className];
		if (!Exported) throw new Error(`${file} does not export ${className}`);
		return new Exported();
	};
	const descriptions = new Map(
		manifest.n8n.nodes.map((file) => {
			const { description } = make<{ description: INodeTypeDescription }>(file);
			return [description.name, description];
		}),
	);
	return {
		folder,
		name: manifest.name,
		credentialTypes: manifest.n8n.credentials.map((file) => make<{ name: string }>(file).name),
		descriptions: [...descriptions.values()],
		nodeType: (name) => `${manifest.name}.${name}`,
		description(name) {
			const description = descriptions.get(name);
			if (!description)
				throw new Error(`The package has no node ${name}, only ${[...descriptions.keys()].join(', ')}`);
			return description;
		},
	};
}

/**
 * Puts the package where n8n keeps community packages. A copy of what is published, not a link: a link would let the
 * nodes find this repository's node_modules, n8n-workflow among them, instead of n8n's own.
 */
export function installPackage(source: BuiltPackage, n8nFolder: string): void {
	const manifest = readManifest(source.folder);
	const target = join(n8nFolder, 'nodes', 'node_modules', source.name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	const published = [...alwaysPublished, manifest.main ?? 'index.js', ...(manifest.files ?? [])];
	for (const file of published.filter((name) => existsSync(join(source.folder, name)))) {
		cpSync(join(source.folder, file), join(target, file), { recursive: true });
	}
}
