import S3Error from "s3rver/lib/models/error.js";

/** S3's codes with their status, since s3rver knows few of them. */
export function badRequest(code: string, message: string): S3Error {
  return Object.assign(new S3Error(code, message), { status: 400 });
}

export function notFound(code: string, message: string): S3Error {
  return Object.assign(new S3Error(code, message), { status: 404 });
}

/** An error in S3's XML. */
export function errorXml(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

export function escapeXml(text: string): string {
  const names: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };
  return text.replaceAll(/[<>&"\p{Cc}]/gu, (char) => names[char] ?? `&#${char.charCodeAt(0)};`);
}
