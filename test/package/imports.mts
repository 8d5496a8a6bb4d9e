/** Who may use whom in the source (design section 1), and what breaks that. */

/** Arrows between the top folders; `type` where only types may cross. Every folder may use itself. */
const ARROWS: Record<string, Record<string, 'any' | 'type'>> = {
	nodes: { kit: 'any', products: 'any', access: 'any' },
	credentials: { kit: 'any', products: 'any' },
	products: { access: 'type', kit: 'any' },
	access: {},
	kit: {},
};

/** Modules from outside: n8n brings the first, Node the second; anything else would have to be a dependency. */
const OUTSIDE: Record<string, string[]> = {
	nodes: ['n8n-workflow'],
	credentials: ['n8n-workflow'],
	products: ['n8n-workflow', 'node:crypto'],
	access: [],
	kit: ['n8n-workflow', 'node:crypto'],
};

export const PUBLISHED = Object.keys(ARROWS);

export interface Import {
	target: string;
	typeOnly: boolean;
}

const STATEMENT = /^\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const CALL = /\b(?:import|require)\(\s*(?:(['"`])([^'"`]*)\1)?/g;

/** Everything a source file imports, statically or by a call. */
export function importsOf(source: string): Import[] {
	const code = source.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
	const statements = [...code.matchAll(STATEMENT)].map(([, , type, target]): Import => ({ target, typeOnly: type !== undefined }));
	const calls = [...code.matchAll(CALL)].map(([, , target]): Import => ({ target: target ?? '(computed)', typeOnly: false }));
	return [...statements, ...calls];
}

/** A relative import as a path from the root of the repository. */
export function resolved(file: string, target: string): string {
	return new URL(target, `file:///${file}`).pathname.slice(1);
}

const area = (file: string) => file.split('/').slice(0, 2).join('/');

/** What is wrong with the imports of one published file, as sentences. */
export function violations(file: string, source: string): string[] {
	const [top] = file.split('/');
	return importsOf(source).flatMap(({ target, typeOnly }) => {
		if (!target.startsWith('.')) return OUTSIDE[top]?.includes(target) ? [] : [`${file} imports ${target}`];
		const path = resolved(file, target);
		const [other] = path.split('/');
		const wrong = [`${file} imports ${path}`];
		if (other === top) return mayCross(file, path) ? [] : wrong;
		const arrow = ARROWS[top]?.[other];
		return arrow === 'any' || (arrow === 'type' && typeOnly) ? [] : wrong;
	});
}

/** One product knows nothing of another, nor one product's node; files beside the nodes' folders are for all of them, and only the nodes over all use the rest. */
function mayCross(file: string, path: string): boolean {
	const shared = !/^(nodes|products)\//.test(file) || /^(nodes|products)\/[a-z]\w*$/.test(path);
	const overAll = file.startsWith('nodes/BiAccess');
	return shared || area(file) === area(path) || (overAll && path.startsWith('nodes/BiAccess'));
}
