/**
 * The package's entry for a host that does not read package.json: every node and credential class, loaded when it is
 * first looked at.
 */
const { n8n } = require('./package.json');

const classesOf = (files) => {
	const classes = {};
	for (const file of files) {
		const name = file.replace(/^.*\//, '').replace(/\..*$/, '');
		Object.defineProperty(classes, name, { enumerable: true, get: () => require(`./${file}`)[name] });
	}
	return classes;
};

module.exports = { nodes: classesOf(n8n.nodes), credentials: classesOf(n8n.credentials) };
