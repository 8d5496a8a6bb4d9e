import type { Product, Switch } from './product.mts';

/** Wrong value or unknown name in what the user asked for; the message lists what would be right. */
export class BadRequestOfUser extends Error {}

/** Splits `superset.version=6.1` as the command line takes it. */
export function parseSetting(text: string): [key: string, value: string] {
	const at = text.indexOf('=');
	if (at < 1) throw new BadRequestOfUser(`--set takes key=value, for example superset.version=6.1; got "${text}"`);
	return [text.slice(0, at), text.slice(at + 1)];
}

/**
 * The switches of one product: its initial values, overlaid by what is asked for.
 * Keys carry the product's name in front (`superset.version`); keys of other known products are left to them.
 */
export function resolveSwitches(
	product: Product,
	asked: Readonly<Record<string, string>>,
	known: readonly Product[],
	base: Readonly<Record<string, string>> = initialValues(product),
): Record<string, string> {
	const result: Record<string, string> = { ...base };
	for (const [key, value] of Object.entries(asked)) {
		const [tool, name] = splitKey(key, known);
		if (tool !== product.name) continue;
		const setting = product.switches[name];
		if (setting === undefined)
			throw new BadRequestOfUser(`Unknown switch "${key}". Switches: ${listSwitches([product])}`);
		const problem = problemWith(setting, value);
		if (problem !== undefined) throw new BadRequestOfUser(`${key} can't be "${value}": ${problem}`);
		result[name] = value;
	}
	return result;
}

/** All switches of the given products with their values, for messages and `--help`. */
export function listSwitches(products: readonly Product[]): string {
	return products
		.flatMap((product) =>
			Object.entries(product.switches).map(
				([name, setting]) => `${product.name}.${name}=${setting.values?.join('|') ?? 'TEXT'}`,
			),
		)
		.join(', ');
}

/** A line per switch with what it does, for `--help`. */
export function describeSwitches(products: readonly Product[]): string {
	return products
		.flatMap((product) =>
			Object.entries(product.switches).map(([name, { values, initial, help }]) => {
				const choice =
					values === undefined
						? 'TEXT'
						: values.map((value) => (value === initial ? `[${value}]` : value)).join('|');
				return `  ${product.name}.${name}=${choice}\n      ${help}`;
			}),
		)
		.join('\n');
}

function initialValues(product: Product): Record<string, string> {
	return Object.fromEntries(Object.entries(product.switches).map(([name, setting]) => [name, setting.initial]));
}

function splitKey(key: string, known: readonly Product[]): [tool: string, name: string] {
	const at = key.indexOf('.');
	const tool = key.slice(0, Math.max(at, 0));
	if (!known.some((product) => product.name === tool))
		throw new BadRequestOfUser(`Unknown switch "${key}". Switches: ${listSwitches(known)}`);
	return [tool, key.slice(at + 1)];
}

function problemWith(setting: Switch, value: string): string | undefined {
	if (setting.values !== undefined && !setting.values.includes(value))
		return `choose one of ${setting.values.join(', ')}`;
	return setting.check?.(value);
}
