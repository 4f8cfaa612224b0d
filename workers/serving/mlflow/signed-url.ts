import type { FastifyRequest } from "fastify";
import { macOf, sameText } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";

/** What one address of ours lets its bearer do, until it expires: read or store one file, or store one part of one. */
export type Grant = {
  method: "GET" | "PUT";
  /** `<experiment>/<run>/artifacts/<path>` */
  path: string;
  /** Of what is stored. */
  maxBytes: number;
  part?: { uploadId: string; number: number };
};
const NAMES = ["expires", "max_bytes", "upload_id", "part_number"] as const;
type Said = Record<(typeof NAMES)[number], string>;

export function signedUrl(secret: string, base: string, grant: Grant, expires: Date): string {
  const said: Said = {
    expires: String(Math.ceil(expires.getTime() / 1000)),
    max_bytes: String(grant.maxBytes),
    upload_id: grant.part?.uploadId ?? "",
    part_number: grant.part ? String(grant.part.number) : "",
  };
  const query = new URLSearchParams({ ...said, signature: signatureOf(secret, grant, said) });
  return `${base}/${grant.path.split("/").map(encodeURIComponent).join("/")}?${query}`;
}

/** Throws FORBIDDEN for an address that was not made here, not for this, or is too old. */
export function grantOf(
  secret: string,
  { method, path }: Pick<Grant, "method" | "path">,
  query: Said & { signature: string },
  now: Date,
): Grant {
  const isOurs = sameText(query.signature, signatureOf(secret, { method, path }, query));
  if (!isOurs) throw new AppError("FORBIDDEN", "This address was not made here, or was changed.");
  if (Number(query.expires) * 1000 < now.getTime())
    throw new AppError("FORBIDDEN", "This address has expired; ask for another.");
  const part = query.part_number && { uploadId: query.upload_id, number: Number(query.part_number) };
  return { method, path, maxBytes: Number(query.max_bytes), ...(part && { part }) };
}

function signatureOf(secret: string, { method, path }: Pick<Grant, "method" | "path">, said: Said): string {
  const text = JSON.stringify([method, path, ...NAMES.map((name) => said[name])]);
  return macOf(secret, "mlflow-artifact-address", text);
}

/** The address by which the caller reached this server, so that what it sends next comes the same way. */
export function ownAddress({ headers }: Pick<FastifyRequest, "headers">, publicUrl: string): string {
  const known = new URL(publicUrl);
  const { host } = headers;
  if (!host || !/^[\w.:[\]-]+$/.test(host) || host === known.host) return known.origin;
  return `http://${host}`;
}
