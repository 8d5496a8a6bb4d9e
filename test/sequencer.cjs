const Sequencer = require('@jest/test-sequencer').default;

/** Short files that generate many tests, or wait for the pace of a server. */
const LONG = /\/(standard|scim-standard|volume|volume-leaving|lifecycle|story|identity|create)\.test\.mts$/;

/** Where nothing has run yet, jest begins with the largest files; the longest would come last and keep one worker alone. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const sorted = super.sort(tests);
		if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
		const isLong = ({ path }) => LONG.test(path.replaceAll('\\', '/'));
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
};
