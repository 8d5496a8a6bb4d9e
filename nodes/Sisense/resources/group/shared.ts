import type { Reference } from '../../../../kit/fields';
import { GROUP, pick } from '../../../../kit/names';
import type { Sisense } from '../../../../products/sisense/client';
import type { Group } from '../../../../products/sisense/groups';

/** What every operation on groups begins with. */
export const prepareGroups = async (sisense: Sisense) => await sisense.groups.all();

export const groupTarget = ({ group }: { group: Reference }, groups: Group[]) => pick(group, groups, GROUP).id;
