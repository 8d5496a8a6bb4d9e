import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const trigger: Scene['trigger'] = { click: 'Every night' };

const scenes: readonly Scene[] = [
	{
		title: 'the admins read of the data source that the key of Redash can not see, and of nothing else',
		trigger,
		check({ caught }) {
			expectEqual('Subjects', caught.mails.map(({ subject }) => subject), ['BI Access: look at redash']);
			expect(/Payroll/.test(caught.mails[0]?.text ?? ''), `The admins read ${caught.mails[0]?.text}`);
		},
	},
	{
		title: 'a server whose address changed has failed, and the mail says what to do',
		trigger,
		set: { 'redash.multiOrg': 'on' },
		check({ caught }) {
			expect(/redash.*failed.*slug/s.test(caught.mails[0]?.text ?? ''), `The admins read ${caught.mails[0]?.text}`);
		},
	},
];

export default scenes;
