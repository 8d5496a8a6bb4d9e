/** Tests are `.mts`: n8n's own lint looks at every `.ts` as if it were published. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.mts'],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json'],
	// At build it is bundled next to the file that imports it.
	moduleNameMapper: { '^\\./rison$': 'rison' },
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/'],
	transform: {
		'^.+\\.m?ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	testSequencer: '<rootDir>/test/sequencer.cjs',
	testTimeout: 30_000,
	// Twice the two cores of the smallest machine: many tests wait for the pace of a server.
	maxWorkers: 4,
};
