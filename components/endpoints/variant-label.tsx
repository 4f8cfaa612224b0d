"use client";
import { useTranslations } from "next-intl";
import { AliasChip } from "@/components/models/alias-chip";
import { modelHref, versionHref } from "@/components/models/queries";
import { Link } from "@/components/ui/link";

type Variant = {
  model: string;
  alias: string | null;
  version: number | null;
  remote: { url: string; model: string } | null;
};

/** What a variant stands for, with links; `resolved` is the version that an alias stands for at this moment. */
export function VariantLabel({
  variant,
  resolved,
}: {
  variant: Variant;
  resolved?: number | null | undefined;
}) {
  const t = useTranslations("endpoints");
  const { model, alias, remote } = variant;
  const version = variant.version ?? resolved ?? null;
  if (remote) return <code className="min-w-0 truncate text-xs">{variantText(variant)}</code>;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Link href={modelHref(model)} className="min-w-0 truncate hover:underline">
        {model}
      </Link>
      {alias === null ? null : <AliasChip alias={alias} />}
      {version === null ? null : (
        <Link
          href={versionHref(model, version)}
          className="nums shrink-0 text-fg-muted text-xs hover:underline"
        >
          {t("version", { number: version })}
        </Link>
      )}
    </span>
  );
}

/** The same as a text, as models:/ addresses write it; of another server its address. */
export function variantText({ model, alias, version, remote }: Variant): string {
  if (remote) return `${remote.url} ${remote.model}`;
  return alias === null ? `${model}/${version}` : `${model}@${alias}`;
}
