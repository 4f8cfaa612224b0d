import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

export type Reference = { view: string; feature: string };

/** `view:feature`. A pinned version is refused: which values it would answer with is not kept apart. */
export function parseReference(text: string, pointer: string): Reference {
  const [view, feature, ...more] = text.split(":");
  if (view?.includes("@"))
    throw InvalidError.field(
      pointer,
      `${JSON.stringify(text)} asks for a version of a view, which is not served. Leave out "@" and what follows it.`,
      because("feature_reference", { reference: text }),
    );
  if (view && feature && more.length === 0) return { view, feature };
  throw InvalidError.field(
    pointer,
    `${JSON.stringify(text)} is no reference. Write view:feature.`,
    because("feature_reference", { reference: text }),
  );
}
