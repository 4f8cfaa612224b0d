const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+${LABEL}$`);

/** Splits "example.com, Example.org" into lower-case domains; an empty text has none. */
export function domainsOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((domain) => domain.trim().toLowerCase())
    .filter((domain) => domain !== "");
}

/** One domain or more, each without @, wildcard or scheme. */
export function isDomainList(text: string): boolean {
  const domains = domainsOf(text);
  return domains.length > 0 && domains.every((domain) => domain.length <= 253 && DOMAIN.test(domain));
}
