"use client";
import { useLocale, useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { percent } from "@/lib/client/format";
import type { EndpointView } from "@/lib/endpoints/schema";
import { rollBackEndpoint } from "./queries";
import { useEndpointDeed } from "./use-endpoint-deed";
import { variantText } from "./variant-label";

type Props = { endpoint: EndpointView; onClose: () => void };

/** Says what answers now, and what will. */
export function RollbackDialog({ endpoint, onClose }: Props) {
  const t = useTranslations("endpoints");
  const { name, variants, previous } = endpoint;
  const back = useEndpointDeed(
    () => rollBackEndpoint(endpoint),
    () => {
      toast.success(t("rolled_back", { name }));
      onClose();
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("roll_back_title", { name })}
      description={t("roll_back_text")}
      confirmLabel={t("roll_back")}
      busy={back.busy}
      error={back.text}
      onConfirm={() => back.run()}
    >
      <dl className="grid gap-2 text-sm">
        <Answering label={t("answers_now")} variants={variants} />
        <Answering label={t("answers_then")} variants={previous?.variants ?? []} />
      </dl>
    </ConfirmDialog>
  );
}

function Answering({ label, variants }: { label: string; variants: EndpointView["variants"] }) {
  const locale = useLocale();
  return (
    <div>
      <dt className="text-fg-subtle text-xs">{label}</dt>
      {variants.map((variant) => (
        <dd key={variant.number} className="break-words">
          <code>{variantText(variant)}</code>
          {variants.length > 1 ? ` · ${percent(variant.percent / 100, locale)}` : null}
        </dd>
      ))}
    </div>
  );
}
