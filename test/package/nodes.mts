/** What the built package shows to n8n: every node and credential, each version of it. */
import path from 'node:path';

import type { ICredentialType, INodeProperties, INodePropertyCollection, INodePropertyOptions, INodeType, INodeTypeDescription, IVersionedNodeType } from 'n8n-workflow';

import type { Resources } from '../../kit/operation';
import { packageRoot, readPackage } from '../harness/core.mts';
import { built } from '../nodes/built.mts';

export interface BuiltNode {
	/** Folder below `nodes/`. */
	folder: string;
	/** File in `dist`, as package.json lists it. */
	file: string;
	description: INodeTypeDescription;
	methods: NonNullable<INodeType['methods']>;
	/** Absent for a node that is not built from operations. */
	resources?: Resources<never>;
}

const root = packageRoot();
const { n8n } = readPackage(root);

const instanceOf = <T,>(file: string): T => {
	const name = path.basename(file).replace(/\..*$/, '');
	const classes = built<Record<string, new () => T>>(file.replace(/^dist\//, ''));
	return new classes[name]();
};

const tryBuilt = <T,>(file: string): T | undefined => {
	try {
		return built<T>(file);
	} catch (error) {
		if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return undefined;
		throw error;
	}
};

/** One entry per node and version. */
export const nodes: BuiltNode[] = (n8n?.nodes ?? []).flatMap((file) => {
	const node = instanceOf<INodeType | IVersionedNodeType>(file);
	const folder = path.basename(path.dirname(file));
	const versions = 'nodeVersions' in node ? Object.values(node.nodeVersions) : [node];
	const resources = tryBuilt<{ resources: Resources<never> }>(`nodes/${folder}/resources`)?.resources;
	return versions.map(({ description, methods = {} }) => ({ folder, file, description, methods, resources }));
});

export const credentials: Array<{ file: string; type: ICredentialType }> = (n8n?.credentials ?? []).map((file) => ({
	file,
	type: instanceOf<ICredentialType>(file),
}));

/** A property and everything inside it, with a path for messages. */
export interface Found {
	path: string;
	property: INodeProperties;
}

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection;

const isProperty = (entry: Entry): entry is INodeProperties => 'type' in entry && 'displayName' in entry;
const isGroup = (entry: Entry): entry is INodePropertyCollection => 'values' in entry;

/** All properties at any depth. */
export function allProperties(properties: INodeProperties[], prefix = ''): Found[] {
	return properties.flatMap((property) => {
		const { show = {} } = property.displayOptions ?? {};
		const rule = ['resource', 'operation'].flatMap((key) => (show[key] ? [String(show[key])] : [])).join('.');
		const at = prefix === '' ? [rule, property.name].filter(Boolean).join(': ') : `${prefix} > ${property.name}`;
		const inner = (property.options ?? []).flatMap((entry) => (isProperty(entry) ? [entry] : isGroup(entry) ? entry.values : []));
		return [{ path: at, property }, ...allProperties(inner, at)];
	});
}

/** Values of a menu. */
export const menu = (property: INodeProperties | undefined): INodePropertyOptions[] => (property?.options ?? []) as INodePropertyOptions[];

/** Operations by resource, as the menus of a node offer them. */
export function menusOf({ properties }: INodeTypeDescription): Array<{ resource: string; operations: INodePropertyOptions[] }> {
	const named = (name: string) => properties.filter((property) => property.name === name);
	return menu(named('resource')[0]).map(({ value }) => ({
		resource: String(value),
		operations: named('operation')
			.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(value))
			.flatMap(menu),
	}));
}

/** The properties shown for one operation, whatever else they depend on. */
export const shownFor = ({ properties }: INodeTypeDescription, resource: string, operation: string): INodeProperties[] =>
	properties.filter(({ displayOptions }) => {
		const show = displayOptions?.show ?? {};
		const fits = (key: string, value: string) => show[key] === undefined || show[key]!.includes(value);
		return fits('resource', resource) && fits('operation', operation);
	});
