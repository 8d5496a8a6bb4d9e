import { ok, type Answer } from './answers.mts';
import type { Route } from './router.mts';

/** The document that tells which routes there are. */
export function openApi(routes: readonly Route[]): Answer {
	const paths: Record<string, Record<string, unknown>> = {};
	for (const { method, path } of routes) {
		const plain = path.replaceAll(/:(word|rest)\}/g, '}');
		(paths[plain] ??= {})[method.toLowerCase()] = { summary: `${method} ${plain}`, responses: {} };
	}
	return ok({ openapi: '3.1.0', info: { title: 'Metabase API', version: '' }, paths });
}
