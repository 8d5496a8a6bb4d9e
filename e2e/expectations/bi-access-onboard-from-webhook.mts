import { accountIn } from '../lib/sandbox.mts';
import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const posted = (body: object): Scene['trigger'] => ({ post: 'HR posts a person', body });

const ANA = { email: 'ana.ruiz@example.com', firstName: 'Ana', lastName: 'Ruiz', teams: ['Analysts'] };

type Row = { tool: string; status: string; access: string[]; message: string | null };

const scenes: readonly Scene[] = [
	{
		title: 'a new colleague gets an account in each tool, and HR reads so',
		trigger: posted(ANA),
		async check({ sandbox, caught, answer }) {
			expectEqual('Status', answer?.status, 200);
			expectEqual('Rows', (answer?.body as Row[]).map(({ tool, status }) => `${tool} ${status}`).sort(), ['metabase created', 'redash created', 'sisense created', 'superset created']);
			expectEqual('Roles', (await accountIn(sandbox, 'superset', ANA.email)).roles, ['Gamma', 'sql_lab']);
			expectEqual('Groups', (await accountIn(sandbox, 'metabase', ANA.email)).groups, ['All Users', 'Analytics']);
			expectEqual('Mails', caught.mails, []);
		},
	},
	{
		title: 'somebody who left Superset is not let in again: the admins read why, the other tools go on',
		trigger: posted({ ...ANA, email: 'lena.fischer@example.com' }),
		check({ caught, answer }) {
			expectEqual('Status', answer?.status, 207);
			const refused = (answer?.body as Row[]).filter(({ status }) => status === 'refused').map(({ tool }) => tool).sort();
			expectEqual('Refused', refused, ['redash', 'superset']);
			expectEqual('Recipients', caught.mails.map(({ to }) => to.join()), ['bi-admins@example.com']);
			expect(/superset.*refused/s.test(caught.mails[0]?.text ?? ''), `The admins read ${caught.mails[0]?.text}`);
		},
	},
	{
		title: 'a request without e-mail is answered with what is missing',
		trigger: posted({ firstName: 'Ana' }),
		check({ answer }) {
			expectEqual('Status', answer?.status, 422);
			expect(/Email/.test(JSON.stringify(answer?.body)), `HR reads ${JSON.stringify(answer?.body)}`);
		},
	},
];

export default scenes;
