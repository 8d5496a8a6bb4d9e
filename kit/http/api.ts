import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { Problem } from '../problem';
import { toAnswer, type Answer } from './answer';
import { Budgets } from './budgets';
import { fromAnswer, fromError, type Failure } from './failure';
import { cancelled, Pace } from './pace';
import { baseUrlOf, RENEW_SESSION } from './session';
import { cutOff, later, notTheApi, redirected, unreachable } from './texts';

/** Any n8n context that can send signed requests. */
export type ApiContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Below the credential's URL. Each segment is encoded; a last one that is empty leaves the slash some servers insist on. */
	path: Array<string | number>;
	/** Already encoded, without the question mark. */
	query?: string;
	body?: IDataObject | unknown[];
	headers?: IDataObject;
	/**
	 * What sending it twice does: `read` and `repeat` are harmless; `once` creates something, so after a lost answer
	 * `lookUp` decides whether it is there already.
	 */
	effect: 'read' | 'repeat' | 'once';
	/** For `once`: what the request should have created, undefined if it is not there. */
	lookUp?: () => Promise<unknown>;
	/** A 404 after a lost answer means that the first try did it. */
	goneIsDone?: boolean;
	/** `any`: an empty body is fine. */
	expect?: 'json' | 'any';
	/** The budget of the server it draws on, by the plural of what it does: `creations of users`. */
	budget?: string;
}

/** What a product tells the transport about itself. */
export interface ApiProfile {
	product: string;
	credential: string;
	/** Requests per second the server stands from one client; spaced evenly below it. 0: no limit known. */
	perSecond: number;
	/** The same for what is no read, where the server stands fewer of those. */
	writesPerSecond?: number;
	/** What every path is below, where that is not the credential's URL alone. */
	baseOf?(credentials: ICredentialDataDecryptedObject): string;
	/** A session that ran out: one renewal, then the request is sent once more. A key has none. */
	isExpired(answer: Answer, credentials: ICredentialDataDecryptedObject): boolean;
	/** A cheap GET that answers 401 when no session is sent, also where the rest of the API is switched off. */
	sessionProbe: Array<string | number>;
	/**
	 * Milliseconds after which a budget that this refusal (429) says is used up is open again at the latest. Undefined:
	 * no budget, only too many requests at a time.
	 */
	reopensIn?(answer: Answer): number | undefined;
	/** What is often forgotten in the URL of this product, for texts: `the slug of the organization`. */
	urlHint?: string;
	/** The error mapper: any status from 400 up, in the product's words and with what to do. */
	explain(answer: Answer, request: ApiRequest): Problem;
}

/** How a run may be slowed down or cut short; from the node's options, in seconds. */
export interface ApiLimits {
	maxWait: number;
	timeout: number;
}

export const DEFAULT_LIMITS: ApiLimits = { maxWait: 60, timeout: 30 };

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** A refused connection is a wrong URL far more often than a restarting server: waiting long helps nobody. */
const TRIES = { notSent: 3, lost: 6, busy: Number.POSITIVE_INFINITY } as const;

/**
 * The one thing that sends requests, for one credential and one execution. Retries what may be retried, renews the
 * session once for all, keeps to the product's pace, never follows a redirect away from the credential's server,
 * and turns everything that is not a usable answer into a Problem.
 */
export class Api {
	/** Requests sent, sign-ins not counted. */
	sent = 0;

	private readonly pace: Pace;
	private readonly writes: Pace;
	private readonly signal: AbortSignal | undefined;
	private base = '';
	private credentials: ICredentialDataDecryptedObject = {};
	private refused?: Problem;
	private opened = false;
	private opening?: Promise<void>;
	private session = 0;
	private renewing?: Promise<void>;
	private readonly budgets: Budgets;

	constructor(
		private readonly context: ApiContext,
		readonly profile: ApiProfile,
		private readonly limits: ApiLimits = DEFAULT_LIMITS,
	) {
		this.signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		this.budgets = new Budgets(profile.product);
		this.pace = new Pace(profile.perSecond, this.signal);
		this.writes = new Pace(profile.writesPerSecond ?? 0, this.signal);
	}

