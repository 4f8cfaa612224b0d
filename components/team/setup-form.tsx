"use client";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { ApiError, api, NoReply } from "@/lib/client/api";
import { browserZone } from "@/lib/client/time-zones";
import { AuthCard } from "./auth-card";
import { InputField } from "./input-field";
import { signIn } from "./sign-in";

export function SetupForm({ token }: { token: string }) {
  const t = useTranslations("auth.setup");
  const locale = useLocale();
  const [values, setValues] = useState({ team_name: "", name: "", email: "", password: "" });
  const setUp = useMutation({
    mutationFn: async () => {
      const time_zone = browserZone();
      await api.post("/setup", NoReply, { body: { ...values, token, locale, time_zone } });
      await signIn(values.email, values.password);
    },
    onSuccess: () => window.location.assign("/"),
  });
  const problem = setUp.error instanceof ApiError ? setUp.error : null;
  const text = (
    key: "team_name" | "name" | "email" | "password",
    props: Pick<ComponentProps<typeof InputField>, "type" | "autoComplete" | "hint">,
  ) => (
    <InputField
      label={t(key)}
      error={problem?.field(`/${key}`)}
      required
      name={key}
      value={values[key]}
      onValue={(value) => setValues({ ...values, [key]: value })}
      {...props}
    />
  );
  const shown = ["team_name", "name", "email", "password"].some((key) => problem?.field(`/${key}`));
  return (
    <AuthCard
      title={t("title")}
      description={t("description")}
      error={setUp.error && !shown ? (problem?.field("/token") ?? setUp.error.message) : null}
      submit={t("submit")}
      busy={setUp.isPending}
      onSubmit={() => setUp.mutate()}
    >
      {text("team_name", { autoComplete: "organization" })}
      {text("name", { autoComplete: "name" })}
      {text("email", { type: "email", autoComplete: "username" })}
      {text("password", { type: "password", autoComplete: "new-password", hint: t("password_hint") })}
    </AuthCard>
  );
}
