"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ApiError, api, NoReply } from "@/lib/client/api";
import { LOCALE_COOKIE } from "@/lib/client/locales";
import type { IdentityList } from "@/lib/team/schema";
import { LinkedAccounts } from "./linked-accounts";
import { PasswordCard } from "./password-card";
import type { PanelSession } from "./session-props";
import type { SsoChoice } from "./sso-buttons";
import type { SsoError } from "./sso-error";

const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "ko", label: "한국어" },
];
const YEAR_SECONDS = 365 * 24 * 3_600;

type Props = {
  session: PanelSession;
  providers: readonly SsoChoice[];
  error: SsoError | null;
  identities: IdentityList;
};

export function ProfilePanel({ session, providers, error, identities }: Props) {
  const t = useTranslations("team.profile");
  const router = useRouter();
  const errorText = useErrorText();
  const [values, setValues] = useState({
    name: session.user.name,
    locale: session.locale,
    time_zone: session.timeZone,
  });
  const save = useMutation({
    mutationFn: () => api.patch("/me", NoReply, { body: values }),
    onSuccess: () => {
      // biome-ignore lint/suspicious/noDocumentCookie: the language must be known before the page's first byte, and Cookie Store is not everywhere yet.
      document.cookie = `${LOCALE_COOKIE}=${values.locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
      toast.success(t("saved"));
      router.refresh();
    },
    onError: (error) => toast.error(errorText(error).text),
  });
  const problem = save.error instanceof ApiError ? save.error : null;
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
                onChange={(event) => setValues({ ...values, name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("language")}>
            {({ "aria-required": _, ...control }) => (
              <Select
                {...control}
                options={LANGUAGES}
                value={values.locale}
                onChange={(locale) => setValues({ ...values, locale })}
              />
            )}
          </Field>
          <Field label={t("time_zone")} error={problem?.field("/time_zone")}>
            {(control) => (
              <Input
                {...control}
                value={values.time_zone}
                onChange={(event) => setValues({ ...values, time_zone: event.target.value })}
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
