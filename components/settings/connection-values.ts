import type { ConnectionView } from "@/lib/settings/schema";

/** Texts of the form. */
export type ConnectionValues = {
  id: string;
  type: string;
  host: string;
  port: string;
  login: string;
  database: string;
  password: string;
  extra: string;
  about: string;
};

export function valuesOf(target: ConnectionView | null): ConnectionValues {
  return {
    id: target?.id ?? "",
    type: target?.type ?? "postgres",
    host: target?.host ?? "",
    port: target?.port ? String(target.port) : "",
    login: target?.login ?? "",
    database: target?.database ?? "",
    password: "",
    extra: "",
    about: target?.description ?? "",
  };
}

/** The request body; null when extra is not a JSON object. An empty secret field keeps the stored secret. */
export function bodyOf(
  values: ConnectionValues,
  target: ConnectionView | null,
): Record<string, unknown> | null {
  const extra = values.extra.trim() === "" ? undefined : jsonObject(values.extra);
  if (extra === null) return null;
  const port = values.port.trim();
  return {
    ...(target ? {} : { id: values.id.trim() }),
    type: values.type,
    host: values.host.trim() || null,
    // A value that is not a number is sent as typed, so that the server names the field.
    port: port === "" ? null : /^\d+$/.test(port) ? Number(port) : port,
    login: values.login.trim() || null,
    database: values.database.trim() || null,
    description: values.about.trim() || null,
    ...(values.password === "" ? {} : { password: values.password }),
    ...(extra === undefined ? {} : { extra: Object.keys(extra).length === 0 ? null : extra }),
  };
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** login@host:port/database, as far as set. */
export function addressOf(row: Pick<ConnectionView, "login" | "host" | "port" | "database">): string {
  const login = row.login ? `${row.login}@` : "";
  const port = row.port === null ? "" : `:${row.port}`;
  return `${login}${row.host ?? ""}${port}${row.database ? `/${row.database}` : ""}`;
}
