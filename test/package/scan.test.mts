/** What n8n's verification scan would find: its newest rules over the source and over what is published, inline disables ignored. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { packageRoot } from '../harness/core.mts';

const root = packageRoot();

interface Linted {
	filePath: string;
	messages: Array<{ ruleId: string | null; message: string; line?: number }>;
}

function scan(args: string[], input = ''): Linted[] {
	const eslint = path.join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');
	const options = ['--no-inline-config', '-c', 'eslint.newest.mjs', '--format', 'json', ...args];
	const { stdout, stderr } = spawnSync(process.execPath, [eslint, ...options], { cwd: root, input, encoding: 'utf8', maxBuffer: 1e8 });
	if (!stdout.startsWith('[')) throw new Error(stderr || stdout);
	return JSON.parse(stdout) as Linted[];
}

const below = (folder: string, pattern: RegExp): string[] =>
	(readdirSync(path.join(root, folder), { recursive: true }) as string[]).map((file) => path.join(folder, file)).filter((file) => pattern.test(file));

test('finds nothing in source and build, and looks at each file of them', () => {
	const results = scan(['.']);
	const found = results.flatMap(({ filePath, messages }) =>
		messages.map(({ ruleId, message, line }) => `${path.relative(root, filePath)}:${line} ${ruleId}: ${message}`),
	);
	expect(found).toEqual([]);
	const looked = results.map(({ filePath }) => path.relative(root, filePath));
	expect(looked).toEqual(
		expect.arrayContaining(['package.json', 'index.js', ...below('dist', /\.js$/), ...below('nodes', /\.ts$/), ...below('credentials', /\.ts$/)]),
	);
});

test.each(['dist/nodes/made-up.js', 'nodes/made-up.ts'])('a disable comment in %s hides nothing from it', (file) => {
	const source = '/* eslint-disable */\nexport const home = process.env.HOME; // eslint-disable-line\n';
	const [result] = scan(['--stdin', '--stdin-filename', file], source);
	expect(result.messages.map(({ ruleId }) => ruleId)).toContain('@n8n/community-nodes/no-restricted-globals');
});
