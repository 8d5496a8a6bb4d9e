/** The rison package, bundled into dist at build: the published package has no dependencies. */
declare const rison: {
	encode(value: unknown): string;
	/** Strings that match stay unquoted; looked at in each call, so it can be tightened. */
	id_ok: RegExp;
};
export default rison;
