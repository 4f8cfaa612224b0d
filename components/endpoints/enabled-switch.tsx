"use client";
import { useTranslations } from "next-intl";
import { Switch } from "@/components/ui/choice";
import { toast } from "@/components/ui/toaster";
import type { EndpointView } from "@/lib/endpoints/schema";
import { changeEndpoint } from "./queries";
import { useEndpointDeed } from "./use-endpoint-deed";

/** Off: every question is answered with 503. */
export function EnabledSwitch({ endpoint }: { endpoint: EndpointView }) {
  const t = useTranslations("endpoints");
  const change = useEndpointDeed(
    (enabled: boolean) => changeEndpoint(endpoint, { enabled }),
    ({ name, enabled }) => toast.success(t(enabled ? "switched_on" : "switched_off", { name })),
  );
  return (
    <div className="grid gap-1">
      <Switch
        label={t("enabled")}
        hint={t("enabled_hint")}
        checked={endpoint.enabled}
        disabled={change.busy}
        onChange={(enabled) => change.run(enabled)}
      />
      {change.text ? (
        <p role="alert" className="text-danger text-sm">
          {change.text}
        </p>
      ) : null}
    </div>
  );
}
