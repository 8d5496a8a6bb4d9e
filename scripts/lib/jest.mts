import { createRequire } from 'node:module';
import path from 'node:path';
import { ended, start } from './children.mts';

/** Runs jest with the project's configuration and resolves to its exit code. */
export async function runJest(args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
	const jest = createRequire(path.resolve('package.json')).resolve('jest/bin/jest');
	return (
		(await ended(
			start(process.execPath, [jest, ...args], { stdio: 'inherit', env: { ...process.env, ...env } }),
		)) ?? 1
	);
}
