/** Compares what a row cost with what it may cost. */
import type { Floor } from './floor.mts';
import { partsOf, type Line, type NodeRow, type Ours } from './types.mts';

/** Requests per second of Superset's limit, which the sandbox keeps. The others have none. */
export const LIMIT = 50;

/** Undefined where any time will do. */
export const secondsAllowed = ({ allowed }: NodeRow, { requests }: Ours) =>
	allowed.timesLimit && (allowed.timesLimit * requests) / LIMIT;

export function judge(row: NodeRow, ours: Ours, faults: string[], floor?: Floor): Line {
	const { allowed } = row;
	const parts = partsOf(row);
	const mostSeconds = secondsAllowed(row, ours);
	const problems = [
		...parts.flatMap(({ tool, allowed: most }) => {
			const { requests, refused } = ours.byTool[tool];
			const where = parts.length > 1 ? `${tool}: ` : '';
			return [
				requests > most.requests && `${where}${requests} requests instead of ${most.requests}`,
				refused > (most.refused ?? 0) && `${where}${refused} requests were too many for the server (429)`,
			];
		}),
		mostSeconds !== undefined &&
			ours.seconds > mostSeconds &&
			`${ours.seconds.toFixed(1)} s instead of ${mostSeconds.toFixed(1)} s`,
		ours.items !== row.gives && `${ours.items} items instead of ${row.gives}`,
		ours.firstError !== undefined && `${ours.failed} items failed: ${ours.firstError}`,
		ours.wrong.length > 0 && `${ours.wrong.length} wrong in the output, such as ${ours.wrong[0]}`,
		faults.length > 0 && `${faults.length} wrong on the server, such as ${faults[0]}`,
		allowed.heapMb !== undefined &&
			ours.heap &&
			ours.heap.peakMb > allowed.heapMb &&
			`${mb(ours.heap.peakMb)} of heap instead of ${allowed.heapMb} MB`,
		allowed.cpuSeconds !== undefined &&
			ours.cpuSeconds > allowed.cpuSeconds &&
			`${ours.cpuSeconds.toFixed(1)} s of processor time instead of ${allowed.cpuSeconds} s`,
	].filter((problem) => typeof problem === 'string');
	return {
		name: row.name,
		title: row.title,
		ours: lines([
			cell(ours),
			...(parts.length > 1 ? parts.map(({ tool }) => `${tool} ${ours.byTool[tool].requests}`) : []),
			ours.heap && allowed.heapMb !== undefined && `heap +${mb(ours.heap.peakMb)}, then +${mb(ours.heap.keptMb)}`,
			allowed.cpuSeconds !== undefined && `processor ${ours.cpuSeconds.toFixed(2)} s`,
		]),
		allowed: lines([
			[`≤ ${parts.reduce((sum, part) => sum + part.allowed.requests, 0)} req`, mostSeconds !== undefined && `≤ ${mostSeconds.toFixed(1)} s`].filter(Boolean).join(', '),
			...(parts.length > 1 ? parts.map(({ tool, allowed: { requests } }) => `${tool} ${requests}`) : []),
			allowed.heapMb !== undefined && `heap +${allowed.heapMb} MB`,
			allowed.cpuSeconds !== undefined && `processor ${allowed.cpuSeconds} s`,
		]),
		floor: floor ? cell(floor) : '',
		ratio: floor ? (ours.seconds / floor.seconds).toFixed(2) : '',
		ok: problems.length === 0,
		problems,
		data: { ours: { ...ours }, allowed: { ...allowed, byTool: Object.fromEntries(parts.map((part) => [part.tool, { ...part.allowed }])) }, ...(floor && { floor: { ...floor } }) },
	};
}

const mb = (megabytes: number) => `${megabytes.toFixed(0)} MB`;

const cell = ({ requests, seconds }: Floor) => `${requests} req, ${seconds.toFixed(2)} s`;

const lines = (parts: Array<string | false | undefined>) => parts.filter(Boolean).join('\n');
