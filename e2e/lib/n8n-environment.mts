import { hashSync } from 'bcryptjs';

import type { N8nTree } from './install.mts';
import { cleanEnvironment, freePort, type Environment } from './processes.mts';

export interface Owner {
	readonly email: string;
	readonly password: string;
}

const loopback = '127.0.0.1';

/**
 * What every n8n process of one home gets. Everything that would call out or greet the user is off
 * (docs/contracts/n8n-app.md section 1). Before 2.20 the variables of the owner have no effect.
 */
export async function n8nEnvironment(home: string, tree: N8nTree, port: number, owner: Owner): Promise<Environment> {
	return cleanEnvironment({
		PATH: tree.path,
		N8N_USER_FOLDER: home,
		N8N_ENCRYPTION_KEY: 'e2e-key',
		N8N_LISTEN_ADDRESS: loopback,
		N8N_HOST: loopback,
		N8N_PORT: String(port),
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_WEBHOOK_URL: `http://${loopback}:${port}/`,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: tree.disabledModules.join(','),
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: owner.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Olive',
		N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: hashSync(owner.password, 10),
	});
}
