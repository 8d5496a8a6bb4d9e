const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Prints the start and the end of something slow, and a sign of life in between. */
export async function progress<T>(label: string, work: () => Promise<T>): Promise<T> {
	const since = Date.now();
	console.log(`${label} …`);
	const alive = setInterval(() => console.log(`${label} … ${seconds(since)}`), 20_000);
	try {
		const result = await work();
		console.log(`${label}: done in ${seconds(since)}`);
		return result;
	} finally {
		clearInterval(alive);
	}
}
