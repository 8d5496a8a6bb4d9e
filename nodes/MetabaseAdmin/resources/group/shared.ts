import type { Reference } from '../../../../kit/fields';
import { GROUP, pick } from '../../../../kit/names';
import type { Metabase } from '../../../../products/metabase/client';
import type { Group } from '../../../../products/metabase/groups';

/** What every operation on groups begins with. */
export const prepareGroups = async (metabase: Metabase) => await metabase.groups.all();

export const groupTarget = ({ group }: { group: Reference }, groups: Group[]) => pick(group, groups, GROUP).id;
