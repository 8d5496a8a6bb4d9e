type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes `active` wherever a user is: in a resource, in a list of them, in the operations of a patch or a bulk. */
function eachActive(value: unknown, change: (active: unknown) => unknown): unknown {
	if (Array.isArray(value)) return value.map((one) => eachActive(one, change));
	if (!isRow(value)) return value;
	const path = typeof value.path === 'string' && value.path.toLowerCase() === 'active';
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => {
			if (name.toLowerCase() === 'active' || (path && name === 'value')) return [name, change(one)];
			return [name, eachActive(one, change)];
		}),
	);
}

/** Reads "True" and "False", which Entra sends, as what they mean (contract 10). */
export const readActive = (body: unknown): unknown =>
	eachActive(body, (active) =>
		typeof active === 'string' && /^(true|false)$/i.test(active) ? active.toLowerCase() === 'true' : active,
	);

/** Writes booleans as some servers do: "True" and "False". */
export const activeAsText = (body: unknown): unknown =>
	eachActive(body, (active) => (typeof active === 'boolean' ? (active ? 'True' : 'False') : active));
