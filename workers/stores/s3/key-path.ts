/**
 * Where an object's file lives: the key's segments as folders, `=` before the last one. So `a` (file `=a`) and `a/b`
 * (folder `a`, file `=b`) live side by side, no key reaches outside of its bucket, and a folder can be read in key order.
 */
const FILE_MARK = "=";
/** What file systems allow in one name. */
const LONGEST_NAME_BYTES = 255;

/** Null when a segment is longer than the file system allows. */
export function pathOfKey(key: string): string | null {
  const names = key.split("/").map(encodeSegment);
  const last = names.pop() ?? "";
  const path = [...names, `${FILE_MARK}${last}`];
  return path.some((name) => Buffer.byteLength(name) > LONGEST_NAME_BYTES) ? null : path.join("/");
}

/** What one folder entry adds to a key: `name` for an object, `name/` for a folder. */
export function keyPartOf(name: string, isFolder: boolean): string {
  return isFolder ? `${decodeSegment(name)}/` : decodeSegment(name.slice(FILE_MARK.length));
}

/** S3's order: the bytes of UTF-8. JavaScript's own order differs beyond the basic plane. */
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
