import { accountIn } from '../lib/sandbox.mts';
import type { Scene } from '../lib/scenes.mts';
import { expect, expectEqual } from '../lib/steps.mts';

const pasted = (...lines: string[][]): Scene['trigger'] => ({
	form: 'New colleagues',
	fields: { People: lines.map((cells) => cells.join('\t')).join('\r\n'), 'Send the result to': 'hr@example.com' },
});

const HEADER = ['email', 'firstName', 'lastName', 'teams'];

const sheetOf = (mails: Parameters<Scene['check']>[0]['caught']['mails']): string => {
	expectEqual('Recipients', mails.map(({ to }) => to.join()), ['hr@example.com']);
	const content = mails[0]?.attachments[0]?.content;
	return typeof content === 'string' ? content : new TextDecoder().decode(content as ArrayBuffer);
};

const scenes: readonly Scene[] = [
	{
		title: 'everybody is onboarded, and the sheet comes back with what each tool said',
		trigger: pasted(HEADER, ['ana.ruiz@example.com', 'Ana', 'Ruiz', 'analysts, finance'], ['ben.cole@example.com', 'Ben', 'Cole', 'finance']),
		async check({ sandbox, caught }) {
			const sheet = sheetOf(caught.mails);
			expect(/ana\.ruiz@example\.com,TRUE,.*superset: created/.test(sheet) && /ben\.cole@example\.com,TRUE/.test(sheet), `HR reads ${sheet}`);
			expectEqual('Roles', (await accountIn(sandbox, 'superset', 'ana.ruiz@example.com')).roles, ['Gamma', 'sql_lab', 'Finance Viewers']);
			expect(caught.mails[0]?.subject.includes('2 of 2') === true, `The subject is ${caught.mails[0]?.subject}`);
		},
	},
	{
		title: 'a line with a mistake and somebody who left are in the sheet, not done',
		trigger: pasted(['not an address', 'No', 'Body', 'finance'], ['lena.fischer@example.com', 'Lena', 'Fischer', 'finance'], ['ana.ruiz@example.com', 'Ana', 'Ruiz'], ['']),
		check({ caught }) {
			const sheet = sheetOf(caught.mails);
			expect(/not an address,FALSE/.test(sheet) && /lena\.fischer@example\.com,FALSE,.*refused/.test(sheet) && /ana\.ruiz@example\.com,TRUE/.test(sheet), `HR reads ${sheet}`);
			expect(caught.mails[0]?.subject.includes('1 of 3') === true, `The subject is ${caught.mails[0]?.subject}`);
		},
	},
	{
		title: 'a sheet with nothing but mistakes comes back as well',
		trigger: pasted(['not an address', 'No', 'Body', 'finance']),
		check({ caught }) {
			expect(sheetOf(caught.mails).includes('not an address,FALSE'), `HR reads ${sheetOf(caught.mails)}`);
		},
	},
];

export default scenes;
