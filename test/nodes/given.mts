/** Short forms for what the trap tests say again and again. */
import type { INodeParameters } from 'n8n-workflow';

export const locator = (field: string, mode: string) => (value: string | number): INodeParameters => ({ [field]: { __rl: true, mode, value } });

export const byEmail = locator('user', 'email');
export const byId = locator('user', 'id');
export const byUsername = locator('user', 'username');
export const successor = locator('successor', 'email');
export const groupNamed = locator('group', 'name');
export const groupWithId = locator('group', 'id');
export const sourceNamed = locator('dataSource', 'name');
export const keyNamed = locator('apiKeyId', 'name');

/** Somebody of the company, by the part of the e-mail before the @. */
export const byName = (local: string): INodeParameters => byEmail(`${local}@example.com`);

/** The locator of each item, from its own field. */
export const EACH_EMAIL = byEmail('={{ $json.email }}');

export const emails = (...locals: string[]): Array<{ email: string }> => locals.map((local) => ({ email: `${local}@example.com` }));

export const TOLERANT = { onError: 'continueErrorOutput' } as const;

/** `error` and `message` of a failed item, as one text. */
export const textOf = ({ error, message }: { error?: unknown; message?: unknown }): string => `${String(error)} ${String(message)}`;
