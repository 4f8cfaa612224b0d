const SECRET_KEY = /password|secret|token|hash|_enc$|Enc$|authorization/i;

/** Converts a value for an audit row: plain JSON with secret-looking values hidden, dates as ISO, bigints as text. */
export function maskSecrets(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_KEY.test(key) && typeof inner === "string" ? "[hidden]" : maskSecrets(inner),
    ]),
  );
}
