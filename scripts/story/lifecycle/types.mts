/** What the story over all four tools is made of: one cast, one node, and four servers that are looked at. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Account, Story, Witness } from '../types.mts';

/** By the tool's name in the sandbox and in the node. */
export type ByTool<T> = Record<string, T>;

/** How one tool takes part: how its server is opened and what counts as a write, and how people are there before. */
export type Part = Pick<Story, 'title' | 'credential' | 'isSignIn' | 'writesByGet' | 'open' | 'cast'>;

export interface LifecycleStep {
	title: string;
	/** What happens and why, in plain words. */
	tells: string;
	/** Of BI Access; expressions see the item, which has the person's `email`, `firstName`, `lastName`. */
	parameters: INodeParameters;
	/** One item for each of them, with further fields; absent: one item about nobody. */
	people?: Record<string, IDataObject>;
	/** Items about accounts that are not of the story, by what to call them. */
	strangers?: Record<string, IDataObject>;
	/** What the row of each person says in each tool that has one; about nobody, under the empty name. */
	gives: ByTool<Record<string, Record<string, unknown>>>;
	/** What is different on the servers afterwards; everything else must be as it was. */
	then?: ByTool<Record<string, Partial<Account>>>;
	/** Somebody whose open sessions must be dead afterwards, wherever one could be opened. */
	cutsOff?: string;
	/** Somebody who gets in by what the rows hold, and in which field of which tool that is. */
	invites?: { who: string; by: ByTool<string> };
	/** Tools in which nothing must have been written. */
	writesNothing: string[];
	/** The review must count as many accounts as the servers have. */
	counts?: true;
}

export interface Lifecycle {
	parts: ByTool<Part>;
	steps(witnesses: ByTool<Witness>): LifecycleStep[];
}
