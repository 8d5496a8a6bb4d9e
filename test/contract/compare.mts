/** Compares an answer with a recorded one, as `test/recordings/FORMAT.md` says. */

export interface RecordedResponse {
	readonly status: number;
	/** Media type without parameters; null when there is none. */
	readonly type: string | null;
	readonly headers?: { readonly location?: string; readonly 'set-cookie'?: readonly string[] } & Readonly<
		Record<string, unknown>
	>;
	readonly body?: unknown;
	/** Dotted paths, `*` for any index: compared by type only. */
	readonly volatile?: readonly string[];
	readonly capture?: Readonly<Record<string, string>>;
}

/** An answer, read off the wire. */
export interface Actual {
	readonly status: number;
	readonly type: string | null;
	readonly location?: string;
	/** Names of the cookies set, in order. */
	readonly cookies: readonly string[];
	/** JSON value where the type is JSON and parses, else the text. */
	readonly body: unknown;
}

export interface Difference {
	/** `status`, `type`, `headers.location`, `body.result.0.id`. */
	readonly where: string;
	readonly expected: unknown;
	readonly got: unknown;
}

/** Where the recorder cut long HTML. */
const CUT = 200;

export interface CompareOptions {
	/** Port of the server compared with, written as PORT in recorded texts. */
	readonly port?: string;
	/**
	 * More than FORMAT.md asks, for a stand-in that wants to be exact: arrays of equal length element by element,
	 * what lies below a volatile path too, and no cookie that was not recorded.
	 */
	readonly strict?: boolean;
}

/** Everything in which the answer is not like the recorded one; empty when they are alike. */
export function compare(
	expected: RecordedResponse,
	actual: Actual,
	{ port, strict = false }: CompareOptions = {},
): Difference[] {
	const differences: Difference[] = [];
	const check = (where: string, left: unknown, right: unknown): void => {
		if (left !== right) differences.push({ where, expected: left, got: right });
	};
	check('status', expected.status, actual.status);
	check('type', expected.type, actual.type);
	if (expected.headers?.location !== undefined)
		check('headers.location', expected.headers.location, withoutPort(actual.location, port));
	const cookies = expected.headers?.['set-cookie'];
	if (cookies !== undefined || strict) check('headers.set-cookie', names(cookies ?? []), names(actual.cookies));
	if (!('body' in expected)) return differences;
	if (typeof expected.body === 'string')
		check('body', expected.body, cut(withoutPort(actual.body, port), expected.body));
	else compareValue('body', expected.body, actual.body, new Rules(expected.volatile ?? [], strict), [], differences);
	return differences;
}

function compareValue(
	where: string,
	expected: unknown,
	actual: unknown,
	rules: Rules,
	path: readonly string[],
	differences: Difference[],
): void {
	const [left, right] = [kindOf(expected), kindOf(actual)];
	if (left !== right) {
		differences.push({
			where: `${where} (type)`,
			expected: `${left} ${brief(expected)}`,
			got: `${right} ${brief(actual)}`,
		});
		return;
	}
	const isVolatile = rules.has(path);
	if (isVolatile && !rules.strict) return;
	if (Array.isArray(expected) && Array.isArray(actual)) {
		// An array that is empty on either side matches; else the recorder's first element stands for all.
		if (expected.length === 0 || actual.length === 0) return;
		const count = rules.strict && expected.length === actual.length ? expected.length : 1;
		for (let index = 0; index < count; index++)
			compareValue(
				`${where}.${index}`,
				expected[index],
				actual[index],
				rules,
				[...path, String(index)],
				differences,
			);
		return;
	}
	if (left === 'object') {
		compareObjects(
			where,
			expected as Record<string, unknown>,
			actual as Record<string, unknown>,
			rules,
			path,
			differences,
		);
		return;
	}
	if (expected !== actual && !isVolatile) differences.push({ where, expected, got: actual });
}

function compareObjects(
	where: string,
	expected: Record<string, unknown>,
	actual: Record<string, unknown>,
	rules: Rules,
	path: readonly string[],
	differences: Difference[],
): void {
	for (const key of Object.keys(expected)) {
		if (Object.hasOwn(actual, key))
			compareValue(`${where}.${key}`, expected[key], actual[key], rules, [...path, key], differences);
		else differences.push({ where: `${where}.${key}`, expected: brief(expected[key]), got: '(missing)' });
	}
	for (const key of Object.keys(actual))
		if (!Object.hasOwn(expected, key))
			differences.push({ where: `${where}.${key}`, expected: '(absent)', got: brief(actual[key]) });
}

/** What may differ in one exchange. A key that itself contains dots is matched as written. */
class Rules {
	private readonly patterns: readonly RegExp[];

	constructor(
		paths: readonly string[],
		readonly strict: boolean,
	) {
		this.patterns = paths.map((path) => {
			const parts = path
				.split('.')
				.map((part) => (part === '*' ? '\\d+' : part.replaceAll(/[\\^$+?()[\]{}|]/g, '\\$&')));
			return new RegExp(`^${parts.join('\\.')}$`);
		});
	}

	has(path: readonly string[]): boolean {
		const text = path.join('.');
		return this.patterns.some((pattern) => pattern.test(text));
	}
}

function names(cookies: readonly string[]): string {
	return [...cookies].sort().join(', ');
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

function brief(value: unknown): string {
	const text = JSON.stringify(value) ?? 'undefined';
	return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** Recorded texts hold the word PORT in place of the server's port. */
function withoutPort<T>(value: T, port: string | undefined): T | string {
	return typeof value === 'string' && port ? value.replaceAll(`:${port}/`, ':PORT/') : value;
}

/** Where the recorder cut a long text, only that much is compared. */
function cut(value: unknown, expected: string): unknown {
	return typeof value === 'string' && expected.length === CUT ? value.slice(0, CUT) : value;
}
