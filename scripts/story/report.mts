/** What a telling comes to; printed as JSON with `--json`. */
import type { Account } from './types.mts';

/** Something the story says will be so, and whether the server had it so. */
export interface Promised {
	text: string;
	kept: boolean;
	/** It is about somebody to whom nothing was to happen. */
	still?: true;
	/** What was there instead, where it was not kept. */
	seen?: string;
}

/** What n8n's node gave back for one person, shortened. */
export interface Gave {
	name: string;
	text: string;
	/** Whether the story expected that. */
	kept: boolean;
	/** What it expected, where it did not. */
	expected?: string;
}

export interface Row extends Account {
	name: string;
	email: string;
}

export interface StepReport {
	title: string;
	tells: string;
	/** `user: upsert` */
	operation: string;
	gave: Gave[];
	/** As read from the server afterwards, not from the node. */
	promises: Promised[];
	/** That the node sent, a sign-in included. */
	requests: number;
	milliseconds: number;
}

export interface ToolReport {
	ok: boolean;
	server: string;
	notes: string[];
	before: Row[];
	after: Row[];
	steps: StepReport[];
	/** About the server as a whole. */
	promises: Promised[];
	/** Why the story ended early. */
	error?: string;
	/** Accounts of the story that are still there, with their state; only on real servers. */
	left?: string[];
}
