// The rules of n8n's verification scan, newest version: it looks at the source and at what is published,
// and ignores inline disables (run with --no-inline-config).
import { n8nCommunityNodesPlugin as plugin } from '@n8n/eslint-plugin-community-nodes';
import tseslint from 'typescript-eslint';

const { plugins, rules } = plugin.configs.recommended;

export default [
	{ ignores: ['node_modules/**', 'test/**', 'sandbox/**', 'e2e/**', 'scripts/**', 'examples/**'] },
	{
		files: ['**/*.ts', 'dist/**/*.js', 'index.js', 'package.json'],
		plugins,
		rules,
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
];
