import type { Deps } from "@/lib/platform/context";
import { seal, unseal } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** The place of a sealed text, authenticated with it, so that a ciphertext is useless in another row or column. */
type Place = `variable:${string}` | `connection:${string}:password` | `connection:${string}:extra`;

export const sealText = ({ secret }: Pick<Deps, "secret">, place: Place, text: string): string =>
  seal(secret, place, text);

/** Throws UNAVAILABLE, without any content, for a text sealed under another GWANJE_SECRET or for another place. */
export function openText({ secret }: Pick<Deps, "secret">, place: Place, sealed: string): string {
  try {
    return unseal(secret, place, sealed);
  } catch {
    const [kind, name] = place.split(":");
    throw new AppError(
      "UNAVAILABLE",
      `The secret of ${kind} ${JSON.stringify(name)} cannot be decrypted: GWANJE_SECRET is not the one it was stored under. Enter the value again.`,
      { reason: because("secret_unreadable", { name: name ?? "" }) },
    );
  }
}
