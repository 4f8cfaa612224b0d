"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import type { EndpointView } from "@/lib/endpoints/schema";
import { LIMITS, SLOTS } from "@/lib/endpoints/values";
import { EndpointForm } from "./endpoint-form";
import { JoinedFields } from "./joined-fields";
import { changeEndpoint } from "./queries";
import { rolloutBody, rolloutOf, totalOf, withCanary, withoutVariant, withShadow } from "./rollout";
import type { Standing } from "./standing";
import { StickyFields } from "./sticky-fields";
import { useEndpointDeed } from "./use-endpoint-deed";
import { VariantRow } from "./variant-row";

type Props = {
  endpoint: EndpointView;
  /** A version that is to answer alone, where it was chosen in a list. */
  chosen?: { model: string; standing: Standing } | undefined;
  onClose: () => void;
};

/** What answers: one variant, or several with their shares, and a shadow. What answers now goes on until the next is warm. */
export function RolloutDialog({ endpoint, chosen, onClose }: Props) {
  const t = useTranslations("endpoints");
  const [typed, setTyped] = useState(() => {
    const standing = rolloutOf(endpoint);
    const [first] = standing.variants;
    if (!chosen || !first) return standing;
    return { ...standing, variants: [{ ...first, ...chosen, remote: null, percent: String(SLOTS) }] };
  });
  const body = rolloutBody(typed);
  const total = totalOf(typed.variants);
  const save = useEndpointDeed(
    () => changeEndpoint(endpoint, body ?? {}),
    ({ name }) => {
      toast.success(t("rolled_out", { name }));
      onClose();
    },
  );
  const isSplit = typed.variants.length > 1;
  return (
    <EndpointForm
      title={t("change")}
      description={t("change_text")}
      confirm={t("change_confirm")}
      size="lg"
      busy={save.busy}
      disabled={body === null || (isSplit && total !== SLOTS)}
      general={save.general}
      onClose={onClose}
      onSubmit={() => save.run()}
    >
      {typed.variants.map((variant, at) => (
        <VariantRow
          key={variant.id}
          title={isSplit ? t("variant_number", { number: at + 1 }) : null}
          variant={variant}
          isShared={isSplit}
          field={(part) =>
            save.field(`/variants/${at}${part}`) ?? (part === "" ? save.field("/variant") : undefined)
          }
          onChange={(next) =>
            setTyped({ ...typed, variants: typed.variants.map((one) => (one.id === next.id ? next : one)) })
          }
          onRemove={isSplit ? () => setTyped(withoutVariant(typed, variant.id)) : null}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="sm"
          icon={Plus}
          disabled={typed.variants.length >= LIMITS.variants}
          onClick={() => setTyped(withCanary(typed))}
        >
          {t("variant_add")}
        </Button>
        {typed.shadow ? null : (
          <Button size="sm" icon={Plus} onClick={() => setTyped(withShadow(typed))}>
            {t("shadow_add")}
          </Button>
        )}
        {isSplit ? (
          <span role="status" className={total === SLOTS ? "text-fg-muted text-sm" : "text-danger text-sm"}>
            {total === null ? t("total_unknown") : t("total", { total })}
          </span>
        ) : null}
      </div>
      {isSplit ? (
        <StickyFields
          sticky={typed.sticky}
          error={save.field("/sticky")}
          onChange={(sticky) => setTyped({ ...typed, sticky })}
        />
      ) : null}
      <JoinedFields value={typed.join} field={save.field} onChange={(join) => setTyped({ ...typed, join })} />
      {typed.shadow ? (
        <VariantRow
          title={t("shadow")}
          hint={t("shadow_text")}
          variant={typed.shadow}
          isShared
          field={(part) => save.field(`/shadow${part}`)}
          onChange={(shadow) => setTyped({ ...typed, shadow })}
          onRemove={() => setTyped({ ...typed, shadow: null })}
        />
      ) : null}
    </EndpointForm>
  );
}
