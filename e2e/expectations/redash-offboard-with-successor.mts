import { accountIn, type Sandbox } from '../lib/sandbox.mts';
import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const sent = (leaver: string, successor: string, ticket = 'HR 7/1'): Scene['trigger'] => ({
	form: 'Somebody leaves',
	fields: { Leaver: leaver, Successor: successor, Ticket: ticket },
});

async function queriesOf(sandbox: Sandbox, owner: string): Promise<string[]> {
	const { content } = (await sandbox.state('redash')) as unknown as { content: Array<Record<string, string>> };
	return content.filter((item) => item.kind === 'query' && item.owner === owner).map((item) => item.name ?? '');
}

/** What the ticket says, from the one comment on it. */
function commentOn(requests: Parameters<Scene['check']>[0]['caught']['requests']): string {
	expectEqual('Requests', requests.map(({ method, path }) => `${method} ${path}`), ['POST /tickets/HR%207%2F1/comments']);
	return (requests[0]?.body as { text: string }).text;
}

const scenes: readonly Scene[] = [
	{
		title: 'the queries change hands, the account closes, and the ticket says what is left to do',
		trigger: sent('maria.silva@example.com', 'kofi.mensah@example.com'),
		async check({ sandbox, caught, items }) {
			expectEqual('State', (await accountIn(sandbox, 'redash', 'maria.silva@example.com')).state, 'disabled');
			const queries = await queriesOf(sandbox, 'kofi.mensah@example.com');
			expect(['Revenue by month', 'Churn, first idea'].every((name) => queries.includes(name)), `The successor owns ${queries.join(', ')}`);
			expectEqual('Key renewed', items('Close the account')[0]?.keyRenewed, true);
			const text = commentOn(caught.requests);
			expect(/maria\.silva@example\.com is disabled.*Revenue by month.*For a person to look at:.*Revenue low/s.test(text), `The ticket says ${text}`);
			expectEqual('Mails', caught.mails, []);
		},
	},
	{
		title: 'a successor who left gets nothing: the account is closed all the same, and the admins read why',
		trigger: sent('maria.silva@example.com', 'lena.fischer@example.com'),
		async check({ sandbox, caught }) {
			expectEqual('State', (await accountIn(sandbox, 'redash', 'maria.silva@example.com')).state, 'disabled');
			expect((await queriesOf(sandbox, 'maria.silva@example.com')).includes('Revenue by month'), 'The queries went somewhere');
			expect(/is disabled.*lena\.fischer/s.test(commentOn(caught.requests)), `The ticket says ${commentOn(caught.requests)}`);
			expectEqual('Recipients', caught.mails.map(({ to }) => to.join()), ['bi-admins@example.com']);
			expect(/lena\.fischer/.test(caught.mails[0]?.text ?? ''), `The admins read ${caught.mails[0]?.text}`);
		},
	},
	{
		title: 'somebody Redash does not know: ticket and admins read that nothing was closed',
		trigger: sent('nobody@example.com', 'kofi.mensah@example.com'),
		check({ caught }) {
			expect(/still open.*nobody@example\.com/s.test(commentOn(caught.requests)), `The ticket says ${commentOn(caught.requests)}`);
			expect(caught.mails.length > 0 && caught.mails.every(({ text }) => text.includes('nobody@example.com')), 'The admins read nothing of it');
		},
	},
	{
		title: 'the admins read that an account is open also when the ticket system takes no comment',
		trigger: sent('nobody@example.com', 'kofi.mensah@example.com', 'DOWN'),
		check({ caught }) {
			expectEqual('Requests', caught.requests.map(({ path }) => path), ['/tickets/DOWN/comments']);
			expectEqual('Mails', caught.mails.length, 2);
		},
	},
];

export default scenes;
