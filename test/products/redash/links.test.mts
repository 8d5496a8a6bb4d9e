import { absoluteLink } from '../../../products/redash/links';

test.each([
	['a link with its host stays', 'https://bi.example.com/invite/t', 'https://bi.example.com', 'https://bi.example.com/invite/t'],
	['a scheme that is there twice goes', 'https://http://bi.example.com/acme/reset/t', 'https://bi.example.com/acme', 'http://bi.example.com/acme/reset/t'],
	['a bare path gets the URL of the credential', '/invite/t', 'https://bi.example.com', 'https://bi.example.com/invite/t'],
	['a path prefix is kept', '/invite/t', 'https://example.com/redash', 'https://example.com/redash/invite/t'],
	['the slug is not there twice', '/acme/invite/t', 'https://bi.example.com/acme', 'https://bi.example.com/acme/invite/t'],
	['nor behind a prefix', '/acme/invite/t', 'https://example.com/redash/acme', 'https://example.com/redash/acme/invite/t'],
])('%s', (_, link, base, expected) => {
	expect(absoluteLink(link, base)).toBe(expected);
});
