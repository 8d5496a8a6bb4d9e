/** Answers of real servers (test/recordings/FORMAT.md), as the transport hands them to a product's error mapper. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { toAnswer, type Answer } from '../../kit/http/answer';
import type { ApiRequest } from '../../kit/http/api';
import { packageRoot } from '../harness/core.mts';

export interface Recorded {
	/** `6.1.0/users:create-user` */
	name: string;
	request: { method: string; path: string; body?: unknown };
	answer: Answer;
}

interface Exchange {
	id: string;
	request: Recorded['request'];
	response: { status: number; type: string | null; headers?: Record<string, string>; body?: unknown };
}

/** Every exchange of every version of a product. */
export function recordingsOf(product: string): Recorded[] {
	const folder = path.join(packageRoot(), 'test', 'recordings', product);
	return readdirSync(folder).flatMap((version) =>
		readdirSync(path.join(folder, version)).flatMap((file) => {
			const { exchanges } = JSON.parse(readFileSync(path.join(folder, version, file), 'utf8')) as { exchanges: Exchange[] };
			return exchanges.map(({ id, request, response }): Recorded => {
				const headers = { ...response.headers, 'content-type': response.type ?? '' };
				return {
					name: `${version}/${file.replace(/\.json$/, '')}:${id}`,
					request,
					answer: toAnswer({ body: response.body, headers, statusCode: response.status }),
				};
			});
		}),
	);
}

/** The request as the client would have made it. */
export function requestOf({ method, path: full }: Recorded['request']): ApiRequest {
	const [below, query] = full.split('?');
	return { method: method as ApiRequest['method'], path: below.split('/').slice(1), query, effect: method === 'GET' ? 'read' : 'repeat' };
}
