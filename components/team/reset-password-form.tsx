"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ApiError, api, NoReply } from "@/lib/client/api";
import { AuthCard } from "./auth-card";
import { InputField } from "./input-field";

export function ResetPasswordForm({ token }: { token: string }) {
  const t = useTranslations("auth.reset");
  const field = useTranslations("auth.setup");
  const [password, setPassword] = useState("");
  const reset = useMutation({
    mutationFn: () => api.post("/password-reset", NoReply, { body: { token, password } }),
    onSuccess: () => window.location.assign("/sign-in"),
  });
  const problem = reset.error instanceof ApiError ? reset.error : null;
  const ofPassword = problem?.field("/password");
  const message = problem?.field("/token") ? t("gone") : reset.error?.message;
  return (
    <AuthCard
      title={t("title")}
      description={t("description")}
      error={ofPassword ? null : (message ?? null)}
      submit={t("submit")}
      busy={reset.isPending}
      onSubmit={() => reset.mutate()}
    >
      <InputField
        label={t("password")}
        hint={field("password_hint")}
        error={ofPassword}
        required
        type="password"
        name="password"
        autoComplete="new-password"
        value={password}
        onValue={setPassword}
      />
    </AuthCard>
  );
}
