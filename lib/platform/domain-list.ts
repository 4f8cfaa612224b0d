const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+${LABEL}$`);

/** The domains of "example.com, Example.org": in lower case, none for an empty text. */
export function domainsOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((domain) => domain.trim().toLowerCase())
    .filter((domain) => domain !== "");
}

/** At least one, and each the part of an address after its @: no @, no wildcard, no scheme. */
export function isDomainList(text: string): boolean {
  const domains = domainsOf(text);
  return domains.length > 0 && domains.every((domain) => domain.length <= 253 && DOMAIN.test(domain));
}
