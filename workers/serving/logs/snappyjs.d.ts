/** The part of snappyjs that tests use; the package has no types. */
declare module "snappyjs" {
  export function compress(bytes: Buffer): Buffer;
}
