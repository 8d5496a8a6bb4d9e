/**
 * Credentials as n8n keeps them: a store in place of its database, and the rules of docs/contracts/n8n.md section 3
 * by which n8n reads, refreshes and applies them.
 */
import type {
	ICredentialDataDecryptedObject as Fields,
	ICredentialType,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Core } from './core.mts';

export type CredentialInput = CredentialStore | Record<string, Fields>;

/** Credentials by type. Pass the same store to several runs to keep its session ("warm"). */
export class CredentialStore {
	readonly #values = new Map<string, Fields>();
	readonly #calls = new Map<string, number>();
	readonly #saves = new Map<string, number>();

	constructor(values: Record<string, Fields> = {}) {
		for (const [type, fields] of Object.entries(values)) this.#values.set(type, { ...fields });
	}

	get types(): string[] {
		return [...this.#values.keys()];
	}

	/** What is saved now, tokens included; `undefined` if there is no credential of this type. */
	get(type: string): Fields | undefined {
		const fields = this.#values.get(type);
		return fields && { ...fields };
	}

	/** As a person edits a credential in n8n: the fields not named stay, also a hidden session token. */
	edit(type: string, fields: Fields): void {
		this.#values.set(type, { ...this.#values.get(type), ...fields });
	}

	/** How often n8n asked the type to sign in (called `preAuthentication`), successful or not. */
	signIns(type: string): number {
		return this.#calls.get(type) ?? 0;
	}

	/** How often a sign-in was saved. */
	saves(type: string): number {
		return this.#saves.get(type) ?? 0;
	}

	countSignIn(type: string): void {
		this.#calls.set(type, this.signIns(type) + 1);
	}

	save(type: string, fields: Fields): void {
		this.#saves.set(type, this.saves(type) + 1);
		this.#values.set(type, fields);
	}
}

export const toStore = (input: CredentialInput = {}): CredentialStore =>
	input instanceof CredentialStore ? input : new CredentialStore(input);

export type FindCredentialType = (name: string) => ICredentialType;

const isExpression = (value: unknown): value is string => typeof value === 'string' && value.startsWith('=');

/** The helper that n8n's engine asks for everything about credentials. */
export function credentialsHelper(
	{ workflow: wf }: Core,
	find: FindCredentialType,
	store: CredentialStore,
): ICredentialsHelper {
	const stored = (type: string): Fields => {
		const fields = store.get(type);
		if (!fields) throw new Error(`The test gave no credential of type "${type}"`);
		return fields;
	};

	/** Expressions of a credential see `$json` of item 0 in a run, and nothing of the workflow elsewhere. */
	function resolveExpressions(
		fields: Fields,
		mode: WorkflowExecuteMode,
		run?: ICredentialsExpressionResolveValues,
	): Fields {
		if (!Object.values(fields).some(isExpression)) return fields;
		if (run) {
			const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = run;
			return workflow.expression.getParameterValue(
				fields as never,
				runExecutionData,
				runIndex,
				itemIndex,
				node.name,
				connectionInputData,
				mode,
				{},
				undefined,
				false,
				fields as never,
			) as Fields;
		}
		const node: INode = { id: 'm', name: '', type: 'mock', typeVersion: 1, position: [0, 0], parameters: {} };
		const nodeTypes = {
			getByName: () => undefined,
			getByNameAndVersion: () => ({ description: { properties: [] } }),
			getKnownTypes: () => ({}),
		};
		const workflow = new wf.Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: nodeTypes as never,
		});
		return workflow.expression.getComplexParameterValue(
			node,
			fields as never,
			mode,
			{},
			undefined,
			undefined,
			fields as never,
		) as unknown as Fields;
	}

	const helper = {
		getParentTypes: (name: string) => find(name).extends ?? [],

		getCredentialsProperties: (name: string) => find(name).properties,

		isCredentialUsableByNode(name: string, nodeType: string) {
			const type = find(name);
			const supported = (type.supportedNodes ?? []).map((node) => node.split('.').pop());
			return !type.restrictToSupportedNodes || supported.includes(nodeType.split('.').pop());
		},

		/** Defaults merged; fields whose display rule does not hold are absent, as in n8n. */
		async getDecrypted(
			_data: IWorkflowExecuteAdditionalData,
			_reference: INodeCredentialsDetails,
			name: string,
			mode: WorkflowExecuteMode,
			_executeData?: IExecuteData,
			raw?: boolean,
			run?: ICredentialsExpressionResolveValues,
		) {
			if (raw) return stored(name);
			const fields = wf.NodeHelpers.getNodeParameters(
				find(name).properties,
				stored(name) as never,
				true,
				false,
				null,
				null,
			);
			return resolveExpressions(fields as Fields, mode, run);
		},

		async authenticate(
			fields: Fields,
			name: string,
			options: IHttpRequestOptions,
			workflow?: Workflow,
			node?: INode,
		) {
			const { authenticate } = find(name);
			if (typeof authenticate === 'function') return await authenticate(fields, options);
			const resolve = (text: unknown): unknown => {
				if (!isExpression(text)) return text;
				const value = workflow!.expression.getSimpleParameterValue(
					node!,
					text,
					'internal',
					{ $credentials: fields as never },
					undefined,
					'',
				);
				return value ? String(value) : '';
			};
			const parts = options as unknown as Record<string, Record<string, unknown>>;
			for (const [part, entries] of Object.entries(authenticate?.properties ?? {})) {
				for (const [key, value] of Object.entries(entries as object))
					(parts[part] ??= {})[String(resolve(key))] = resolve(value);
			}
			return options;
		},

		/**
		 * n8n's source also means to sign in for every credential test, but its check looks for a node type name
		 * that the test node has not had for years; so a test, too, signs in only without a token or on a 401.
		 */
		async preAuthentication(
			helpers: IHttpRequestHelper,
			fields: Fields,
			name: string,
			node: INode,
			expired: boolean,
		) {
			const type = find(name);
			const token = type.properties.find(
				(property) => property.type === 'hidden' && property.typeOptions?.expirable,
			)?.name;
			if (token === undefined || !type.preAuthentication) return undefined;
			if (fields[token] !== '' && !expired) return undefined;
			store.countSignIn(name);
			const output = (await type.preAuthentication.call(helpers, fields)) as Fields;
			if (output[token] === undefined || !node.credentials) return undefined;
			const before = stored(name);
			const saved = { ...before };
			for (const [key, value] of Object.entries(output))
				if (key === token || !isExpression(before[key])) saved[key] = value;
			store.save(name, saved);
			return Object.assign(fields, output);
		},
	};
	return helper as unknown as ICredentialsHelper;
}
