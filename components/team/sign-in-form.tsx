"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { AuthCard } from "./auth-card";
import { InputField } from "./input-field";
import { OrLine } from "./or-line";
import { type SignInResult, signIn } from "./sign-in";
import { SsoButtons, type SsoChoice } from "./sso-buttons";
import { SsoDomainNote } from "./sso-domain-note";
import type { SsoError } from "./sso-error";
import { useSsoDomain } from "./use-sso-domain";

type Props = {
  next: string;
  team: string;
  providers: readonly SsoChoice[];
  error: SsoError | null;
  /** Passwords are for admins only, so a link shows the form. */
  passwordsClosed: boolean;
  /** Domains whose people sign in through a provider. */
  ssoDomains: readonly string[];
};

export function SignInForm({ next, team, providers, error, passwordsClosed, ssoDomains }: Props) {
  const t = useTranslations("auth.sign_in");
  const sso = useTranslations("auth.sso");
  const [formOpen, setFormOpen] = useState(!passwordsClosed);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<SignInResult | null>(null);

  const domain = useSsoDomain({ email, ssoDomains: passwordsClosed ? [] : ssoDomains, providers, next });

  async function submit() {
    setBusy(true);
    setResult(null);
    if (domain) {
      if (await domain.start()) return;
      setBusy(false);
      return setResult({ kind: "unavailable" });
    }
    const answer = await signIn(email, password);
    // A full page load, so that every server component sees the new session.
    if (answer.kind === "ok") return window.location.assign(next);
    setBusy(false);
    setResult(answer);
  }

  return (
    <AuthCard
      title={t("title")}
      description={t("description", { team })}
      above={
        providers.length > 0 ? (
          <div className="grid gap-3">
            {error ? (
              <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
                {sso(`errors.${error}`)}
              </p>
            ) : null}
            <SsoButtons providers={providers} next={next} />
            {formOpen ? (
              <OrLine />
            ) : (
              <Button variant="link" size="sm" onClick={() => setFormOpen(true)}>
                {sso("password_for_admins")}
              </Button>
            )}
          </div>
        ) : null
      }
      formHidden={!formOpen}
      error={messageOf(result, t)}
      submit={domain ? sso("go_on") : t("submit")}
      busy={busy}
      onSubmit={submit}
      footer={t("no_account")}
    >
      <InputField
        label={t("email")}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        value={email}
        onValue={setEmail}
      />
      {domain ? (
        <SsoDomainNote sso={domain} passwordLabel={sso("password_for_admins")} />
      ) : (
        <InputField
          label={t("password")}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
        />
      )}
    </AuthCard>
  );
}

function messageOf(
  result: SignInResult | null,
  t: ReturnType<typeof useTranslations<"auth.sign_in">>,
): string | null {
  if (!result || result.kind === "ok") return null;
  return result.kind === "rate_limited" ? t("rate_limited", { seconds: result.seconds }) : t(result.kind);
}
