import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const trigger: Scene['trigger'] = { click: 'Every Monday' };

const scenes: readonly Scene[] = [
	{
		title: 'the admins get one mail with everybody who never came',
		trigger,
		check({ caught }) {
			expectEqual('Recipients', caught.mails.map(({ to }) => to.join()), ['bi-admins@example.com']);
			const { subject = '', text = '' } = caught.mails[0] ?? {};
			expect(subject.includes('2 invitations'), `The subject is ${subject}`);
			expect(/nadia\.petrova@example\.com .*2026-11-18/.test(text) && text.includes('ivo.kral@example.com'), `The admins read ${text}`);
		},
	},
	{
		title: 'when the list can’t be read the admins get a mail that says so',
		trigger,
		// Every path begins with the organisation's name then, and the key is refused without it.
		set: { 'redash.multiOrg': 'on' },
		check({ caught }) {
			expectEqual('Subjects', caught.mails.map(({ subject }) => subject), ['Redash: the list of invitations could not be read']);
			expect(/slug/.test(caught.mails[0]?.text ?? ''), `The admins read ${caught.mails[0]?.text}`);
		},
	},
];

export default scenes;
