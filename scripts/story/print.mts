/** The story as people read it in a terminal. */
import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Gave, Promised, Row, StepReport, ToolReport } from './report.mts';
import { stateText } from './words.mts';

type Style = Parameters<typeof styleText>[0];

export const styled = (style: Style, text: string) =>
	process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;

const PLAIN = { head: [], border: [] };

function table(head: string[], colWidths: number[], lines: string[][]): string {
	const made = new Table({ head, colWidths, wordWrap: true, style: PLAIN });
	made.push(...lines);
	return made.toString();
}

const CHECK = styled('green', '✔');
const CROSS = styled('red', '✘');

export const promised = ({ text, kept, seen }: Promised) =>
	`   ${kept ? CHECK : CROSS} ${text}${seen === undefined ? '' : `\n     instead: ${seen}`}`;

/** Lines of at most 100 characters. */
export const wrapped = (text: string, indent: string) => text.replace(/(.{1,95})(?:\s|$)/g, `${indent}$1\n`).trimEnd();

/** A line of at most 87 characters each, to stand beside a name. */
const folded = (line: string) => line.match(/.{1,87}(?:\s|$)|\S{88,}/g)?.map((part) => part.trimEnd()) ?? [''];

const account = (row: Row) => stateText(row).replaceAll(', ', '\n');

export const gave = (one: Gave) => {
	const [first, ...more] = one.text.split('\n').flatMap(folded);
	return [
		`     ${one.name.padEnd(8)}${first}`,
		...more.map((line) => `${' '.repeat(13)}${line}`),
		...(one.kept ? [] : [`   ${CROSS} expected: ${one.expected}`]),
	].join('\n');
};

export function openingText({ server, notes, before }: ToolReport, where: string): string {
	return [
		'',
		styled('bold', `${server} ${where}`),
		...notes.map((note) => `\n${wrapped(`Note: ${note}`, '')}`),
		'',
		'Before the story:',
		...before.map((row) => `     ${row.name.padEnd(16)}${row.email.padEnd(44)}${stateText(row)}`),
	].join('\n');
}

export function stepText(number: number, of: number, step: StepReport): string {
	return [
		'',
		styled('bold', `${number}/${of}  ${step.title}`),
		wrapped(step.tells, '     '),
		'',
		`   What n8n’s node gave back (${step.operation}; ${count(step.requests, 'request')}, ${step.milliseconds} ms):`,
		...step.gave.map(gave),
		'   What the server itself says, asked over HTTP without the node:',
		...step.promises.map(promised),
	].join('\n');
}

export function endingText({ before, after, steps, promises, error, ok }: ToolReport): string {
	const all = [...steps.flatMap((step) => [...step.gave, ...step.promises]), ...promises];
	const broken = all.filter(({ kept }) => !kept);
	const requests = steps.reduce((sum, step) => sum + step.requests, 0);
	return [
		'',
		...(after.length > 0 ? ['Before and after:', beforeAndAfter(before, after, error === undefined)] : []),
		...promises.map(promised),
		'',
		ok
			? `${styled('green', 'All as promised')}: ${all.length} checks, ${count(requests, 'request')} by n8n’s nodes in ${count(steps.length, 'step')}.`
			: styled('red', `Not as promised: ${error ?? `${broken.length} of ${count(all.length, 'check')} failed.`}`),
	].join('\n');
}

/** @param complete false: the story stopped before its end */
export function beforeAndAfter(before: Row[], after: Row[], complete: boolean): string {
	const rows = before.map((row, index) => [row.name, account(row), after[index] ? account(after[index]) : '?']);
	return table(['Person', 'Before', complete ? 'After' : 'When it stopped'], [16, 42, 42], rows);
}

export const NEXT = `
What to try next
  npm start -- --stories   a story of each product with its own node
  npm run sandbox          the servers of this story, to point your own n8n at (--help: versions, faults, latency)
  npm start -- --help      other versions, or a real server of yours
  README.md                installing the nodes, and what each can do`;

export const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
