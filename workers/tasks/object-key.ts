import { fill, TemplateError, type TemplateValues } from "./template";

/**
 * The key of a task's `s3://<bucket>/<key>` after filling. A run's values must not lead to another bucket, upwards, or
 * to reserved keys. Throws TemplateError. (The data plane guards code/, logs/, artifacts/ and experiments/ too.)
 */
export function objectKey(url: string, values: TemplateValues, bucket: string): string {
  const filled = fill(url, values);
  const [, named, key = ""] = /^s3:\/\/([^/]*)\/([\s\S]*)$/.exec(filled) ?? [];
  if (named === undefined) throw new TemplateError(`${filled} is not s3://<bucket>/<key>.`);
  if (named !== bucket) {
    throw new TemplateError(`${filled} names the bucket "${named}"; tasks reach "${bucket}" only.`);
  }
  const parts = key.split("/");
  const odd = parts.some((part) => part === "" || part === "." || part === "..");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (odd || /[\u0000-\u001f\u007f\\]/.test(key)) {
    throw new TemplateError(`${JSON.stringify(filled)} is not a plain key: no empty part, ".", ".." or \\.`);
  }
  if (["code", "logs", "artifacts", "experiments"].includes(parts[0] ?? "")) {
    throw new TemplateError(`${filled} is in ${parts[0]}/, which is reserved.`);
  }
  return key;
}
