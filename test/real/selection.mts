/**
 * Which of the operation tests of Superset, and of the lifecycle on it, run on a real server: those that need no faults, clock or switches.
 * The tests name the server they are about as the sandbox does (`Superset 4.1`); each real server takes those whose
 * claims hold for it.
 */
import type { SupersetVersion } from '../../scripts/superset/versions.mts';
import { behaviourOf, inSandbox } from './superset.mts';

export interface Selection {
	file: string;
	/** How the full names of the tests begin. */
	names: string[];
}

export function selectionFor(version: SupersetVersion): Selection[] {
	const { putDestroysPassword, groupsMatter, lostUserIsFatal } = behaviourOf(version);
	const named = putDestroysPassword ? 'Superset 4.1 ' : 'Superset 6.1 ';
	const withoutTrap = 'on servers without it ';
	const noApi = 'a server that offers no user API ';
	const account = 'the account of the credential ';
	const selection: Record<string, string[]> = {
		standard: [named],
		identity: [named],
		// Superset 5 is the one between: no trap, and groups that decide nothing.
		membership: putDestroysPassword
			? ['on a server with the password trap ']
			: [groupsMatter ? named : 'Superset 5.0 ', 'guards on memberships Superset’s own', 'guards on memberships what people still have'],
		ownership: [named],
		guards: groupsMatter
			? [named, 'an Admin by group counts from Superset 6 on']
			: [putDestroysPassword ? named : 'Superset 5.0 ', 'an Admin by group counts for nothing before'],
		'password-trap': putDestroysPassword
			? ['on a server with the password trap ']
			: [`${inSandbox[version]}: `, 'a password of the item', 'a new password'].map((name) => withoutTrap + name),
		refusals: [
			...['no permission', 'wrong password', 'wrong provider', 'the URL'].map((cause) => noApi + cause),
			`${account}that was deactivated after it signed in is named as the cause (${lostUserIsFatal ? '4.1' : '6.1'})`,
			`${account}with some rights`,
			'roles ',
		],
	};
	const ofNode = Object.entries(selection).map(([file, names]) => ({ file: `test/nodes/superset/${file}.test.mts`, names }));
	return [...ofNode, { file: 'test/nodes/biAccess/superset.test.mts', names: [named] }];
}

/** In the names of tests in which the sandbox plays a fault. */
const faults = 'lost answer|answer got lost';

/** For jest's `--testNamePattern`. */
export const patternOf = ({ names }: Selection): string =>
	`^(?!.*(?:${faults}))(${names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|')})`;
