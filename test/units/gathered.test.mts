/** Writes of one list as a whole, on behalf of several who ask at once. */
import { Gathered } from '../../kit/concurrency';

/** A list that notes what it was asked for, and takes its time. */
function slowList() {
	const asked: string[][] = [];
	const work = async (wishes: string[]) => {
		asked.push([...wishes]);
		await new Promise((resolve) => setTimeout(resolve, 5));
		if (wishes.includes('bad')) throw new Error('refused');
		return wishes.map((wish) => `${wish} done`);
	};
	return { asked, work };
}

test('what comes while one is under way goes into the next one together, each with its own result', async () => {
	const { asked, work } = slowList();
	const gathered = new Gathered<string, string>();
	const first = gathered.take('list', 'a', work);
	await new Promise((resolve) => setTimeout(resolve, 1));
	const later = ['b', 'c', 'd'].map(async (wish) => await gathered.take('list', wish, work));
	expect(await Promise.all([first, ...later])).toEqual(['a done', 'b done', 'c done', 'd done']);
	expect(asked).toEqual([['a'], ['b', 'c', 'd']]);
});

test('a failure is that of those who were in it, and holds up nobody after them', async () => {
	const { asked, work } = slowList();
	const gathered = new Gathered<string, string>();
	const [good, bad] = [gathered.take('list', 'good', work), gathered.take('other', 'bad', work)];
	await expect(bad).rejects.toThrow('refused');
	expect(await good).toBe('good done');
	expect(await gathered.take('other', 'next', work)).toBe('next done');
	expect(asked).toEqual([['good'], ['bad'], ['next']]);
});
