/** The story over all tools as people read it in a terminal. */
import { beforeAndAfter, count, gave, promised, styled, wrapped } from '../print.mts';
import type { StepReport, ToolReport } from '../report.mts';
import { stateText } from '../words.mts';
import { PARTS } from './cast.mts';
import type { LifecycleReport } from './tell.mts';
import type { ByTool } from './types.mts';

const titleOf = (tool: string) => PARTS[tool].title;

export function openingText(tools: ByTool<ToolReport>, where: string): string {
	const people = ({ before }: ToolReport) => before.map((row) => `     ${row.name.padEnd(16)}${stateText(row)}`);
	return [
		'',
		styled('bold', `One cast of people in four tools ${where}`),
		...Object.values(tools).flatMap((report) => ['', `   ${report.server}, before the story:`, ...people(report)]),
	].join('\n');
}

export function stepText(number: number, of: number, reports: ByTool<StepReport>): string {
	const [{ title, tells, operation, milliseconds }] = Object.values(reports);
	return [
		'',
		styled('bold', `${number}/${of}  ${title}`),
		wrapped(tells, '     '),
		'',
		`   What BI Access gave back (${operation}; ${milliseconds} ms):`,
		...Object.entries(reports).flatMap(([tool, report]) => [`   ${titleOf(tool)} (${count(report.requests, 'request')})`, ...report.gave.map(gave)]),
		'   What the servers themselves say, asked over HTTP without the node:',
		...together(reports),
	].join('\n');
}

/** Tools of which there is the same to say stand together. */
function together(reports: ByTool<StepReport>): string[] {
	const groups = new Map<string, string[]>();
	for (const [tool, report] of Object.entries(reports)) {
		const said = judged(report).join('\n');
		groups.set(said, [...(groups.get(said) ?? []), titleOf(tool)]);
	}
	return [...groups].flatMap(([said, titles]) => [`   ${titles.join(', ')}`, said]);
}

/** Those to whom nothing was to happen, and nothing did, in one line. */
function judged({ promises }: StepReport): string[] {
	const told = promises.filter(({ still, kept }) => !still || !kept);
	const same = promises.length - told.length;
	return [...told.map(promised), ...(same > 0 ? [promised({ text: `${count(same, 'account')} of the story ${same === 1 ? 'is as it was' : 'are as they were'}`, kept: true })] : [])];
}

export function endingText({ ok, tools, file, error }: LifecycleReport): string {
	const all = Object.values(tools).flatMap(({ steps, promises }) => [...steps.flatMap((step) => [...step.gave, ...step.promises]), ...promises]);
	const broken = all.filter(({ kept }) => !kept);
	return [
		'',
		...Object.values(tools).flatMap(({ server, before, after, promises }) =>
			after.length === 0 ? [] : [`${server}, before and after:`, beforeAndAfter(before, after, error === undefined), ...promises.map(promised), ''],
		),
		...(file === undefined ? [] : [`The review as a page to open in a browser: ${file}`, '']),
		ok
			? `${styled('green', 'All as promised')}: ${all.length} checks of what four servers say.`
			: styled('red', `Not as promised: ${error ?? `${broken.length} of ${count(all.length, 'check')} failed.`}`),
	].join('\n');
}
