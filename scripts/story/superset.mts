/** The story of Apache Superset. */
import { openSuperset } from './superset-witness.mts';
import type { Opens, Step, Story } from './types.mts';

const TEAM = ['Gamma', 'sql_lab'];

/** How a flow would call the node for people from a form or a list. */
const upsert = (options: Record<string, string> = {}) => ({
	resource: 'user',
	operation: 'upsert',
	email: '={{ $json.email }}',
	roles: '={{ $json.roles }}',
	additionalFields: {
		firstName: '={{ $json.firstName }}',
		lastName: '={{ $json.lastName }}',
		password: '={{ $json.password }}',
	},
	options,
});

const byEmail = { mode: 'email', value: '={{ $json.email }}', __rl: true };

export const superset: Story = {
	title: 'Apache Superset',
	node: 'superset',
	credential: 'supersetApi',
	authentication: 'password',
	cast: {
		ana: { firstName: 'Ana', lastName: 'Costa' },
		bruno: { firstName: 'Bruno', lastName: 'Weber', before: { active: true, access: ['Alpha'] } },
		chloe: { firstName: 'Chloe', lastName: 'Martin', before: { active: false, access: ['Gamma'] } },
	},
	isSignIn: (path) => path.endsWith('/api/v1/security/login'),
	open: openSuperset,
	steps({ changesCostPassword }): Step[] {
		const opens: Opens = changesCostPassword ? 'given' : 'own';
		const reset = changesCostPassword ? { passwordReset: true } : {};
		const withPassword = changesCostPassword ? { password: '={{ $json.password }}' } : {};
		return [
			...(changesCostPassword
				? [
						{
							title: 'A change that would lock Bruno out',
							tells: 'The flow wants to correct a name and gives no password. On this server that would destroy the one Bruno has, so the node refuses.',
							parameters: {
								resource: 'user',
								operation: 'update',
								user: byEmail,
								updateFields: { firstName: 'Bruno J.' },
							},
							people: { bruno: {} },
							gives: { bruno: /destroys the password/ },
							writesNothing: true,
						},
					]
				: []),
			{
				title: 'Three people join the analytics team',
				tells: 'Ana is new, Bruno has an account with other roles, Chloe’s account is inactive: she may have left, so the node does not revive it by itself.',
				parameters: upsert(),
				people: { ana: { roles: TEAM }, bruno: { roles: TEAM }, chloe: { roles: TEAM } },
				gives: { ana: { changed: true, active: true }, bruno: { changed: true, ...reset }, chloe: /inactive/ },
				then: { ana: { state: 'active', access: TEAM, opens: 'given' }, bruno: { access: TEAM, opens } },
			},
			{
				title: 'Chloe is back, and the flow says so',
				tells: 'The same again for Chloe, with the option "When Inactive" set to "Reactivate".',
				parameters: upsert({ whenInactive: 'reactivate' }),
				people: { chloe: { roles: TEAM } },
				gives: { chloe: { changed: true, active: true, ...reset } },
				then: { chloe: { state: 'active', access: TEAM, opens } },
			},
			{
				title: 'Ana changes team',
				tells: changesCostPassword
					? 'Her roles are replaced; the account stays, and her password is given once more.'
					: 'Her roles are replaced; the account and her password stay.',
				parameters: {
					resource: 'user',
					operation: 'update',
					user: byEmail,
					updateFields: { roles: '={{ $json.roles }}', ...withPassword },
				},
				people: { ana: { roles: ['Alpha'] } },
				gives: { ana: { changed: true, ...reset } },
				then: { ana: { access: ['Alpha'] } },
			},
			{
				title: 'Bruno leaves',
				tells: 'His account is deactivated: he can’t sign in any more, and the session he still has open ends too. What he made stays.',
				parameters: { resource: 'user', operation: 'deactivate', user: byEmail },
				people: { bruno: {} },
				gives: { bruno: { changed: true, active: false, ...reset } },
				then: { bruno: { state: 'inactive', opens: 'neither' } },
				cutsOff: 'bruno',
			},
			{
				title: 'The onboarding runs again',
				tells: 'Everything is so already: nothing is written.',
				parameters: upsert(),
				people: { ana: { roles: ['Alpha'] }, chloe: { roles: TEAM } },
				gives: { ana: { changed: false }, chloe: { changed: false } },
				writesNothing: true,
			},
			{
				title: 'The offboarding runs again',
				tells: 'Bruno is out already: nothing is written, and nothing fails.',
				parameters: { resource: 'user', operation: 'deactivate', user: byEmail },
				people: { bruno: {} },
				gives: { bruno: { changed: false } },
				writesNothing: true,
			},
		];
	},
};
