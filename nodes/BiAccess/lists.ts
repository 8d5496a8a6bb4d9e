import { listSearch, loadOptions } from '../../kit/lists';
import { asProblem } from '../../kit/problem';
import { connect as metabase } from '../../products/metabase/client';
import { connect as redash } from '../../products/redash/client';
import { connect as sisense } from '../../products/sisense/client';
import { connect as superset } from '../../products/superset/client';
import { connect } from './tools';

export const getMetabaseGroups = loadOptions(metabase, async (client) => (await client.groups.all()).filter(({ magic }) => magic !== 'everybody'));
export const getRedashGroups = loadOptions(redash, async (client) => await client.groups.all());
export const getSisenseGroups = loadOptions(sisense, async (client) => await client.groups.all());
export const getSupersetGroups = loadOptions(superset, async (client) => await client.groups.all());
export const getSupersetRoles = loadOptions(superset, async (client) => await client.roles.all());

/** People of all chosen tools, each once. A tool that can't be asked leaves its people out, as long as another one answers. */
export const searchPeople = listSearch(connect, async (tools, text, page) => {
	const asked = await Promise.all(tools.inEditor().map(async (directory) => await directory.search(text, page).catch(asProblem)));
	const pages = asked.flatMap((one) => (one instanceof Error ? [] : [one]));
	const [problem] = asked.flatMap((one) => (one instanceof Error ? [one] : []));
	if (pages.length === 0 && problem) throw problem;
	const open = pages.flatMap(({ accounts }) => accounts).filter(({ state, email }) => state === 'active' && email !== '');
	const people = new Map(open.map(({ email, name }) => [email.toLowerCase(), { name: `${name} (${email})`, value: email }]));
	return { results: [...people.values()].sort((a, b) => a.name.localeCompare(b.name)), more: pages.some(({ more }) => more) };
});
