/** What Lena leaves behind, and how to look at it; for tests of what people own. */
import { dashboardId, folderId } from '../../../sandbox/sisense/seed.mts';
import type { Played, Stage } from '../stage.mts';
import { stateOf, type State } from './cast.mts';
import { byName, successor } from './given.mts';

export const [LENA, MARIA, GRACE] = ['lena.fischer', 'maria.silva', 'grace.okafor'];

/** Titles of her dashboards. */
export const LENAS = ['Finance monthly', 'Open invoices', 'Quarterly review'];

export const mail = (local: string): string => `${local}@example.com`;

/** Names of one kind among things that were told, in order. */
export const namesOf = (list: unknown, type = 'dashboard'): string[] =>
	(list as Array<{ type: string; name: string }>).filter((one) => one.type === type).map(({ name }) => name).sort();

type Dashboard = State['content']['dashboards'][number];
type Folder = State['content']['folders'][number];

export class Content {
	constructor(private readonly stage: Stage) {}

	async hand(from: string, to: string, options = {}, play = {}): Promise<Played> {
		return await this.stage.play('user.transferOwned', { ...byName(from), ...successor(mail(to)), options }, play);
	}

	async dashboards(): Promise<Dashboard[]> {
		return (await stateOf(this.stage)).content.dashboards;
	}

	async dashboard(title: string): Promise<Dashboard> {
		return (await this.dashboards()).find(({ id }) => id === dashboardId(title))!;
	}

	/** By its key in sandbox/sisense/content/seed.mts. */
	async folder(key: string): Promise<Folder> {
		return (await stateOf(this.stage)).content.folders.find(({ id }) => id === folderId(key))!;
	}
}
