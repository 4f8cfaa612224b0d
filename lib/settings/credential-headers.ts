import type { OpenConnection } from "./connections";

/** What a request to the host of an http connection carries. Names are in lower case. */
export function credentialHeaders({
  login,
  password,
  extra,
}: Pick<OpenConnection, "login" | "password" | "extra">): Record<string, string> {
  const headers: Record<string, string> = {};
  if (login !== null) {
    headers.authorization = `Basic ${Buffer.from(`${login}:${password ?? ""}`).toString("base64")}`;
  } else if (password !== null) headers.authorization = `Bearer ${password}`;
  const given: unknown = extra.headers;
  if (typeof given === "object" && given !== null) {
    for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = String(value);
  }
  return headers;
}
