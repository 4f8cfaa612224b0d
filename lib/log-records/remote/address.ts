/** Where a log store of its own is: LOG_STORE_URL, read. */
export type Address = {
  kind: "opensearch" | "victorialogs";
  origin: string;
  /** Before each path; empty, or with a slash at its beginning alone. */
  prefix: string;
  authorization: string | null;
};

const SCHEME = /^(?:(opensearch|elasticsearch|victorialogs)\+)?(https?:\/\/.+)$/;

/** Null for what is no such address. Without a name before the scheme it is OpenSearch or Elasticsearch. */
export function addressOf(text: string): Address | null {
  const [, name = "opensearch", rest = ""] = SCHEME.exec(text.trim()) ?? [];
  if (!URL.canParse(rest)) return null;
  const url = new URL(rest);
  const user = decoded(`${url.username}:${url.password}`);
  if (user === null) return null;
  return {
    kind: name === "victorialogs" ? "victorialogs" : "opensearch",
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, ""),
    authorization: url.username === "" ? null : `Basic ${Buffer.from(user).toString("base64")}`,
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
