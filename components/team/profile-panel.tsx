"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { forgetLocale, keepLocale } from "@/components/layout/save-locale";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ApiError, api, NoReply } from "@/lib/client/api";
import { isLocale, LANGUAGES, type Locale } from "@/lib/client/locales";
import type { IdentityList } from "@/lib/team/schema";
import { LinkedAccounts } from "./linked-accounts";
import { PasswordCard } from "./password-card";
import type { PanelSession } from "./session-props";
import type { SsoChoice } from "./sso-buttons";
import type { SsoError } from "./sso-error";
import { ZonePicker } from "./zone-picker";

/** Stands for no choice in a select, whose values must not be empty. */
const SYSTEM = "system";

type Props = {
  session: PanelSession;
  /** The language that this browser asks for. */
  browserLocale: Locale;
  providers: readonly SsoChoice[];
  error: SsoError | null;
  identities: IdentityList;
};

type Values = { name: string; locale: string | null; time_zone: string | null };

export function ProfilePanel({ session, browserLocale, providers, error, identities }: Props) {
  const t = useTranslations("team.profile");
  const router = useRouter();
  const errorText = useErrorText();
  const saved: Values = {
    name: session.user.name,
    locale: session.ownLocale,
    time_zone: session.ownTimeZone,
  };
  const [edits, setEdits] = useState<Partial<Values>>({});
  const values = { ...saved, ...edits };
  const save = useMutation({
    // Sends changed fields only, so that saving a name does not also store the browser's language.
    mutationFn: () => api.patch("/me", NoReply, { body: edits }),
    onSuccess: () => {
      if (edits.locale !== undefined) {
        if (isLocale(edits.locale)) keepLocale(edits.locale);
        else forgetLocale();
      }
      setEdits({});
      toast.success(t("saved"));
      router.refresh();
    },
    onError: (problem) => {
      const told = problem instanceof ApiError && problem.errors.length > 0;
      if (!told) toast.error(errorText(problem).text);
    },
  });
  const problem = save.error instanceof ApiError ? save.error : null;
  const nameOf = (locale: string) => LANGUAGES.find(({ value }) => value === locale)?.label ?? locale;
  return (
    <>
      <Card title={t("title")}>
        <form
          className="grid max-w-sm gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Field label={t("name")} error={problem?.field("/name")}>
            {(control) => (
              <Input
                {...control}
                autoComplete="name"
                value={values.name}
                onChange={(event) => setEdits({ ...edits, name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("language")} error={problem?.field("/locale")}>
            {({ "aria-required": _, ...control }) => (
              <Select
                {...control}
                options={[
                  { value: SYSTEM, label: t("system", { value: nameOf(browserLocale) }) },
                  ...LANGUAGES,
                ]}
                value={values.locale ?? SYSTEM}
                onChange={(locale) => setEdits({ ...edits, locale: locale === SYSTEM ? null : locale })}
              />
            )}
          </Field>
          <Field label={t("time_zone")} error={problem?.field("/time_zone")}>
            {(control) => (
              <ZonePicker
                control={control}
                value={values.time_zone}
                onChange={(time_zone) => setEdits({ ...edits, time_zone })}
              />
            )}
          </Field>
          <div>
            <Button type="submit" variant="primary" busy={save.isPending}>
              {t("save")}
            </Button>
          </div>
        </form>
      </Card>
      {providers.length > 0 ? (
        <LinkedAccounts providers={providers} error={error} identities={identities} />
      ) : null}
      {identities.has_password ? <PasswordCard /> : null}
    </>
  );
}
