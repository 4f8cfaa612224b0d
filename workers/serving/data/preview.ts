import { mediaTypeOf, PREVIEW_BYTES, type PreviewKind, previewKind } from "@/lib/artifacts/values";
import { AppError, InvalidError, TooLargeError } from "@/lib/platform/errors";

/**
 * A report is a page that somebody's task wrote. It may draw (its own scripts, styles and images, all inside of it), and
 * nothing else: without allow-same-origin it has an origin of its own, so that it sees no cookie, no storage and nothing
 * of the page around it, also when its address is opened by itself; default-src 'none' closes the network to it.
 */
const POLICY: Record<PreviewKind, string> = {
  html:
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; " +
    "img-src data: blob:; font-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  image: "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  text: "sandbox; default-src 'none'; frame-ancestors 'self'",
};

type Artifact = { path: string; contentType: string; sizeBytes: number };

/**
 * By itself, in a tab of its own, a report could lead that tab to any page, under the console's address until then: no
 * policy forbids it to navigate. A frame cannot lead the tab around it anywhere. Browsers say what they ask for, except on
 * an address of plain http that is not this machine.
 */
export function refuseOutsideFrame({ path, contentType }: Artifact, wantedFor: string | undefined): void {
  if (previewKind({ path, content_type: contentType }) !== "html") return;
  if (wantedFor === undefined || wantedFor === "iframe") return;
  throw new AppError(
    "FORBIDDEN",
    "A report is shown inside the console only, not at an address of its own. Open it from its artifact, or download it.",
  );
}

/** INVALID for a type that has no preview, TOO_LARGE above its limit (a text is read in part instead). */
export function previewHeaders({ path, contentType, sizeBytes }: Artifact): Record<string, string> {
  const kind = previewKind({ path, content_type: contentType });
  if (kind === null) throw new InvalidError(`There is no preview of ${contentType}; download the artifact.`);
  if (kind !== "text" && sizeBytes > PREVIEW_BYTES[kind]) {
    throw new TooLargeError(
      `The artifact is larger than the ${PREVIEW_BYTES[kind]} bytes of a preview; download it.`,
    );
  }
  return {
    "content-disposition": "inline",
    "content-security-policy": POLICY[kind],
    "content-type": kind === "text" ? "text/plain; charset=utf-8" : shownType({ path, contentType }),
    "referrer-policy": "no-referrer",
    "x-frame-options": "SAMEORIGIN",
  };
}

/** As stored, with its charset; by the name where the stored type says nothing. */
function shownType({ path, contentType }: Pick<Artifact, "path" | "contentType">): string {
  const type = mediaTypeOf({ path, content_type: contentType });
  return contentType.toLowerCase().startsWith(type) ? contentType : type;
}