	/**
	 * Sends a request until it is answered, within the limits. Resolves with answers below 300 only.
	 * Throws a Problem for every other outcome.
	 */
	async send(request: ApiRequest): Promise<Answer> {
		const deadline = Date.now() + this.limits.maxWait * 1000;
		let retried = false;
		let renewed = false;
		for (let tries = 1; ; tries++) {
			await this.budgets.check(request.budget);
			const { session } = this;
			const outcome = await this.budgets.count(request.budget, this.exchange(request));
			if (!('status' in outcome)) {
				const found = await this.afterFailure(outcome, request, tries, deadline);
				if (found) return found;
				retried ||= outcome.kind === 'lost';
				continue;
			}
			if (this.profile.isExpired(outcome, this.credentials) && !renewed) {
				renewed = true;
				await this.renew(session);
				continue;
			}
			if (outcome.status === 404 && retried && request.goneIsDone) return outcome;
			if (outcome.status >= 400) throw this.profile.explain(outcome, request);
			return { ...outcome, retried };
		}
	}

	/** The address that every path is below. Throws a Problem if the credential has none. */
	async url(): Promise<string> {
		if (this.base === '') await this.readCredential();
		return this.base;
	}

	/**
	 * Whether the server refuses a read that somebody else signs, such as with a key that should be dead. Sent once; throws
	 * where the answer tells neither.
	 */
	async isRefused(path: ApiRequest['path'], headers: IDataObject): Promise<boolean> {
		await this.url();
		const options: IHttpRequestOptions = {
			method: 'GET',
			url: this.urlOf({ method: 'GET', path, effect: 'read' }),
			headers: { Accept: 'application/json', ...headers },
			...this.common(),
			ignoreHttpStatusErrors: true,
		};
		const response = await this.context.helpers.httpRequest(options);
		const { status } = toAnswer(response as { body?: unknown; headers?: unknown; statusCode: number });
		if ([401, 403, 404].includes(status)) return true;
		if (status === 200) return false;
		throw new Problem(`${this.profile.product} answered with status ${status}.`, 'Try again.', { httpCode: status });
	}

	/** Waits before the next try, or ends the matter. An answer comes back only where a look-up found what was created. */
	private async afterFailure(
		failure: Failure,
		request: ApiRequest,
		tries: number,
		deadline: number,
	): Promise<Answer | undefined> {
		const { product } = this.profile;
		if (failure.kind !== 'notSent' && failure.kind !== 'lost' && failure.kind !== 'busy') {
			throw unreachable(product, this.base, failure);
		}
		if (request.effect === 'once' && failure.kind === 'lost') {
			if (!request.lookUp) throw cutOff(product, failure);
			const found = await request.lookUp();
			if (found !== undefined) return { status: 200, kind: 'json', body: found, headers: {}, recovered: true };
		}
		const pause = failure.retryAfter ?? backOff(tries, failure.kind === 'busy' ? 1000 : FIRST_PAUSE);
		if (tries >= TRIES[failure.kind] || Date.now() + pause > deadline) {
			if (failure.reopens) throw await this.budgets.spend(request.budget, failure);
			throw failure.kind === 'busy'
				? later(product, failure, this.limits.maxWait)
				: unreachable(product, this.base, failure);
		}
		if (failure.kind === 'busy') this.pace.holdBack(pause);
		await this.pace.wait(pause);
		return undefined;
	}

	/** One try. The very first one runs alone, so that many items make one sign-in (n8n has no lock of its own). */
	private async exchange(request: ApiRequest): Promise<Answer | Failure> {
		while (this.opening) await this.opening;
		if (this.refused) throw this.refused;
		if (this.opened) return await this.once(request);
		let done = () => {};
		this.opening = new Promise((resolve) => (done = resolve));
		try {
			await this.readCredential();
			const outcome = await this.once(request);
			this.opened = 'status' in outcome;
			return outcome;
		} finally {
			this.opening = undefined;
			done();
		}
	}

	private async readCredential(): Promise<void> {
		this.credentials = await this.context.getCredentials(this.profile.credential);
		this.base = (this.profile.baseOf ?? baseUrlOf)(this.credentials);
		if (!/^https?:\/\/[^/\s]+/i.test(this.base)) {
			this.refused = new Problem(
				`The URL in the ${this.profile.product} credential is not a web address.`,
				'Enter it in full, with https:// or http:// in front.',
			);
			throw this.refused;
		}
	}

