/**
 * An invitation, reset or share link that works from anywhere. Servers without REDASH_HOST send it without a host, with
 * the organization's slug in front where there are several; before 26.3 those double the scheme (contract 5, "Links").
 *
 * @param base the credential's URL, without slash at the end
 */
export function absoluteLink(link: string, base: string): string {
	const repaired = link.replace(/^https?:\/\/(?=https?:\/\/)/, '');
	if (/^https?:\/\//.test(repaired)) return repaired;
	const path = repaired.startsWith('/') ? repaired : `/${repaired}`;
	const slug = new URL(base).pathname.split('/').filter(Boolean).pop();
	const root = slug && path.startsWith(`/${slug}/`) ? base.slice(0, -slug.length - 1) : base;
	return `${root}${path}`;
}
