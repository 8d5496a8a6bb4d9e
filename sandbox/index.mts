import { Station, type ControlRoute, type Wanted } from './frame/control.mts';
import { listen, type Listening } from './frame/server.mts';
import { BadRequestOfUser, resolveSwitches } from './frame/switches.mts';
import type { Product } from './frame/product.mts';
import { PRODUCTS } from './registry.mts';

export { BadRequestOfUser } from './frame/switches.mts';

export interface SandboxOptions {
	/** Names of products; absent = all. */
	tools?: string[];
	/** First port, one per tool upward; 0 or absent = any free port. */
	port?: number;
	/** Only what a newly installed server holds, instead of the small company. */
	fresh?: boolean;
	/** Switches by full name: `{ 'superset.version': '6.1' }`. */
	set?: Record<string, string>;
	/** Milliseconds each answer waits. */
	latency?: number;
	/** Things that go wrong, see `FAULT_HELP`. */
	faults?: string;
}

export interface Sandbox {
	/** Credential fields per tool, named as the credential type names them. */
	tools: Record<string, Record<string, string> & { url: string }>;
	close(): Promise<void>;
	/** The control routes without HTTP; never counted, delayed or faulted. Rejects where the route would answer 400. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	control(tool: string, route: ControlRoute, body?: unknown): Promise<any>;
}

/** Starts one stand-in server per tool on loopback. Throws {@link BadRequestOfUser} when an option is not valid. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const chosen = chooseProducts(options.tools);
	const wanted: Wanted = { set: options.set ?? {}, fresh: options.fresh ?? false, faults: options.faults ?? '' };
	// A key for a tool that does not run must still be a real one: a typo should not pass unnoticed.
	for (const product of PRODUCTS) resolveSwitches(product, wanted.set, PRODUCTS);
	const stations = new Map(chosen.map((product) => [product.name, new Station(product, PRODUCTS, wanted)]));
	const listening: Listening[] = [];
	const tools: Sandbox['tools'] = {};
	const close = async (): Promise<void> => {
		await Promise.all(listening.map((server) => server.close()));
	};
	try {
		for (const [name, station] of stations) {
			const port = options.port ? options.port + listening.length : 0;
			const server = await listen(station, port, options.latency ?? 0);
			listening.push(server);
			tools[name] = station.standIn.credentials(server.origin);
		}
	} catch (error) {
		await close();
		throw error;
	}
	return {
		tools,
		close,
		async control(tool, route, body) {
			const station = stations.get(tool);
			if (station === undefined)
				throw new BadRequestOfUser(`"${tool}" does not run. Running: ${[...stations.keys()].join(', ')}`);
			return station.control(route, body);
		},
	};
}

function chooseProducts(names: readonly string[] | undefined): Product[] {
	if (names === undefined) return [...PRODUCTS];
	return [...new Set(names)].map((name) => {
		const product = PRODUCTS.find((candidate) => candidate.name === name);
		if (product === undefined)
			throw new BadRequestOfUser(
				`Unknown tool "${name}". Tools: ${PRODUCTS.map((candidate) => candidate.name).join(', ')}`,
			);
		return product;
	});
}
