"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { startSso } from "./start-sso";

export type SsoChoice = { id: string; name: string };

type Props = {
  providers: readonly SsoChoice[];
  /** The page after sign-in. */
  next: string;
  /** "Continue with" unless this is given. */
  label?: ((name: string) => string) | undefined;
};

/** One button a provider. */
export function SsoButtons({ providers, next, label }: Props) {
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
          {label?.(name) ?? t("continue", { name })}
        </Button>
      ))}
      <p role="alert" className="text-danger text-sm empty:hidden">
        {failed ? t("errors.unavailable") : null}
      </p>
    </div>
  );
}
