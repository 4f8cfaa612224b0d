"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { AuthCard } from "./auth-card";
import { type SignInResult, signIn } from "./sign-in";

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth.sign_in");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<SignInResult | null>(null);

  async function submit() {
    setBusy(true);
    const answer = await signIn(email, password);
    // A full load: every server component must see the new session.
    if (answer.kind === "ok") return window.location.assign(next);
    setBusy(false);
    setResult(answer);
  }

  return (
    <AuthCard
      title={t("title")}
      description={t("description")}
      error={messageOf(result, t)}
      submit={t("submit")}
      busy={busy}
      onSubmit={submit}
      footer={t("no_account")}
    >
      <Field label={t("email")}>
        {(control) => (
          <Input
            {...control}
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("password")}>
        {(control) => (
          <Input
            {...control}
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
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
