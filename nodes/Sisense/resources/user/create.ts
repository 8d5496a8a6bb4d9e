import { collection, type Reference, type Wanted } from '../../../../kit/fields';
import type { Outcome } from '../../../../kit/operation';
import { asProblem, Problem } from '../../../../kit/problem';
import { without } from '../../../../kit/shape';
import type { Sisense } from '../../../../products/sisense/client';
import { holder, type People } from '../../../../products/sisense/people';
import { type Changes, type User } from '../../../../products/sisense/person';
import { refuseSuper } from '../../../../products/sisense/roles';
import { whenInactiveField } from '../../../fields';
import {
	allowLastAdmin,
	allowSelf,
	byEmail,
	emailField,
	firstNameField,
	groupsField,
	lastNameField,
	passwordField,
	roleField,
	usernameField,
} from '../../fields';
import { changed, operation, readBackUsers, unchanged } from '../../operation';
import { userView } from '../../views';

const fields = {
	email: emailField(),
	role: roleField(),
	additionalFields: collection(
		{ displayName: 'Additional Fields' },
		{
			firstName: firstNameField(),
			groups: groupsField(),
			lastName: lastNameField(),
			password: passwordField('The first password; left out, Sisense mails an invitation to the person'),
			username: usernameField(),
		},
	),
};

interface Wish {
	email: string;
	role: Reference;
	additionalFields: { firstName?: string; lastName?: string; username?: string; groups?: Wanted[]; password?: string };
}

const prepare = async (sisense: Sisense, inputs: Array<{ email: string }>) =>
	await sisense.users.behind(inputs.map(({ email }) => byEmail(email)));

/** Whether a mail went out is known by what was sent: without a password Sisense invites (contract 4). */
const MADE = { 'invited?': 'boolean', 'verified?': 'boolean' } as const;

async function wanted(sisense: Sisense, people: People, { email, role: reference, additionalFields }: Wish): Promise<Changes> {
	const { groups, ...rest } = additionalFields;
	const role = await sisense.roles.named(reference);
	refuseSuper(role, 'made one');
	const before = people.matching(byEmail(email)).flatMap((user) => user.groups);
	return { email, role, ...rest, groups: groups ? await sisense.groups.named(groups, before) : [] };
}

/** What is wished for each input; a Problem where a role or a group is unknown. The same e-mail twice is never two accounts. */
async function eachWish<W extends Wish>(sisense: Sisense, people: People, inputs: W[]): Promise<Array<Changes | Problem>> {
	const wishes: Array<Changes | Problem> = [];
	for (const input of inputs) wishes.push(await wanted(sisense, people, input).catch((thrown: unknown) => asProblem(thrown)));
	return wishes;
}

/** Creates those that are wishes, together; a bad one fails alone. In the order of the inputs. */
async function createEach(
	sisense: Sisense,
	people: People,
	wishes: Array<Changes | undefined>,
): Promise<Array<Outcome<User> | Problem | undefined>> {
	const open = wishes.filter((wish): wish is Changes => wish !== undefined);
	const made = (await sisense.users.createMany(people, open)).values();
	return wishes.map((wish) => {
		if (!wish) return undefined;
		const user = made.next().value!;
		if (user instanceof Problem) return user;
		const { password, ...shown } = wish;
		return changed(user, shown, { invited: password === undefined });
	});
}

const isFirst = (emails: string[], at: number) => emails.indexOf(emails[at]) === at;

const emailsOf = (inputs: Wish[]) => inputs.map(({ email }) => email.toLowerCase());

export const create = operation({
	name: 'Create',
	action: 'Create a user with an email and role',
	description:
		'Create a user; without a password Sisense mails an invitation. Several items are created with one request, and a bad one fails alone. Fails if the e-mail is taken.',
	fields,
	repeat: 'fails',
	view: userView,
	output: MADE,
	prepare,
	target: () => 'creation',
	async runMany(sisense, inputs, people): Promise<Array<Outcome<User> | Problem>> {
		const emails = emailsOf(inputs);
		const wishes = (await eachWish(sisense, people, inputs)).map((wish, at) =>
			wish instanceof Problem ? wish : (refusal(people, inputs[at].email, isFirst(emails, at)) ?? wish),
		);
		const made = await createEach(sisense, people, wishes.map((wish) => (wish instanceof Problem ? undefined : wish)));
		return wishes.map((wish, at) => (wish instanceof Problem ? wish : made[at]!));
	},
	readBack: readBackUsers,
});

/** Why an account can't be created; undefined if it can. */
function refusal(people: People, email: string, isFirst: boolean): Problem | undefined {
	const [taken] = people.matching(byEmail(email));
	if (taken) {
		return new Problem(
			`The e-mail ${email} has a Sisense account already: ${holder(taken)}.`,
			'Use "Create or Update" to bring it to the state you want.',
		);
	}
	if (isFirst) return undefined;
	return new Problem(`The e-mail ${email} comes twice in the input.`, 'Remove the double, or use "Create or Update".');
}

const whenInactive = whenInactiveField({
	state: 'Deactivated',
	revive: ['Reactivate', 'Write that the account is active, and update it; fails where the server ignores that'],
});

export const upsert = operation({
	name: 'Create or Update',
	action: 'Create or update a user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields,
	options: { allowLastAdmin, allowSelf, whenInactive },
	repeat: 'safe',
	view: userView,
	output: MADE,
	prepare,
	target: () => 'creation',
	async runMany(sisense, inputs, people): Promise<Array<Outcome<User> | Problem>> {
		const emails = emailsOf(inputs);
		const wishes = await eachWish(sisense, people, inputs);
		const isNew = (at: number) => people.matching(byEmail(inputs[at].email)).length === 0 && isFirst(emails, at);
		const made = await createEach(
			sisense,
			people,
			wishes.map((wish, at) => (!(wish instanceof Problem) && isNew(at) ? wish : undefined)),
		);
		const results: Array<Outcome<User> | Problem> = [];
		for (const [at, wish] of wishes.entries()) {
			const result = wish instanceof Problem ? wish : (made[at] ?? (await bring(sisense, people, inputs[at], wish).catch((thrown: unknown) => asProblem(thrown))));
			results.push(result);
		}
		return results;
	},
	readBack: readBackUsers,
});

type Upsert = Wish & { options: { whenInactive?: 'refuse' | 'reactivate' | 'leave'; allowSelf?: boolean; allowLastAdmin?: boolean } };

/** Brings an account that is there to the wish. */
async function bring(sisense: Sisense, people: People, { email, additionalFields, options }: Upsert, wish: Changes): Promise<Outcome<User>> {
	const user = people.one(byEmail(email));
	const when = options.whenInactive ?? 'refuse';
	if (user.state === 'deactivated' && when === 'refuse') {
		throw new Problem(
			`${user.email} has a deactivated Sisense account (ID ${user.id}): the person may have left.`,
			'Set "When Deactivated" in the options to reactivate it or to leave it deactivated.',
		);
	}
	const revives = user.state === 'deactivated' && when === 'reactivate';
	await sisense.guards.changingRole(user, wish.role!, options);
	// A first password is for somebody new: repeating the item must not set it again.
	const kept = without(wish, ['password', 'email', ...(additionalFields.groups ? [] : ['groups'])]) as Changes;
	const written = await sisense.users.change(user, kept);
	if (revives) await sisense.users.writeActive(user, true);
	if (!written && !revives) return unchanged(user);
	const now = { ...user, ...written, ...(revives && { state: 'active' as const }) };
	people.put(now);
	return changed(now, { ...written, ...(revives && { active: true }) });
}
