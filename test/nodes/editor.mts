/** What the tests of the editor have in common: lists that turn pages, and what n8n makes of a credential's test. */
import { NodeApiError, type INode, type INodeListSearchResult } from 'n8n-workflow';

/** Turns the pages of a list to the end, or to the twentieth. */
export async function turnPages(search: (token?: string) => Promise<INodeListSearchResult>): Promise<{ values: unknown[]; pages: number }> {
	const values: unknown[] = [];
	let token: string | undefined;
	let pages = 0;
	do {
		const page = await search(token);
		values.push(...page.results.map(({ value }) => value));
		token = page.paginationToken as string | undefined;
		pages++;
	} while (token !== undefined && pages < 20);
	return { values, pages };
}

/**
 * n8n 1.123 and 2.4 lose the cause of the error, by which `responseCode` rules are judged, and show a text of their
 * own for the status (docs/contracts/n8n.md section 3).
 */
const judgesStatus = new NodeApiError({ name: 'Test' } as INode, new Error('cause') as never).cause !== undefined;

/** What a credential's test says where it goes by the status. */
export const byStatus = (says: RegExp): RegExp => (judgesStatus ? says : /Authorization failed|Forbidden|could not be found|could not be processed/);
