import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** Whose objects are read with permissions of their own. */
const RESERVED = ["code", "logs", "artifacts", "experiments"];

/** s3:///<key> means the bucket of this installation, so that a file of definitions says the same in each. */
export const inOwnBucket = (url: string, bucket: string) =>
  url.replace(/^s3:\/\/\//, () => `s3://${bucket}/`);

/** The key of s3://<our bucket>/<key>, without a way out of it. `isPrefix`: it ends with a slash. */
export function objectPlace(
  url: string,
  bucket: string,
  pointer: string,
): { key: string; isPrefix: boolean } {
  const [, named, key = ""] = /^s3:\/\/([^/]*)\/([\s\S]*)$/.exec(inOwnBucket(url, bucket)) ?? [];
  const refuse = (words: string) =>
    InvalidError.field(pointer, `${JSON.stringify(url)} ${words}`, because("object_place", { bucket }));
  if (named !== bucket)
    throw refuse(`is not in the bucket of this installation. Write s3://${bucket}/<key>.`);
  const isPrefix = key.endsWith("/");
  const parts = (isPrefix ? key.slice(0, -1) : key).split("/");
  const isOdd = parts.some((part) => part === "" || part === "." || part === "..");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (isOdd || /[\u0000-\u001f\u007f\\]/.test(key))
    throw refuse(`is not a plain key: leave out empty parts, ".", ".." and \\.`);
  if (RESERVED.includes(parts[0] ?? ""))
    throw refuse(`is in ${parts[0]}/, which is reserved. Put the files elsewhere in s3://${bucket}/.`);
  return { key, isPrefix };
}
