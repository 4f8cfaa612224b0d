"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ApiError, api } from "@/lib/client/api";
import { UserView } from "@/lib/team/schema";
import { AuthCard } from "./auth-card";
import { signIn } from "./sign-in";

export function InviteForm({ token }: { token: string }) {
  const t = useTranslations("auth.invite");
  const field = useTranslations("auth.setup");
  const [values, setValues] = useState({ name: "", email: "", password: "" });
  const join = useMutation({
    mutationFn: async () => {
      await api.post("/invites/accept", UserView, { body: { ...values, token } });
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
