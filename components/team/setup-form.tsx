"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Field } from "@/components/ui/field";
import { controlClass } from "@/components/ui/input";
import { ApiError, api, NoReply } from "@/lib/client/api";
import { AuthCard } from "./auth-card";
import { InputField } from "./input-field";
import { signIn } from "./sign-in";

const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "ko", label: "한국어" },
];

export function SetupForm({ token, locale }: { token: string; locale: string }) {
  const t = useTranslations("auth.setup");
  const [values, setValues] = useState({ team_name: "", name: "", email: "", password: "", locale });
  const setUp = useMutation({
    mutationFn: async () => {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      await api.post("/setup", NoReply, { body: { ...values, token, time_zone } });
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
      description={token ? t("description") : t("link_missing")}
      error={setUp.error && !shown ? (problem?.field("/token") ?? setUp.error.message) : null}
      submit={t("submit")}
      busy={setUp.isPending}
      onSubmit={() => setUp.mutate()}
    >
      {text("team_name", { autoComplete: "organization" })}
      {text("name", { autoComplete: "name" })}
      {text("email", { type: "email", autoComplete: "username" })}
      {text("password", { type: "password", autoComplete: "new-password", hint: t("password_hint") })}
      <Field label={t("locale")}>
        {(control) => (
          // The browser's own: this page's budget has no room for another.
          <select
            {...control}
            className={`${controlClass} h-8`}
            value={values.locale}
            onChange={(event) => setValues({ ...values, locale: event.currentTarget.value })}
          >
            {LANGUAGES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </AuthCard>
  );
}
