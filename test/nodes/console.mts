/** What a run writes to the console, by whatever way; it is kept from there meanwhile. */
export async function writtenBy(run: () => Promise<void>): Promise<unknown[]> {
	const written: unknown[] = [];
	const keep = (...texts: unknown[]) => void written.push(...texts);
	const spies = [
		...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => jest.spyOn(console, name).mockImplementation(keep)),
		...(['stdout', 'stderr'] as const).map((name) => jest.spyOn(process[name], 'write').mockImplementation((text) => (keep(text), true))),
	];
	try {
		await run();
	} finally {
		for (const spy of spies) spy.mockRestore();
	}
	return written;
}
