"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { VersionDetail } from "@/lib/models/schema";

type Signature = VersionDetail["signature"];
type Field = NonNullable<Signature>["inputs"][number];
const SIDES = ["inputs", "outputs", "params"] as const;

/** What the model takes and gives, as its MLmodel says. */
export function SignatureCard({ signature }: { signature: Signature }) {
  const t = useTranslations("models");
  return (
    <Card title={t("signature")}>
      {signature === null ? (
        <p className="text-fg-muted text-sm">{t("no_signature")}</p>
      ) : (
        <div className="grid gap-3">
          {SIDES.filter((side) => side !== "params" || signature.params.length > 0).map((side) => (
            <section key={side} aria-label={t(`side.${side}`)}>
              <h3 className="mb-1 text-fg-subtle text-xs">{t(`side.${side}`)}</h3>
              {signature[side].length === 0 ? (
                <p className="text-fg-muted text-sm">{t("no_values")}</p>
              ) : (
                <ul className="max-h-64 overflow-y-auto">
                  {named(signature[side]).map(({ name, field }) => (
                    <li
                      key={name}
                      className="flex items-center justify-between gap-3 border-b py-1 text-sm last:border-b-0"
                    >
                      <code className="break-all text-xs">{name}</code>
                      <span className="flex shrink-0 items-center gap-1.5">
                        {field.required ? null : <Badge tone="outline">{t("optional")}</Badge>}
                        <code className="text-fg-muted text-xs">{fieldType(field)}</code>
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          ))}
        </div>
      )}
    </Card>
  );
}

/** One without a name goes by its place. */
const named = (fields: readonly Field[]) =>
  fields.map((field, at) => ({ name: field.name ?? `#${at + 1}`, field }));

export function fieldType({ type, shape }: Field): string {
  return shape === null ? type : `${type} [${shape.map((one) => (one < 0 ? "*" : one)).join(", ")}]`;
}
