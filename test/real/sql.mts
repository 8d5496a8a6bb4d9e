/** Looks into the database of a real server, past the server: Node 20 reads no SQLite, the server's own Python does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Row = Record<string, string | number | null>;

export type Statement = [sql: string, values?: unknown[]];

export interface Sql {
	/** Carries out all statements in one transaction; the rows of each. Rejects with SQLite's own words. */
	run(...statements: Statement[]): Promise<Row[][]>;
	close(): Promise<void>;
}

/**
 * @param python that of the server's installation
 * @param file the database; it may be replaced at any time between two calls
 */
export function openSql(python: string, file: string): Sql {
	// Isolated and without its site packages: starts faster, and needs none.
	const child = spawn(python, ['-I', '-S', path.resolve('test', 'real', 'sql.py')], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	let last: Promise<unknown> = Promise.resolve();

	async function ask(statements: Statement[]): Promise<Row[][]> {
		child.stdin.write(`${JSON.stringify({ file, statements })}\n`);
		const { value, done } = await lines.next();
		if (done) throw new Error(`${python} ended without an answer`);
		const { rows, error } = JSON.parse(value as string) as { rows: Row[][]; error?: string };
		if (error !== undefined) throw new Error(`${error}: ${JSON.stringify(statements)}`);
		return rows;
	}

	return {
		async run(...statements) {
			const answer = last.then(async () => await ask(statements));
			last = answer.catch(() => {});
			return await answer;
		},
		async close() {
			if (child.exitCode !== null) return;
			const end = once(child, 'exit');
			child.stdin.end();
			await end;
		},
	};
}
