import type { Field } from '../../kit/fields';
import { Problem } from '../../kit/problem';

/** The refusal's text. Anything but a Problem is a fault of the field. */
export function refusal(field: Field<unknown>, raw: unknown): string {
	try {
		field.read(raw);
	} catch (thrown) {
		if (thrown instanceof Problem) return thrown.message;
		throw thrown;
	}
	throw new Error(`took ${JSON.stringify(raw)}`);
}
