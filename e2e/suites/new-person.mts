import type { Editor } from '../lib/editor.mts';

/** Fills in what creating a user takes, and what else most people would: names, and a role or group from the list. */
export async function newPerson(tool: string, editor: Editor, email: string): Promise<void> {
	await editor.fill('email', email);
	await (byTool[tool] ?? nothingMore)(editor);
}

/** The first collection of a creation. */
const ADDITIONAL_FIELDS = 0;

const nothingMore = async (): Promise<void> => undefined;

const byTool: Readonly<Record<string, (editor: Editor) => Promise<void>>> = {
	async superset(editor) {
		await editor.fill('firstName', 'New');
		await editor.fill('lastName', 'Person');
		await editor.chooseAmongMany('roles', 'Gamma');
	},
	async redash(editor) {
		await editor.fill('name', 'New Person');
	},
	async metabase(editor) {
		await editor.addToCollection(ADDITIONAL_FIELDS, 'First Name');
		await editor.fill('firstName', 'New');
		await editor.addToCollection(ADDITIONAL_FIELDS, 'Group Names or IDs');
		await editor.chooseAmongMany('groups', 'Analytics');
	},
	async sisense(editor) {
		await editor.searchLocator('role', 'Designer', /^\s*Designer\s*$/);
		await editor.pickFromLocator(/^\s*Designer\s*$/);
		await editor.addToCollection(ADDITIONAL_FIELDS, 'First Name');
		await editor.fill('firstName', 'New');
		await editor.addToCollection(ADDITIONAL_FIELDS, 'Group Names or IDs');
		await editor.chooseAmongMany('groups', 'Analytics');
	},
};
