/** Compares what a row cost with what it may cost. */
import type { Floor } from './floor.mts';
import type { Line, NodeRow, Ours } from './types.mts';

/** Requests per second of Superset's limit, which the sandbox keeps. The others have none. */
export const LIMIT = 50;

/** Undefined where any time will do. */
export const secondsAllowed = ({ allowed }: NodeRow, { requests }: Ours) =>
	allowed.timesLimit && (allowed.timesLimit * requests) / LIMIT;

export function judge(row: NodeRow, ours: Ours, faults: string[], floor?: Floor): Line {
	const { allowed } = row;
	const mostSeconds = secondsAllowed(row, ours);
	const problems = [
		ours.requests > allowed.requests && `${ours.requests} requests instead of ${allowed.requests}`,
		ours.refused > 0 && `${ours.refused} requests were too many for the server (429)`,
		mostSeconds !== undefined &&
			ours.seconds > mostSeconds &&
			`${ours.seconds.toFixed(1)} s instead of ${mostSeconds.toFixed(1)} s`,
		ours.items !== row.gives && `${ours.items} items instead of ${row.gives}`,
		ours.firstError !== undefined && `${ours.failed} items failed: ${ours.firstError}`,
		faults.length > 0 && `${faults.length} wrong on the server, such as ${faults[0]}`,
		allowed.heapMb !== undefined &&
			ours.heap &&
			ours.heap.peakMb > allowed.heapMb &&
			`${mb(ours.heap.peakMb)} of heap instead of ${allowed.heapMb} MB`,
	].filter((problem) => typeof problem === 'string');
	return {
		name: row.name,
		title: row.title,
		ours: cell(
			ours,
			ours.heap && allowed.heapMb !== undefined
				? `heap +${mb(ours.heap.peakMb)}, then +${mb(ours.heap.keptMb)}`
				: undefined,
		),
		allowed: [
			`≤ ${allowed.requests} req`,
			mostSeconds !== undefined && `≤ ${mostSeconds.toFixed(1)} s`,
			allowed.heapMb !== undefined && `\nheap +${allowed.heapMb} MB`,
		]
			.filter(Boolean)
			.join(', ')
			.replace(', \n', '\n'),
		floor: floor ? cell(floor) : '',
		ratio: floor ? (ours.seconds / floor.seconds).toFixed(2) : '',
		ok: problems.length === 0,
		problems,
		data: { ours: { ...ours }, allowed: { ...allowed }, ...(floor && { floor: { ...floor } }) },
	};
}

const mb = (megabytes: number) => `${megabytes.toFixed(0)} MB`;

const cell = ({ requests, seconds }: Floor, more?: string) =>
	[`${requests} req, ${seconds.toFixed(2)} s`, more].filter(Boolean).join('\n');
