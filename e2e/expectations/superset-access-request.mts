import type { CaughtMail } from '../lib/catchers.mts';
import { accountIn } from '../lib/sandbox.mts';
import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const asked = (email: string): Scene['trigger'] => ({
	form: 'Somebody asks for a role',
	fields: { Email: email, Role: 'Finance Viewers', Reason: 'month end' },
});

/** Clicks on a button of the mail to the owner of the data. */
const clicks = (approved: boolean): NonNullable<Scene['whileWaiting']> => async ({ mails }) => {
	const mail = mails[0];
	expectEqual('Asked', mail?.to, ['data-owner@example.com']);
	const links = [...(mail?.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, link]) => (link ?? '').replaceAll('&amp;', '&'));
	const link = links.find((one) => one.includes(`approved=${approved}`));
	expect(link !== undefined, `The mail has only the links ${links.join(' ')}`);
	// A mail scanner that follows links must not approve anything, so n8n does nothing for what looks like one.
	const answer = await fetch(link, { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0' } });
	expect(answer.ok, `The button leads to ${answer.status}`);
};

/** The mail after the one to the owner. */
const second = (mails: readonly CaughtMail[]): CaughtMail => {
	expectEqual('Mails', mails.length, 2);
	return mails[1] as CaughtMail;
};

const scenes: readonly Scene[] = [
	{
		title: 'approved: the person has the role beside those from before, and reads so',
		trigger: asked('gita.rao@example.com'),
		whileWaiting: clicks(true),
		async check({ sandbox, caught }) {
			expectEqual('Roles', (await accountIn(sandbox, 'superset', 'gita.rao@example.com')).roles, ['Gamma', 'Finance Viewers']);
			const { to, text } = second(caught.mails);
			expectEqual('Recipients', to, ['gita.rao@example.com']);
			expect(text.includes('Finance Viewers, Gamma'), `The person reads ${text}`);
		},
	},
	{
		title: 'declined: nothing changes, and the person reads so',
		trigger: asked('gita.rao@example.com'),
		whileWaiting: clicks(false),
		async check({ sandbox, caught }) {
			expectEqual('Roles', (await accountIn(sandbox, 'superset', 'gita.rao@example.com')).roles, ['Gamma']);
			const { to, subject } = second(caught.mails);
			expectEqual('Recipients', to, ['gita.rao@example.com']);
			expect(subject.includes('declined'), `The subject is ${subject}`);
		},
	},
	{
		title: 'approved for an e-mail that two people have: nobody gets the role, and the admins read both names',
		trigger: asked('priya.nair@example.com'),
		whileWaiting: clicks(true),
		async check({ sandbox, caught }) {
			const { accounts } = await sandbox.state('superset');
			const given = accounts.filter(({ email, roles }) => /priya\.nair/i.test(email) && (roles as string[]).includes('Finance Viewers'));
			expectEqual('Who got the role', given, []);
			const { to, text } = second(caught.mails);
			expectEqual('Recipients', to, ['bi-admins@example.com']);
			expect(text.includes('Priya.Nair@example.com') || text.includes('pnair'), `The admins read ${text}`);
		},
	},
];

export default scenes;
