/**
 * The file of an object: the key's segments as folders, with `=` before the last one. So `a` (file `=a`) and `a/b`
 * (folder `a`, file `=b`) can coexist, no key leaves its bucket, and a folder can be read in key order.
 */
const FILE_MARK = "=";
/** The longest name of a file. */
const LONGEST_NAME_BYTES = 255;

/** Null when a segment is too long for the file system. */
export function pathOfKey(key: string): string | null {
  const names = key.split("/").map(encodeSegment);
  const last = names.pop() ?? "";
  const path = [...names, `${FILE_MARK}${last}`];
  return path.some((name) => Buffer.byteLength(name) > LONGEST_NAME_BYTES) ? null : path.join("/");
}

/** The part of a key that a folder entry stands for: `name` for an object, `name/` for a folder. */
export function keyPartOf(name: string, isFolder: boolean): string {
  return isFolder ? `${decodeSegment(name)}/` : decodeSegment(name.slice(FILE_MARK.length));
}

/** S3's order by UTF-8 bytes, which differs from JavaScript's beyond the basic plane. */
export function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function encodeSegment(segment: string): string {
  if (segment === "") return "%";
  if (segment === "." || segment === "..") return segment.replaceAll(".", "%2E");
  return segment.replaceAll("%", "%25").replaceAll("\0", "%00").replace(/^=/, "%3D");
}

function decodeSegment(name: string): string {
  if (name === "%") return "";
  return name.replaceAll(/%(25|00|2E|3D)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
