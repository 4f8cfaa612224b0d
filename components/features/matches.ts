type Described = { name: string; description: string; owner: string; tags: Record<string, string> };

/** Each word of the search is in the name, description, owner, a tag or one of `more`. */
export function matchesSearch(row: Described, search: string, more: readonly string[] = []): boolean {
  const tags = Object.entries(row.tags).flat();
  const text = [row.name, row.description, row.owner, ...tags, ...more].join("\n").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
