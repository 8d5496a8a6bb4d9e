/** What a story is made of. One file in this folder per product; `stories.mts` lists them. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** Everybody in a story has an e-mail of this domain, so that nobody real is ever touched; `.example` is nobody's. */
export const DEMO_DOMAIN = 'bi-access-demo.example';

/** Fields of the product's credential type. */
export type Credentials = Record<string, string | boolean>;

/** Which of a person's passwords lets them in: the one from before the story, the one the story hands to the node, or neither. */
export type Opens = 'own' | 'given' | 'neither';

/** In the product's own word: Superset's accounts are inactive, Redash's disabled, Metabase's and Sisense's deactivated. */
export type State = 'none' | 'active' | 'pending' | 'inactive' | 'disabled' | 'deactivated';

/** The API key somebody had before the story: it works, it is refused but would work again, or there is a new one. */
export type Key = 'works' | 'asleep' | 'renewed';

/** A person's account as the server itself has it. */
export interface Account {
	state: State;
	/** Names of roles or groups, sorted. */
	access: string[];
	/** Absent where the story can't sign people in. */
	opens?: Opens;
	/** Absent for people who had no key before, and where accounts have none. */
	key?: Key;
	/** Whether the session somebody opened before the story is still open; absent for people who had none. */
	session?: 'open' | 'ended';
	/** Names of the story's content that is theirs, sorted; absent where the story has none. */
	owns?: string[];
}

export interface Role {
	firstName: string;
	lastName: string;
	/** The account the person has before the story; absent: none. */
	before?: { active: boolean; access: string[]; owns?: Content[] };
}

/** Something somebody made before the story. */
export interface Content {
	kind: 'query' | 'dashboard' | 'question' | 'alert' | 'folder';
	name: string;
}

/** Somebody of the cast in one telling. */
export interface Person extends Role {
	email: string;
	/** Known to the person before the story. */
	own: string;
	/** What the flow hands to the node. */
	given: string;
}

export interface Step {
	title: string;
	/** What happens and why, in plain words. */
	tells: string;
	/** Of the node; expressions see the item, which has the person's `email`, `firstName`, `lastName`, `password`. */
	parameters: INodeParameters;
	/** One item for each of them, with further fields. */
	people: Record<string, IDataObject>;
	/** What the node says of each, strangers included: values of the output item or patterns of them, or for a failed one a pattern of its error. */
	gives: Record<string, Record<string, unknown> | RegExp>;
	/** What is different on the server afterwards; everything else must be as it was. */
	then?: Record<string, Partial<Account>>;
	/** Somebody whose open session must be dead afterwards. */
	cutsOff?: string;
	/** Somebody whose output item has a secret that lets them in, in which field, and what it lets them do. */
	invites?: { who: string; field: string; lets: string };
	/** Items about accounts that are not of the story, by what to call them. They must be as they were at the end. */
	strangers?: Record<string, IDataObject>;
	/** The node must not have written anything. */
	writesNothing?: boolean;
	/** With how many requests the node must have written. */
	writes?: number;
}

/** An account as a server lists it. */
export interface Listed extends Pick<Account, 'access' | 'key' | 'session' | 'owns'> {
	id: string;
	email: string;
	state: Exclude<State, 'none'>;
	/** Of another tenant, whose people are none of the credential's business. */
	foreign?: true;
}

/** Nobody gets in by such an account. */
export const isShut = ({ state }: { state: State }) => ['inactive', 'disabled', 'deactivated'].includes(state);

/** Looks at the server independently of the nodes, and prepares and removes the story's people. */
export interface Witness {
	/** Product and version, as far as it tells. */
	server: string;
	/** The server destroys a person's password with every change that does not set a new one. */
	changesCostPassword: boolean;
	/** Whether the story's people can sign in with a password here. */
	canSignIn: boolean;
	/** What is special about this server and how the story copes. */
	notes: string[];
	/** All accounts whose e-mail contains the text, or all there are. */
	list(emailPart?: string): Promise<Listed[]>;
	create(person: Person): Promise<void>;
	/** Deletes, or deactivates where the server refuses that; which of the two. */
	remove(account: Listed): Promise<'deleted' | 'deactivated'>;
	/** Takes away what was made beside people; they may still be there. */
	tidy?(): Promise<void>;
	/** Whether a link lets somebody choose a password, or what else the node gave lets them in. */
	isInvitation?(secret: string, person: Person): Promise<boolean>;
	/** An open session, or undefined if the server refuses the password. */
	signIn(person: Person, password: string): Promise<string | undefined>;
	isAlive(session: string): Promise<boolean>;
}

export interface Story {
	/** Of the product. */
	title: string;
	/** Type name of the node. */
	node: string;
	credential: string;
	/** How the account of a real server's credential is proved. */
	authentication: 'password' | 'apiKey' | 'apiToken';
	/** What is left of the story on a real server, where that is more than nothing. */
	leaves?: string;
	cast: Record<string, Role>;
	/** Whether a request only signs in: it is not a write. */
	isSignIn(path: string): boolean;
	/** Whether a GET of this path is a write all the same. */
	writesByGet?(path: string): boolean;
	/** @param real a server that goes on living, on which nothing is tried that a fault of ours would spoil */
	open(credentials: Credentials, real: boolean): Promise<Witness>;
	steps(witness: Witness): Step[];
}
