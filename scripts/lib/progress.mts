/** Runs one step of a long job; the title is for people. */
export type Progress = <T>(title: string, work: () => Promise<T>) => Promise<T>;

export const silently: Progress = async (_title, work) => await work();

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** A line per step with its time; on a terminal the seconds count up, elsewhere a sign of life comes every 20 seconds. */
export const onConsole: Progress = async (title, work) => {
	const begin = performance.now();
	const live = process.stdout.isTTY;
	const tick = () =>
		process.stdout.write(live ? `\r… ${title} (${seconds(begin)})` : `… ${title} (${seconds(begin)})\n`);
	tick();
	const timer = setInterval(tick, live ? 500 : 20_000);
	const done = (mark: string) => {
		clearInterval(timer);
		process.stdout.write(`${live ? '\r\u001b[K' : ''}${mark} ${title} (${seconds(begin)})\n`);
	};
	try {
		const result = await work();
		done('✔');
		return result;
	} catch (error) {
		done('✘');
		throw error;
	}
};
