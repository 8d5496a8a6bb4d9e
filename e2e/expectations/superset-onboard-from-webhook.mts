import { accountIn } from '../lib/sandbox.mts';
import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const posted = (email: string, department: string): Scene['trigger'] => ({
	post: 'HR posts a person',
	body: { email, firstName: 'Ana', lastName: 'Ruiz', department },
});

const scenes: readonly Scene[] = [
	{
		title: 'a new colleague gets an account with the roles of the department, and HR reads so',
		trigger: posted('ana.ruiz@example.com', 'Sales'),
		async check({ answer, sandbox, caught }) {
			expectEqual('Answer', answer, {
				status: 200,
				body: { email: 'ana.ruiz@example.com', roles: ['Gamma', 'Sales, EMEA'], changed: true },
			});
			const { active, roles, firstName, lastName } = await accountIn(sandbox, 'superset', 'ana.ruiz@example.com');
			expectEqual('Account', { active, roles, firstName, lastName }, { active: true, roles: ['Gamma', 'Sales, EMEA'], firstName: 'Ana', lastName: 'Ruiz' });
			expectEqual('Mails', caught.mails, []);
		},
	},
	{
		title: 'a department nobody has written down gives the basic role',
		trigger: posted('ana.ruiz@example.com', 'Catering'),
		async check({ sandbox }) {
			expectEqual('Roles', (await accountIn(sandbox, 'superset', 'ana.ruiz@example.com')).roles, ['Gamma']);
		},
	},
	{
		title: 'somebody who left is not brought back: HR and the admins read why',
		trigger: posted('lena.fischer@example.com', 'Finance'),
		async check({ answer, sandbox, caught }) {
			expectEqual('Status', answer?.status, 422);
			const { email, error, whatToDo } = answer?.body as Record<string, string>;
			expectEqual('Answered for', email, 'lena.fischer@example.com');
			expect(/inactive/.test(error ?? '') && /When Inactive/.test(whatToDo ?? ''), `HR reads ${error} | ${whatToDo}`);
			expectEqual('Active', (await accountIn(sandbox, 'superset', 'lena.fischer@example.com')).active, false);
			const [mail] = caught.mails;
			expectEqual('Recipients', mail?.to, ['bi-admins@example.com']);
			expect(mail !== undefined && mail.text.includes('inactive') && mail.text.includes('Finance'), `The admins read ${mail?.text}`);
		},
	},
];

export default scenes;
