import { Radio } from "lucide-react";
import { useTranslations } from "next-intl";
import { endpointHref } from "@/components/endpoints/queries";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";

/** An endpoint that answers with a version. */
export function EndpointChip({ name }: { name: string }) {
  const t = useTranslations("models");
  return (
    <Link href={endpointHref(name)} className="inline-flex min-w-0 rounded-sm hover:underline">
      <Badge tone="success" icon={Radio} title={t("live_at", { name })}>
        <span className="sr-only">{t("live_at", { name })}</span>
        <span aria-hidden>{name}</span>
      </Badge>
    </Link>
  );
}