	private async once(request: ApiRequest): Promise<Answer | Failure> {
		let url = this.urlOf(request);
		for (let hops = 0; ; hops++) {
			await this.pace.turn();
			if (request.effect !== 'read') await this.writes.turn();
			const answer = await this.transmit(url, request);
			if (!('status' in answer)) return answer;
			const again = fromAnswer(answer, this.profile.reopensIn?.(answer));
			if (again) return again;
			if (answer.status >= 300 && answer.status < 400) {
				const next = this.redirectTarget(answer, url);
				if (request.effect === 'read' && hops < 3 && next?.origin === new URL(url).origin) {
					url = next.href;
					continue;
				}
				throw redirected(this.profile.product, this.base, next);
			}
			if (answer.status < 300 && !isUsable(answer, request))
				throw notTheApi(this.profile, this.base, answer);
			return answer;
		}
	}

	private async transmit(url: string, request: ApiRequest): Promise<Answer | Failure> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url,
			headers: {
				Accept: 'application/json',
				...(request.body !== undefined && { 'Content-Type': 'application/json' }),
				...request.headers,
			},
			// As text: n8n sends no body at all for an empty object or list.
			...(request.body !== undefined && { body: JSON.stringify(request.body) }),
			...this.common(),
			ignoreHttpStatusErrors: true,
		};
		this.sent++;
		try {
			const response = await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				this.profile.credential,
				options,
			);
			return toAnswer(response as { body?: unknown; headers?: unknown; statusCode: number });
		} catch (thrown) {
			return this.failed(thrown);
		}
	}

	private common(): Partial<IHttpRequestOptions> {
		return {
			json: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			timeout: this.limits.timeout * 1000,
			skipSslCertificateValidation: this.credentials.allowUnauthorizedCerts === true,
		};
	}

	private failed(thrown: unknown): Failure {
		if (this.signal?.aborted) throw cancelled();
		const failure = fromError(thrown);
		if (failure.kind === 'signIn' || failure.kind === 'signInBlocked') {
			// A wrong password is tried once, however many items are waiting.
			const todo = failure.kind === 'signIn' ? 'Correct the credential, then run again.' : 'Wait that long, then run again.';
			this.refused = new Problem(failure.text, todo, { httpCode: 401 });
			throw this.refused;
		}
		return failure;
	}

	/** One sign-in for all requests that found the session `seen` expired. */
	private async renew(seen: number): Promise<void> {
		if (this.session !== seen) return;
		this.renewing ??= this.signInAgain().finally(() => (this.renewing = undefined));
		await this.renewing;
	}

	private async signInAgain(): Promise<void> {
		const url = this.urlOf({ method: 'GET', path: this.profile.sessionProbe, effect: 'read' });
		const deadline = Date.now() + this.limits.maxWait * 1000;
		for (let tries = 1; ; tries++) {
			await this.pace.turn();
			const headers = { Accept: 'application/json', [RENEW_SESSION]: '1' };
			const failure = await this.probe({ method: 'GET', url, headers, ...this.common() });
			if (!failure) break;
			await this.afterFailure(failure, { method: 'GET', path: [], effect: 'read' }, tries, deadline);
		}
		this.session++;
	}

	private async probe(options: IHttpRequestOptions): Promise<Failure | undefined> {
		try {
			await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				this.profile.credential,
				options,
			);
			return undefined;
		} catch (thrown) {
			const failure = this.failed(thrown);
			// Another status means that the sign-in went well and only the probe itself is not allowed.
			return failure.kind === 'other' && /^[45]\d\d$/.test(failure.code) ? undefined : failure;
		}
	}

	private urlOf({ path, query }: ApiRequest): string {
		const segments = path.map((segment) => {
			const text = String(segment);
			if (text === '.' || text === '..')
				throw new Problem(`"${text}" can't be part of an address.`, 'Check the ID.');
			return encodeURIComponent(text);
		});
		return `${this.base}/${segments.join('/')}${query ? `?${query}` : ''}`;
	}

	private redirectTarget(answer: Answer, from: string): URL | undefined {
		try {
			return new URL(String(answer.headers.location), from);
		} catch {
			return undefined;
		}
	}
}

const isUsable = (answer: Answer, request: ApiRequest) =>
	answer.kind === 'json' || (answer.kind === 'empty' && request.expect === 'any');

/** Doubling with jitter, so that several workers do not come back together. */
function backOff(tries: number, first: number): number {
	const full = Math.min(LONGEST_PAUSE, first * 2 ** (tries - 1));
	return full * (0.75 + Math.random() / 2);
}
