/** Short forms for what the trap tests say again and again. */
import type { INodeParameters } from 'n8n-workflow';

const locator = (mode: string) => (value: string | number): INodeParameters => ({ user: { __rl: true, mode, value } });

export const byEmail = locator('email');
export const byUsername = locator('username');
export const byId = locator('id');

/** The locator of each item, from its own field. */
export const EACH_EMAIL = byEmail('={{ $json.email }}');

export const TOLERANT = { onError: 'continueErrorOutput' } as const;

/** `error` and `message` of a failed item, as one text. */
export const textOf = ({ error, message }: { error?: unknown; message?: unknown }): string => `${String(error)} ${String(message)}`;
