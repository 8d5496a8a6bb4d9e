import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

/** n8n adds it to every menu of a node whose credential can sign a request by itself. */
export const customCall = 'Custom API Call';

export interface Operation {
	readonly value: string;
	readonly name: string;
	readonly action: string;
}

export interface Resource {
	readonly value: string;
	readonly name: string;
	readonly operations: readonly Operation[];
}

const optionsOf = (property: INodeProperties | undefined): INodePropertyOptions[] =>
	(property?.options ?? []) as INodePropertyOptions[];

/** Resources and operations in the order of the menus. */
export function resourcesOf(description: INodeTypeDescription): Resource[] {
	const resources = description.properties.find(({ name }) => name === 'resource');
	return optionsOf(resources).map(({ name, value }) => {
		const operations = description.properties.filter(
			(property) =>
				property.name === 'operation' && property.displayOptions?.show?.resource?.includes(value as string),
		);
		return {
			name,
			value: String(value),
			operations: operations.flatMap(optionsOf).map((option) => ({
				value: String(option.value),
				name: option.name,
				action: option.action ?? option.name,
			})),
		};
	});
}

/** The fields an operation shows at first, with the defaults of all others: what a menu of operations leads to. */
export function fieldsOf(description: INodeTypeDescription, resource: string, operation: string): INodeProperties[] {
	const chosen: Record<string, unknown> = { resource, operation };
	const fields: INodeProperties[] = [];
	for (const property of description.properties) {
		const rules = Object.entries(property.displayOptions?.show ?? {});
		if (!rules.every(([name, values]) => (values as unknown[] | undefined)?.includes(chosen[name]))) continue;
		chosen[property.name] ??= property.default;
		if (property.name !== 'resource' && property.name !== 'operation') fields.push(property);
	}
	return fields;
}

/** The method behind the list of a resource locator, which can be another one in another resource. */
export function searchMethodOf(description: INodeTypeDescription, resource: string, operation: string, parameter: string): string {
	const property = fieldsOf(description, resource, operation).find(({ name, type }) => name === parameter && type === 'resourceLocator');
	const method = property?.modes?.find(({ type }) => type === 'list')?.typeOptions?.searchListMethod;
	if (method === undefined) throw new Error(`${description.name} has no list behind ${parameter} of ${resource} ${operation}`);
	return method;
}

/** What a collection offers to add. */
export const entriesOf = (collection: INodeProperties): string[] =>
	(collection.options ?? []).map((option) => ('displayName' in option ? option.displayName : option.name));
