import type { Route } from '../router.mts';
import type { Behaviour } from '../versions.mts';
import * as graph from './collection-graph.mts';
import * as items from './items.mts';
import * as notifications from './notifications.mts';
import * as pulses from './pulses.mts';

/* What people make in Metabase, and what is mailed because of it (contract 7). */

const ITEMS: readonly Route[] = [
	{ method: 'GET', path: '/api/search', handle: items.search },
	{ method: 'GET', path: '/api/collection', handle: items.listCollections },
	{ method: 'GET', path: '/api/collection/root/items', handle: items.rootItems },
	{ method: 'GET', path: '/api/collection/graph', admin: true, handle: graph.getCollectionGraph },
	{ method: 'PUT', path: '/api/collection/graph', admin: true, handle: graph.putCollectionGraph },
	{ method: 'GET', path: '/api/collection/{id}', handle: items.getCollection },
	{ method: 'GET', path: '/api/collection/{id}/items', handle: items.collectionItems },
	{ method: 'POST', path: '/api/card', handle: items.postCard },
	{ method: 'GET', path: '/api/card/{id}', handle: items.getCard },
	{ method: 'PUT', path: '/api/card/{id}', handle: items.putCard },
	{ method: 'POST', path: '/api/dashboard', handle: items.postDashboard },
	{ method: 'GET', path: '/api/dashboard/{id}', handle: items.getDashboard },
	{ method: 'PUT', path: '/api/dashboard/{id}', handle: items.putDashboard },
	{ method: 'GET', path: '/api/pulse', handle: pulses.listPulses },
	{ method: 'GET', path: '/api/pulse/{id}', handle: pulses.getPulse },
	{ method: 'PUT', path: '/api/pulse/{id}', handle: pulses.putPulse },
];

const ALERT_READS: readonly Route[] = [
	{ method: 'GET', path: '/api/alert', handle: pulses.listAlerts },
	{ method: 'GET', path: '/api/alert/{id}', handle: pulses.getAlert },
];
const ALERT_WRITES: readonly Route[] = [
	{ method: 'POST', path: '/api/alert', handle: pulses.postAlert },
	{ method: 'PUT', path: '/api/alert/{id}', handle: pulses.putAlert },
];

const NOTIFICATIONS: readonly Route[] = [
	{ method: 'GET', path: '/api/notification', handle: notifications.listNotifications },
	{ method: 'POST', path: '/api/notification', handle: notifications.postNotification },
	{ method: 'GET', path: '/api/notification/{id}', handle: notifications.getNotification },
	{ method: 'PUT', path: '/api/notification/{id}', handle: notifications.putNotification },
];

const MANAGEMENT: readonly Route[] = [
	{ method: 'GET', path: '/api/ee/notifications', admin: true, handle: notifications.adminNotifications },
	{ method: 'GET', path: '/api/ee/notifications/{id}', admin: true, handle: notifications.adminNotification },
	{ method: 'POST', path: '/api/ee/notifications/bulk', admin: true, handle: notifications.bulkNotifications },
];

const CASCADE: Route = {
	method: 'DELETE',
	path: '/api/ee/audit-app/user/{id}/subscriptions',
	admin: true,
	handle: notifications.stopMail,
};

/** Which kind of alerts there is depends on the release. */
const ALERTS: Readonly<Record<Behaviour['alerts'], readonly Route[]>> = {
	alert: [...ALERT_READS, ...ALERT_WRITES],
	both: [...ALERT_READS, ...NOTIFICATIONS],
	notification: NOTIFICATIONS,
};

export const contentRoutes = ({ alerts }: Behaviour): readonly Route[] => [...ITEMS, ...ALERTS[alerts]];

/** An open source build knows only the cascade of these, as something to buy. */
export const paidContentRoutes = ({ newest }: Behaviour, eeBuild: boolean): readonly Route[] => [
	...(eeBuild && newest ? MANAGEMENT : []),
	CASCADE,
];
