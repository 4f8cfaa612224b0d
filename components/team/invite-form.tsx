"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ApiError, api, replyOf } from "@/lib/client/api";
import type { UserView } from "@/lib/team/schema";
import { AuthCard } from "./auth-card";
import { signIn } from "./sign-in";
import { SsoButtons, type SsoChoice } from "./sso-buttons";

type Props = { token: string; providers: readonly SsoChoice[]; passwordsClosed: boolean };

export function InviteForm({ token, providers, passwordsClosed }: Props) {
  const sso = useTranslations("auth.sso");
  const t = useTranslations("auth.invite");
  const field = useTranslations("auth.setup");
  const [values, setValues] = useState({ name: "", email: "", password: "" });
  const join = useMutation({
    mutationFn: async () => {
      await api.post("/invites/accept", replyOf<typeof UserView>(), { body: { ...values, token } });
      await signIn(values.email, values.password);
    },
    onSuccess: () => window.location.assign("/"),
  });
  const problem = join.error instanceof ApiError ? join.error : null;
  const text = (key: "name" | "email" | "password", type: string, autoComplete: string) => (
    <Field
      label={field(key)}
      {...(key === "password" ? { hint: field("password_hint") } : {})}
      error={problem?.field(`/${key}`)}
      required
    >
      {(control) => (
        <Input
          {...control}
          type={type}
          name={key}
          autoComplete={autoComplete}
          value={values[key]}
          onChange={(event) => setValues({ ...values, [key]: event.target.value })}
        />
      )}
    </Field>
  );
  const shown = ["name", "email", "password"].some((key) => problem?.field(`/${key}`));
  return (
    <AuthCard
      title={t("title")}
      description={t("description")}
      above={
        providers.length > 0 ? (
          <div className="grid gap-3">
            <SsoButtons providers={providers} next={`/invite/${token}`} />
            {passwordsClosed ? null : (
              <p className="flex items-center gap-3 text-fg-subtle text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
                {sso("or")}
              </p>
            )}
          </div>
        ) : null
      }
      formHidden={passwordsClosed}
      error={join.error && !shown ? join.error.message : null}
      submit={t("submit")}
      busy={join.isPending}
      onSubmit={() => join.mutate()}
    >
      {text("name", "text", "name")}
      {text("email", "email", "username")}
      {text("password", "password", "new-password")}
    </AuthCard>
  );
}
