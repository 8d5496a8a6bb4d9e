import type { Resources } from '../../../kit/operation';
import type { Tools } from '../tools';
import { check } from './access/check';
import { review } from './access/review';
import { offboard } from './person/offboard';
import { onboard } from './person/onboard';

export const resources: Resources<Tools> = {
	access: { name: 'Access', operations: { check, review } },
	person: { name: 'Person', operations: { offboard, onboard } },
};
