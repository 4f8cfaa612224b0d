import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { SsoDomain } from "./use-sso-domain";

/** A note under the address: how people of its domain sign in, and how admins still can. */
export function SsoDomainNote({ sso, passwordLabel }: { sso: SsoDomain; passwordLabel: string }) {
  const t = useTranslations("auth.sso");
  return (
    <div
      role="status"
      className="grid justify-items-start gap-1.5 rounded-md bg-info-soft px-3 py-2.5 text-sm"
    >
      <p className="wrap-anywhere">{t("domain", { domain: sso.domain, name: sso.provider.name })}</p>
      <Button variant="link" size="sm" onClick={sso.usePassword}>
        {passwordLabel}
      </Button>
    </div>
  );
}
