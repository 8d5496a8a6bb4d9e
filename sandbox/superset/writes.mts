import { json, message, type Answer } from './answers.mts';
import type { World } from './world.mts';

/** Marks an answer as one that reached the database: before FAB 5 it sets a session cookie (contract 14.8). */
export function writing(world: World, answer: Answer): Answer {
	return { ...answer, cookie: answer.cookie || world.behaviour.cookieOnWrites };
}

/** The answer of a write that went through. */
export function saved(world: World, status: 200 | 201, body: unknown): Answer {
	return writing(world, json(status, body));
}

/**
 * A name that is taken, in the words of the database driver. Status 500 is what FAB 5 makes of some of these errors
 * (contract 9).
 */
export function databaseError(world: World, status: 422 | 500, table: string, column: string, value: string): Answer {
	if (status === 500) return writing(world, message(500, 'Fatal error'));
	return writing(world, message(422, uniqueText(world, table, column, value)));
}

/** `UNIQUE constraint failed: ab_user.email`, or PostgreSQL's words for it. */
export function uniqueText(world: World, table: string, column: string, value: string): string {
	return world.settings.postgres
		? `duplicate key value violates unique constraint "${table}_${column}_key"\nDETAIL:  Key (${column})=(${value}) already exists.\n`
		: `UNIQUE constraint failed: ${table}.${column}`;
}
