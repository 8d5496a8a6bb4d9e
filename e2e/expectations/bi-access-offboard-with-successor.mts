import { accountIn } from '../lib/sandbox.mts';
import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const MARIA = 'maria.silva@example.com';

const posted = (body: object): Scene['trigger'] => ({ post: 'Somebody leaves', body });

type Row = { tool: string; status: string };

const statuses = (answer: Parameters<Scene['check']>[0]['answer']) => (answer?.body as Row[]).map(({ tool, status }) => `${tool} ${status}`).sort();

const scenes: readonly Scene[] = [
	{
		title: 'all four accounts are shut, the successor has what can change hands, the ticket says what is left',
		trigger: posted({ email: MARIA, successor: 'tomas.novak@example.com', ticket: 'HR 7/1' }),
		async check({ sandbox, caught, answer }) {
			expectEqual('Status', answer?.status, 200);
			expectEqual('Rows', statuses(answer), ['metabase done', 'redash done', 'sisense lockedOut', 'superset done']);
			expectEqual('State', (await accountIn(sandbox, 'redash', MARIA)).state, 'disabled');
			expectEqual('Requests', caught.requests.map(({ method, path }) => `${method} ${path}`), ['POST /tickets/HR%207%2F1/comments']);
			const { text } = caught.requests[0]?.body as { text: string };
			expect(/Handed over: .*Revenue by month.*To look at: .*Revenue low/s.test(text), `The ticket says ${text}`);
			expectEqual('Mails', caught.mails, []);
		},
	},
	{
		title: 'a successor who may own nothing in Sisense: that account stays open, and the admins read it at once',
		trigger: posted({ email: MARIA, successor: 'kofi.mensah@example.com', ticket: 'HR-8' }),
		check({ caught, answer }) {
			expectEqual('Status', answer?.status, 207);
			expectEqual('Rows', statuses(answer), ['metabase done', 'redash done', 'sisense refused', 'superset done']);
			expect(/can still get into sisense/.test(caught.mails[0]?.subject ?? ''), `The admins read ${caught.mails[0]?.subject}`);
		},
	},
	{
		title: 'without a successor everything stays with the closed account and is listed',
		trigger: posted({ email: MARIA, ticket: 'HR-9' }),
		check({ caught, answer }) {
			expectEqual('Status', answer?.status, 200);
			expect(/Left with its owner/.test(JSON.stringify(caught.requests[0]?.body)), `The ticket says ${JSON.stringify(caught.requests[0]?.body)}`);
		},
	},
	{
		title: 'an e-mail no tool knows, mistyped perhaps, is nobody who is out: the admins are asked to look at it',
		trigger: posted({ email: 'maria.sliva@example.com', ticket: 'HR-11' }),
		check({ caught, answer }) {
			expectEqual('Status', answer?.status, 207);
			expectEqual('Rows', statuses(answer), ['metabase notFound', 'redash notFound', 'sisense notFound', 'superset notFound']);
			expectEqual('Subjects', caught.mails.map(({ subject }) => subject), ['maria.sliva@example.com has no account in any tool: is it the right e-mail?']);
		},
	},
	{
		title: 'a request without e-mail is answered with what is missing, and nobody is touched',
		trigger: posted({ ticket: 'HR-10' }),
		check({ caught, answer }) {
			expectEqual('Status', answer?.status, 422);
			expectEqual('Requests', caught.requests, []);
		},
	},
];

export default scenes;
