import { BadRequestOfUser } from './switches.mts';

/** What a reverse proxy says when the application behind it fails or is away; no product writes these itself. */
export const GATEWAY_ERRORS = {
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Temporarily Unavailable',
	504: 'Gateway Time-out',
} as const;
type GatewayError = `${keyof typeof GATEWAY_ERRORS}`;

export const FAULT_KINDS = [
	'429',
	'429-retry-after',
	...(Object.keys(GATEWAY_ERRORS) as GatewayError[]),
	'reset',
	'lost',
	'truncated',
	'html',
	'expired',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

interface Fault {
	readonly kind: FaultKind;
	readonly rate: number;
	readonly method?: string;
	readonly path?: string;
	/** How many matching requests may still meet it. */
	left: number;
}

/** The grammar of `--faults`, as shown by `--help` and in refusals. */
export const FAULT_HELP = `SPEC is a comma-separated list of  kind:rate[@[METHOD] [/path]][#N]  and  seed:INTEGER
  kind    429 | 429-retry-after | 500 | 502 | 503 | 504   the answer without the request being processed
          reset      connection destroyed before the request is processed
          lost       request processed, then connection destroyed without an answer
          truncated  the JSON answer cut in half, with the content-length of the half
          html       200 with a login page, request not processed
          expired    the product's answer for a session that ran out (only requests with a session)
  rate    0 to 1: share of the matching requests
  @…      only this method, only paths containing this text (the query string does not count)
  #N      only the first N matching requests
examples: 503:0.1,seed:7      lost:1@POST /api/v1/security/users/#1      expired:1@/users/#2,429:0.05`;

/** Decides which requests go wrong. The same spec and the same requests in the same order give the same faults. */
export class Faults {
	private faults: Fault[] = [];
	private random = generator(1);

	/** @param spec see {@link FAULT_HELP}; empty for none. Throws {@link BadRequestOfUser} for anything else. */
	constructor(spec = '') {
		let seed = 1;
		for (const item of spec.split(',').map((part) => part.trim())) {
			if (item === '') continue;
			if (item.startsWith('seed:')) seed = parseSeed(item);
			else this.faults.push(parseFault(item));
		}
		this.random = generator(seed);
	}

	/** The fault this request meets, if any. Each call uses up randomness and counts. */
	next(method: string, path: string): FaultKind | undefined {
		for (const fault of this.faults) {
			if (fault.left <= 0) continue;
			if (fault.method !== undefined && fault.method !== method) continue;
			if (fault.path !== undefined && !path.includes(fault.path)) continue;
			fault.left--;
			if (this.random() < fault.rate) return fault.kind;
		}
		return undefined;
	}
}

function parseSeed(item: string): number {
	const seed = Number(item.slice('seed:'.length));
	if (!Number.isInteger(seed)) throw refuse(item, 'seed takes an integer');
	return seed;
}

function parseFault(item: string): Fault {
	const match = /^([^:@#]+):([^@#]*)(?:@([^#]*))?(?:#(.*))?$/.exec(item);
	if (match === null) throw refuse(item, 'expected kind:rate');
	const [, kind, rateText, filter, first] = match;
	if (!(FAULT_KINDS as readonly string[]).includes(kind)) throw refuse(item, `unknown kind "${kind}"`);
	const rate = Number(rateText);
	if (rateText.trim() === '' || !(rate >= 0 && rate <= 1)) throw refuse(item, 'the rate is a number from 0 to 1');
	const left = first === undefined ? Infinity : Number(first);
	if (first !== undefined && !(Number.isInteger(left) && left > 0))
		throw refuse(item, '#N takes a whole number above 0');
	return { kind: kind as FaultKind, rate, left, ...parseFilter(item, filter) };
}

function parseFilter(item: string, filter: string | undefined): { method?: string; path?: string } {
	if (filter === undefined) return {};
	const match = /^\s*([A-Z]+)?\s*(\/\S*)?\s*$/.exec(filter);
	if (match === null || (match[1] === undefined && match[2] === undefined))
		throw refuse(item, 'after @ comes a METHOD, a /path or both');
	return { method: match[1], path: match[2] };
}

function refuse(item: string, why: string): BadRequestOfUser {
	return new BadRequestOfUser(`Bad fault "${item}": ${why}.\n${FAULT_HELP}`);
}

/** mulberry32: small, seedable, good enough to spread faults. */
function generator(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
