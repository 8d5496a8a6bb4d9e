/** Where the engine finds node types and credential types: the built package, what a test adds, the stand-ins. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { builtIns } from './builtIns.mts';
import { packageRoot, readPackage, type Core } from './core.mts';
import type { EngineOptions } from './types.mts';

export interface Registry {
	nodeTypes: INodeTypes;
	/** The type itself, all versions of it. Throws with the known names. */
	node(type: string): INodeType | IVersionedNodeType;
	/** The version a new node gets in the editor. */
	defaultVersion(type: string): number;
	credential(name: string): ICredentialType;
	/** Loads the package if one of these types is not known without it; to be awaited before anything else is asked. */
	prepare(nodeTypes: string[], credentialTypes: string[]): Promise<void>;
	/** Loads everything the package ships; resolves to the names. */
	loadPackage(): Promise<{ nodes: string[]; credentials: string[] }>;
}

const instance = <T extends object>(given: T | (new () => T)): T => (typeof given === 'function' ? new given() : given);

const mapValues = <T extends object>(given: Record<string, T | (new () => T)> = {}): Record<string, T> =>
	Object.fromEntries(Object.entries(given).map(([key, value]) => [key, instance(value)]));

export function createRegistry({ core, workflow: wf }: Core, options: EngineOptions): Registry {
	const root = options.packageRoot ?? packageRoot();
	const extraNodes = mapValues(options.nodes);
	const extraCredentials = mapValues(options.credentialTypes);
	const stubs = { ...builtIns, ...options.builtIns };
	const loader = new core.PackageDirectoryLoader(root);
	let loading: Promise<void> | undefined;

	/** Not before it is needed: tests with toy nodes run without a build. */
	async function loadPackage() {
		const { n8n } = readPackage(root);
		const missing = [...(n8n?.nodes ?? []), ...(n8n?.credentials ?? [])].filter(
			(file) => !existsSync(path.join(root, file)),
		);
		if (missing.length > 0) throw new Error(`Not built: ${missing.join(', ')}. Run "npm run build" first.`);
		loading ??= loader.loadAll();
		await loading;
	}

	const isForeign = (type: string) => type.includes('.') && !type.startsWith(`${loader.packageName}.`);
	const shortName = (type: string) => type.split('.').pop()!;

	const added = (type: string) => stubs[type] ?? extraNodes[type] ?? extraNodes[shortName(type)];

	function node(type: string): INodeType | IVersionedNodeType {
		const found = added(type);
		if (found) return found;
		if (isForeign(type)) {
			throw new Error(
				`No stand-in for node type "${type}"; known: ${Object.keys(stubs).join(', ')}. Add one with the option builtIns.`,
			);
		}
		return loader.getNode(shortName(type)).type;
	}

	return {
		node,
		nodeTypes: {
			getByName: node,
			getByNameAndVersion: (type, version) => wf.NodeHelpers.getVersionedNodeType(node(type), version),
			getKnownTypes: () => ({}),
		},
		defaultVersion(type) {
			const found = node(type);
			if ('nodeVersions' in found) return found.currentVersion;
			const { defaultVersion, version } = found.description;
			return defaultVersion ?? [version].flat().at(-1)!;
		},
		credential(name) {
			if (extraCredentials[name]) return extraCredentials[name];
			return loader.getCredential(name).type;
		},
		async prepare(nodeTypes, credentialTypes) {
			const known =
				nodeTypes.every((type) => added(type) ?? isForeign(type)) &&
				credentialTypes.every((type) => extraCredentials[type]);
			if (!known) await loadPackage();
		},
		async loadPackage() {
			await loadPackage();
			return { nodes: Object.keys(loader.nodeTypes), credentials: Object.keys(loader.credentialTypes) };
		},
	};
}
