import { randomUUID } from 'node:crypto';
import { json, message, notFound, type Answer } from './answers.mts';
import type { Call } from './call.mts';
import { loadOr } from './roles.mts';
import { SECRET_KEY } from './signing.mts';
import type { Fields } from './validate.mts';
import type { ApiKey, World } from './world.mts';

/** Contract 3.3. Prefix of every key; the server tells keys from tokens by it. */
const PREFIX = 'sst_';

const FIELDS: Fields = {
	name: { type: 'string', required: true },
	scopes: { type: 'string', nullable: true },
	expires_on: {
		type: 'string',
		nullable: true,
		check: (text) => (Number.isNaN(Date.parse(text)) ? ['Not a valid datetime.'] : []),
	},
};

/** The key of `admin` that exists from the start where keys are switched on. */
export const ADMIN_KEY = `${PREFIX}sandbox-${SECRET_KEY.slice(-10)}-admin`;

/** Puts a key into the state. */
export function addKey(world: World, user: number, name: string, key: string, expiresOn: string | null = null): ApiKey {
	const made: ApiKey = {
		uuid: randomUUID(),
		name,
		key,
		user,
		createdOn: world.stamp(),
		expiresOn,
		lastUsedOn: null,
		revokedOn: null,
	};
	world.apiKeys.push(made);
	return made;
}

/** `POST /api_keys/`: the only answer with the key itself. */
export function createKey(call: Call): Answer {
	const body = loadOr(400, FIELDS, call.json()) as { name: string; expires_on?: string | null };
	const expires = body.expires_on ? new Date(body.expires_on).toISOString().slice(0, 19) : null;
	const made = addKey(call.world, call.user.id, body.name, `${PREFIX}${randomUUID().replaceAll('-', '')}`, expires);
	const { active: _active, last_used_on: _used, revoked_on: _revoked, ...shown } = row(call.world, made);
	return json(201, { result: { ...shown, key: made.key } });
}

/** `GET /api_keys/`: own keys only. */
export function listKeys(call: Call): Answer {
	const own = call.world.apiKeys.filter((key) => key.user === call.user.id);
	return json(200, { result: own.map((key) => row(call.world, key)) });
}

/** `GET /api_keys/{uuid}`. */
export function showKey(call: Call, uuid: string): Answer {
	const key = ownKey(call, uuid);
	return key === undefined ? notFound() : json(200, { result: row(call.world, key) });
}

/** `DELETE /api_keys/{uuid}`: revoked, still listed. */
export function revokeKey(call: Call, uuid: string): Answer {
	const key = ownKey(call, uuid);
	if (key === undefined) return notFound();
	key.revokedOn ??= call.world.stamp();
	return message(200, 'API key revoked');
}

function ownKey(call: Call, uuid: string): ApiKey | undefined {
	return call.world.apiKeys.find((key) => key.uuid === uuid && key.user === call.user.id);
}

function row(world: World, key: ApiKey) {
	const expired = key.expiresOn !== null && Date.parse(`${key.expiresOn}Z`) <= world.clock.now();
	return {
		uuid: key.uuid,
		name: key.name,
		key_prefix: PREFIX,
		scopes: null,
		active: key.revokedOn === null && !expired,
		created_on: key.createdOn,
		expires_on: key.expiresOn,
		last_used_on: key.lastUsedOn,
		revoked_on: key.revokedOn,
	};
}
