import type { INodeProperties } from 'n8n-workflow';

/** Fields every credential of the package has, so that they read alike. */
export const ALLOW_UNAUTHORIZED_CERTS: INodeProperties = {
	displayName: 'Ignore SSL Issues (Insecure)',
	name: 'allowUnauthorizedCerts',
	type: 'boolean',
	default: false,
	description: "Whether to connect even if the server's certificate can't be checked",
};

/** The server, by the product's name. */
export const urlField = (product: string, more: string): INodeProperties => ({
	displayName: 'URL',
	name: 'url',
	type: 'string',
	required: true,
	default: '',
	placeholder: `e.g. https://${product.toLowerCase()}.example.com`,
	description: `Where ${product} answers, with a path prefix if it has one${more}`,
});

/** Where n8n keeps the session; filled by `preAuthentication`, empty so that n8n asks for it (docs/contracts/n8n.md section 3). */
export const SESSION_TOKEN: INodeProperties = {
	displayName: 'Session Token',
	name: 'sessionToken',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/** Shown only while this way to sign in is chosen. */
const onlyWith = (authentication?: string): Partial<INodeProperties> =>
	authentication === undefined ? {} : { displayOptions: { show: { authentication: [authentication] } } };

type Look = Partial<INodeProperties> & Pick<INodeProperties, 'displayName' | 'name'>;

/** A text the credential can't do without. */
export const textField = (look: Look, authentication?: string): INodeProperties => ({
	type: 'string',
	required: true,
	default: '',
	...look,
	...onlyWith(authentication),
});

/** The same, shown as dots. */
export const secretField = (look: Look, authentication?: string): INodeProperties =>
	textField({ typeOptions: { password: true }, ...look }, authentication);
