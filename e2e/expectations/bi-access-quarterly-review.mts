import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const trigger: Scene['trigger'] = { click: 'Every quarter' };

const pageOf = (mails: Parameters<Scene['check']>[0]['caught']['mails']): string => {
	expectEqual('Recipients', mails.map(({ to }) => to.join()), ['bi-admins@example.com']);
	const [file] = mails[0]?.attachments ?? [];
	expect(/^bi-access-review-.*\.html$/.test(file?.filename ?? ''), `The file is ${file?.filename}`);
	return typeof file?.content === 'string' ? file.content : new TextDecoder().decode(file?.content as ArrayBuffer);
};

const scenes: readonly Scene[] = [
	{
		title: 'the admins get the report as a file, with everybody in it',
		trigger,
		check({ caught }) {
			expect(/Kofi Mensah|Kofi/.test(pageOf(caught.mails)), 'Kofi is not in it');
			expect(/accounts, \d+ admins/.test(caught.mails[0]?.html ?? ''), `The mail says ${caught.mails[0]?.html}`);
		},
	},
	{
		title: 'a tool that can not be read is in the subject and on top of the report',
		trigger,
		set: { 'redash.multiOrg': 'on' },
		check({ caught }) {
			expect(/could not be read/.test(pageOf(caught.mails)), 'The report does not say so');
			expect(/not all tools could be read/.test(caught.mails[0]?.subject ?? ''), `The subject is ${caught.mails[0]?.subject}`);
		},
	},
];

export default scenes;
