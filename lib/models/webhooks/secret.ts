import type { Deps } from "@/lib/platform/context";
import { seal, unseal } from "@/lib/platform/crypto";

/** The place of a sealed secret, authenticated with it, so that it is useless in another row. */
const placeOf = (id: string) => `model_webhook:${id}:secret`;

export const sealSecret = ({ secret }: Pick<Deps, "secret">, id: string, text: string): string =>
  seal(secret, placeOf(id), text);

/** Null when it was sealed under another GWANJE_SECRET. */
export function openSecret({ secret }: Pick<Deps, "secret">, id: string, sealed: string): string | null {
  try {
    return unseal(secret, placeOf(id), sealed);
  } catch {
    return null;
  }
}
