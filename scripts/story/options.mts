/** The command line of the story. */
import { Writable } from 'node:stream';
import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseSetting } from '../../sandbox/frame/switches.mts';
import { STORIES } from './stories.mts';
import type { Credentials } from './types.mts';

export interface Flags {
	json?: true;
	/** A story of each product with its own node, instead of one over all. */
	stories?: true;
	set: Record<string, string>;
	username?: string;
	provider: 'db' | 'ldap';
	yes?: true;
	/** The tool whose real server was named, and its URL. */
	real?: { tool: string; url: string };
}

const HELP = `
Without a server it starts stand-ins on this computer, and tells one story over all four tools with the node BI Access.
With one, it tells the story of that product with its own node: the story's people are made on the server
(e-mails end in @bi-access-demo.example) and removed at the end, also after Ctrl+C; Redash can't delete
people who accepted an invitation and Metabase nobody at all, so there they stay, shut out.
The password (SUPERSET_PASSWORD), API key (REDASH_API_KEY, METABASE_API_KEY) or API token (SISENSE_API_TOKEN) comes from
the environment or is asked for; it is never an argument. A tenant of Sisense belongs at the end of the URL.

Machines: the build prints too, so read the last line of  npm start -- --json
Exit code 1: something was not as the story promises.`;

/** Reads the command line; ends the process with what is wrong, or for --help. */
export function parseFlags(argv: string[]): Flags {
	const program = new Command('npm start --')
		.description('Joiners, movers and leavers, told with the built nodes in n8n’s own engine.')
		.option('--json', 'print one line of JSON: {ok, tools: {<tool>: {before, after, steps, …}}, file}')
		.option('--stories', 'tell a story of each product with its own node instead')
		.option(
			'--set <KEY=VALUE>',
			'pick behaviour of the stand-in, such as superset.version=4.1; may be repeated',
			collect,
			{},
		)
		.option(
			'--username <NAME>',
			'account that manages people on the real server (for Superset; the others take an API key or token)',
		)
		.addOption(
			new Option('--provider <NAME>', 'how Superset signs that account in').choices(['db', 'ldap']).default('db'),
		)
		.option('--yes', 'allow a real server that is not on this computer')
		.addHelpText('after', HELP);
	for (const [tool, { title }] of Object.entries(STORIES))
		program.option(`--${tool} <URL>`, `tell the story of ${title} on a real server instead`);
	const options = program.parse(argv, { from: 'user' }).opts<Flags & Record<string, string>>();

	const named = Object.keys(STORIES).filter((tool) => options[tool] !== undefined);
	if (named.length > 1) program.error('error: one real server at a time');
	if (named.length === 0) return options;
	const real = { tool: named[0], url: options[named[0]] };
	if (!URL.canParse(real.url) || !/^https?:$/.test(new URL(real.url).protocol))
		program.error(`error: "${real.url}" is not a web address`);
	if (new URL(real.url).password !== '') program.error('error: no password in the address; it is asked for');
	if (STORIES[real.tool].authentication === 'password' && options.username === undefined)
		program.error('error: --username is missing: an account that may manage people');
	if (!options.yes && !isLoopback(real.url)) {
		const { cast, leaves } = STORIES[real.tool];
		const after = leaves ?? 'They are removed again at the end.';
		program.error(
			`error: ${new URL(real.url).host} is not this computer. The story makes ${Object.keys(cast).length} accounts there. ${after} Add --yes if that is all right.`,
		);
	}
	return { ...options, real };
}

export function isLoopback(url: string): boolean {
	const { hostname } = new URL(url);
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Credential fields for the real server. @throws if there is neither a password or key in the environment nor a terminal */
export async function realCredentials({ real, username, provider }: Flags): Promise<Credentials> {
	const { tool, url } = real!;
	const { authentication } = STORIES[tool];
	if (authentication !== 'password') {
		const what = authentication === 'apiKey' ? 'API key' : 'API token';
		const variable = `${tool} ${what}`.toUpperCase().replaceAll(' ', '_');
		const secret = process.env[variable] || (await ask(`${what} for ${new URL(url).host}: `, what, variable));
		return { url, authentication, [authentication]: secret };
	}
	const variable = `${tool.toUpperCase()}_PASSWORD`;
	const password =
		process.env[variable] || (await ask(`Password of ${username} on ${new URL(url).host}: `, 'password', variable));
	return { url, authentication: 'login', provider, username: username!, password };
}

async function ask(question: string, what: string, variable: string): Promise<string> {
	if (!process.stdin.isTTY) throw new Error(`No ${what}: set ${variable} in the environment.`);
	process.stderr.write(question);
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
	// In a terminal's raw mode Ctrl+C is a key, not a signal.
	terminal.once('SIGINT', () => process.exit(130));
	const answer = await terminal.question('');
	terminal.close();
	process.stderr.write('\n');
	return answer;
}

function collect(text: string, soFar: Record<string, string>): Record<string, string> {
	try {
		const [key, value] = parseSetting(text);
		return { ...soFar, [key]: value };
	} catch (error) {
		throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
	}
}
