/** A whole company on a bad day: what the tests with many people have in common. */
import type { IDataObject } from 'n8n-workflow';

import type { Stage } from '../stage.mts';
import { ALL, type ToolName } from './stage.mts';

/** 503 and connections that break before and after the server did its work; and 429, which in Redash means that its budget for an hour is spent. */
const BAD_DAY = '503:0.035,reset:0.03,lost:0.03';

export async function badDay(stage: Stage, seed: number): Promise<void> {
	for (const tool of ALL) await stage.on(tool, 'faults', { spec: `${BAD_DAY}${tool === 'redash' ? '' : ',429:0.005'},seed:${seed}` });
}

export async function calm(stage: Stage): Promise<void> {
	for (const tool of ALL) await stage.on(tool, 'faults', { spec: '' });
}

export const crowd = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `crowd${i + 1}@example.com`, name: `Crowd ${i + 1}` }));

export const EACH = { email: '={{ $json.email }}', options: { maxConcurrency: 20 } };

export const byTool = (rows: IDataObject[], tool: ToolName) => rows.filter((row) => row.tool === tool);
