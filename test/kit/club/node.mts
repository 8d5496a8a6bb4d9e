/** A node made with the kit and nothing else, and its credential: every rule of the kit is shown on it once. */
import type { ICredentialType, IExecuteFunctions, IHttpRequestHelper, INodeType, IAuthenticate, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { SESSION_TOKEN } from '../../../kit/credentialFields';
import { collection, email, flag, locator, many, mostOf, paging, password, text } from '../../../kit/fields';
import { bodyOf } from '../../../kit/http/answer';
import { Api, type ApiContext, type ApiLimits } from '../../../kit/http/api';
import { baseUrlOf, bindToken, boundToken, signInPostponed, signInRefused, signRequest } from '../../../kit/http/session';
import { listSearch } from '../../../kit/lists';
import { sweep, sweepOrLookUp, type Page } from '../../../kit/lookup';
import { operationsOf, type Resources, type View } from '../../../kit/operation';
import { Problem } from '../../../kit/problem';
import { propertiesOf } from '../../../kit/properties';
import { runNode } from '../../../kit/run';
import { PAGE, type Member } from './server.mts';

const boundTo = (credentials: ICredentialDataDecryptedObject) => [credentials.url, credentials.password];

export class ClubApi implements ICredentialType {
	name = 'clubApi';

	displayName = 'Club API';

	properties = [
		{ displayName: 'URL', name: 'url', type: 'string' as const, default: '' },
		{ displayName: 'Password', name: 'password', type: 'string' as const, default: '' },
		{ displayName: 'Key', name: 'key', type: 'string' as const, default: '' },
		SESSION_TOKEN,
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		if (credentials.key) return {};
		const { statusCode, body } = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${baseUrlOf(credentials)}/session`,
			body: { password: credentials.password },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as { statusCode: number; body: { token: string } };
		if (statusCode === 401) throw signInRefused('Club', 'the password is wrong.');
		if (statusCode !== 200) throw signInPostponed('Club', `status ${statusCode}.`);
		return { sessionToken: bindToken(body.token, boundTo(credentials)) };
	}

	authenticate: IAuthenticate = async (credentials, options) => {
		const token = boundToken(credentials.sessionToken, boundTo(credentials));
		const header = credentials.key ? `Key ${String(credentials.key)}` : token && `Bearer ${token}`;
		return signRequest(options, header ? { Authorization: header } : undefined);
	};
}

export class Club {
	readonly api: Api;

	constructor(context: ApiContext, limits: ApiLimits, perSecond: number) {
		this.api = new Api(
			context,
			{
				product: 'Club',
				credential: 'clubApi',
				perSecond,
				isExpired: ({ status }) => status === 401 || status === 422,
				sessionProbe: ['api', 'ping'],
				reopensIn: ({ headers }) => (headers['x-reopens'] === undefined ? undefined : Number(headers['x-reopens']) * 1000),
				explain: (answer) =>
					new Problem(`Club says ${answer.status}.`, 'Do something.', {
						httpCode: answer.status,
						detail: JSON.stringify(answer.body),
						kind: answer.status === 404 ? 'notFound' : undefined,
					}),
			},
			limits,
		);
	}

	async page(index: number): Promise<Page<Member>> {
		const { rows, total } = bodyOf(await this.api.send({ method: 'GET', path: ['api', 'members'], query: `page=${index}`, effect: 'read' }));
		return { rows: rows as unknown as Member[], total: Number(total) };
	}

	async byEmail(value: string): Promise<Member[]> {
		const query = `email=${encodeURIComponent(value)}`;
		return bodyOf(await this.api.send({ method: 'GET', path: ['api', 'members'], query, effect: 'read' })).rows as unknown as Member[];
	}

	async byId(id: string): Promise<Member> {
		return bodyOf(await this.api.send({ method: 'GET', path: ['api', 'members', id], effect: 'read' })) as unknown as Member;
	}

	async behind(keys: string[], lookUp: (key: string) => Promise<Member[]>): Promise<Member[]> {
		const page = async (index: number) => await this.page(index);
		return (await sweepOrLookUp<Member>(keys, { pageSize: PAGE, page, lookUp, idOf: ({ id }) => id })).rows;
	}
}

const operation = operationsOf<Club>();
const view: View<Member> = {
	shape: { id: 'integer', email: 'string', name: 'string' },
	simple: ({ id, email: address, name }) => ({ id, email: address, name }),
	full: (member) => ({ ...member, raw: true }),
};
const readBack = async (club: Club, ids: string[]) =>
	new Map((await club.behind(ids, async (id) => [await club.byId(id)])).map((one) => [String(one.id), one]));
const idField = () =>
	locator({ displayName: 'Member' }, { search: 'searchMembers', modes: ['email', 'id'], id: /^[1-9]\d*$/, idHint: 'An ID is a number' });

export const resources: Resources<Club> = {
	member: {
		name: 'Member',
		operations: {
			get: operation({
				name: 'Get',
				action: 'Get a member',
				description: 'Get a member',
				fields: { member: idField() },
				repeat: 'safe',
				view,
				run: async (club, { member }) => ({ entity: member.by === 'id' ? await club.byId(member.value) : (await club.byEmail(member.value))[0] }),
			}),
			getAll: operation({
				name: 'Get Many',
				action: 'Get many members',
				description: 'Get many members',
				fields: { ...paging },
				repeat: 'safe',
				view,
				async run(club, input) {
					const all = await sweep<Member>({ page: async (index) => await club.page(index), idOf: ({ id }) => id });
					return all.slice(0, mostOf(input)).map((entity) => ({ entity }));
				},
			}),
			make: operation({
				name: 'Make',
				action: 'Make a member',
				description: 'Make a member',
				fields: { email: email({ required: true }) },
				repeat: 'fails',
				view,
				async run(club, { email: address }) {
					const answer = await club.api.send({
						method: 'POST',
						path: ['api', 'members'],
						body: { email: address, name: 'New' },
						effect: 'once',
						lookUp: async () => (await club.byEmail(address))[0],
						budget: 'creations of members',
					});
					return { entity: answer.body as Member, changed: true };
				},
			}),
			rename: operation({
				name: 'Rename',
				action: 'Rename a member',
				description: 'Rename a member',
				fields: {
					email: email({ required: true }),
					name: text({ displayName: 'New Name' }),
					additionalFields: collection({ displayName: 'Additional Fields' }, { password: password({ displayName: 'Password' }) }),
				},
				options: { shout: flag({ displayName: 'Shout' }) },
				repeat: 'safe',
				view,
				prepare: async (club, inputs) =>
					new Map((await club.behind(inputs.map((one) => one.email), async (key) => await club.byEmail(key))).map((one) => [one.email, one])),
				target: (input) => input.email,
				async run(club, { email: address, name, options, additionalFields }, known) {
					const member = known.get(address);
					if (!member) throw new Problem(`There is no member ${address}.`, `Add them first${additionalFields.password ?? ''}.`);
					const wanted = options.shout ? name.toUpperCase() : name;
					if (member.name === wanted) return { entity: member, changed: false };
					await club.api.send({ method: 'PUT', path: ['api', 'members', member.id], body: { name: wanted }, effect: 'repeat' });
					known.set(address, { ...member, name: wanted });
					return {
						entity: { ...member, name: wanted },
						changed: true,
						confirm: { id: String(member.id), fault: (now?: Member) => (now?.name === wanted ? undefined : `The name is ${now?.name}.`) },
					};
				},
				readBack,
			}),
			join: operation({
				name: 'Join',
				action: 'Join the club',
				description: 'Join the club',
				fields: { ids: many({ displayName: 'Member IDs' }, { load: 'getMembers' }) },
				repeat: 'safe',
				target: () => 'club',
				async runMany(club, inputs) {
					const results: Array<Problem | undefined> = inputs.map(() => undefined);
					const open = () => inputs.flatMap((input, i) => (results[i] ? [] : [{ i, id: Number(input.ids[0]) }]));
					for (let wrong: number[] = [-1]; wrong.length > 0; ) {
						const body = { ids: open().map(({ id }) => id) };
						const sent = club.api.send({ method: 'PUT', path: ['api', 'club'], body, effect: 'repeat' });
						wrong = await sent.then(() => [], (problem: Problem) => JSON.parse(problem.detail ?? '{}').wrong as number[]);
						for (const { i, id } of open()) if (wrong.includes(id)) results[i] = new Problem(`No member ${id}.`, 'Check the ID.');
					}
					return results.map((problem) => problem ?? { json: { joined: true } });
				},
			}),
		},
	},
};

/** The node; `perSecond` is the pace it keeps. */
export function clubNode(perSecond = 0): INodeType {
	const connect = (context: ApiContext, limits: ApiLimits) => new Club(context, limits, perSecond);
	return {
		description: {
			displayName: 'Club',
			name: 'club',
			group: ['transform'],
			version: [1],
			description: 'A club',
			defaults: { name: 'Club' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'clubApi', required: true }],
			properties: propertiesOf(resources, 'member'),
		},
		methods: {
			listSearch: {
				searchMembers: listSearch(connect, async (club, filter, page) => {
					const { rows, total } = await club.page(page);
					const hits = rows.filter(({ name }) => name.includes(filter));
					return { results: hits.map(({ id, name }) => ({ name, value: String(id) })), more: (page + 1) * PAGE < total };
				}),
			},
		},
		async execute(this: IExecuteFunctions) {
			return await runNode(this, resources, connect);
		},
	};
}
