/**
 * Handles ListObjectsV2, because s3rver makes its page tokens with a cipher that OpenSSL has removed. Objects and
 * common prefixes both count towards a page, as in S3.
 */
import type { DiskStore } from "./disk-store";
import { badRequest, escapeXml } from "./s3-error";

const MOST_KEYS = 1000;

export async function answerList(store: DiskStore, bucket: string, query: URLSearchParams): Promise<string> {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const token = query.get("continuation-token");
  const maxKeys = Math.min(Number(query.get("max-keys") ?? MOST_KEYS), MOST_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw badRequest("InvalidArgument", "max-keys must be a number from 0.");
  const startAfter =
    token === null ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString();
  const page = await store.listPage(bucket, { prefix, delimiter, startAfter, maxKeys });

  const encode = query.get("encoding-type") === "url" ? encodeURIComponent : escapeXml;
  const contents = page.objects.map(
    ({ key, stored }) =>
      `<Contents><Key>${encode(key)}</Key><LastModified>${stored.modified.toISOString()}</LastModified>` +
      `<ETag>&quot;${stored.meta.etag}&quot;</ETag><Size>${stored.sizeBytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const prefixes = page.commonPrefixes.map(
    (one) => `<CommonPrefixes><Prefix>${encode(one)}</Prefix></CommonPrefixes>`,
  );
  const fields = [
    `<Name>${bucket}</Name><Prefix>${encode(prefix)}</Prefix><MaxKeys>${maxKeys}</MaxKeys>`,
    `<KeyCount>${contents.length + prefixes.length}</KeyCount><IsTruncated>${page.next !== null}</IsTruncated>`,
    delimiter === "" ? "" : `<Delimiter>${encode(delimiter)}</Delimiter>`,
    token === null ? "" : `<ContinuationToken>${escapeXml(token)}</ContinuationToken>`,
    page.next === null
      ? ""
      : `<NextContinuationToken>${Buffer.from(page.next).toString("base64url")}</NextContinuationToken>`,
    encode === encodeURIComponent ? "<EncodingType>url</EncodingType>" : "",
  ];
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `${fields.join("")}${contents.join("")}${prefixes.join("")}</ListBucketResult>`
  );
}
