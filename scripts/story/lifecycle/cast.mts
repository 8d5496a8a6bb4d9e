/** Who the story is about, and how each tool has them before. */
import { metabase } from '../metabase.mts';
import { redash } from '../redash.mts';
import { sisense } from '../sisense.mts';
import { superset } from '../superset.mts';
import type { Content, Role, Story } from '../types.mts';
import type { ByTool, Part } from './types.mts';

const PEOPLE = {
	ana: { firstName: 'Ana', lastName: 'Costa' },
	bruno: { firstName: 'Bruno', lastName: 'Weber' },
	dario: { firstName: 'Dario', lastName: 'Rossi' },
	emma: { firstName: 'Emma', lastName: 'Novak' },
};

/** Ana has no account anywhere. */
type Before = Record<Exclude<keyof typeof PEOPLE, 'ana'>, { access: string[]; owns?: Content[] }>;

const BOARD: Content = { kind: 'dashboard', name: 'Demo board' };

/** Dario's last one in each tool was given to him by a colleague, not by a flow. */
const BEFORE: ByTool<Before> = {
	superset: {
		bruno: { access: ['Alpha', 'sql_lab'], owns: [BOARD] },
		dario: { access: ['Gamma', 'sql_lab', 'Data Team'] },
		emma: { access: ['Alpha'] },
	},
	redash: {
		bruno: { access: ['default', 'Demo Analysts'], owns: [{ kind: 'query', name: 'Demo churn' }, BOARD] },
		dario: { access: ['default', 'Demo Analysts', 'People Ops'] },
		emma: { access: ['default'] },
	},
	metabase: {
		bruno: {
			access: ['All Users', 'Demo Analysts'],
			owns: [{ kind: 'question', name: 'Demo churn' }, { kind: 'alert', name: 'Demo churn alert' }, BOARD],
		},
		dario: { access: ['All Users', 'Demo Analysts', 'People Ops'] },
		emma: { access: ['All Users'] },
	},
	sisense: {
		bruno: { access: ['Designer', 'Demo Analysts'], owns: [{ kind: 'folder', name: 'Demo folder' }, BOARD] },
		dario: { access: ['Designer', 'Demo Analysts', 'People Ops'] },
		emma: { access: ['Viewer'] },
	},
};

const STORIES: ByTool<Story> = { superset, redash, metabase, sisense };

function partOf(tool: string, before: Before): Part {
	const { title, credential, isSignIn, writesByGet, open } = STORIES[tool];
	const cast = Object.entries(PEOPLE).map(([key, names]): [string, Role] => {
		const account = key === 'ana' ? undefined : before[key as keyof Before];
		return [key, { ...names, ...(account && { before: { active: true, ...account } }) }];
	});
	return { title, credential, isSignIn, writesByGet, open, cast: Object.fromEntries(cast) };
}

export const PARTS: ByTool<Part> = Object.fromEntries(Object.entries(BEFORE).map(([tool, before]) => [tool, partOf(tool, before)]));

export const TOOLS = Object.keys(PARTS);
