import { Radio } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

/** An endpoint that answers with a version. */
export function EndpointChip({ name }: { name: string }) {
  const t = useTranslations("models");
  return (
    <Badge tone="success" icon={Radio} title={t("live_at", { name })}>
      <span className="sr-only">{t("live_at", { name })}</span>
      <span aria-hidden>{name}</span>
    </Badge>
  );
}
