"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { startSso } from "./start-sso";

export type SsoChoice = { id: string; name: string };

/** One button a provider; `next` is where the person goes afterwards. */
export function SsoButtons({ providers, next }: { providers: readonly SsoChoice[]; next: string }) {
  const t = useTranslations("auth.sso");
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  async function go(id: string) {
    setBusy(id);
    setFailed(false);
    if (await startSso(id, next)) return;
    setBusy(null);
    setFailed(true);
  }
  return (
    <div className="grid gap-2">
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          icon={KeyRound}
          busy={busy === id}
          disabled={busy !== null}
          onClick={() => void go(id)}
        >
          {t("continue", { name })}
        </Button>
      ))}
      <p role="alert" className="text-danger text-sm empty:hidden">
        {failed ? t("errors.unavailable") : null}
      </p>
    </div>
  );
}
