"use client";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ApiError, api, replyOf } from "@/lib/client/api";
import { browserZone } from "@/lib/client/time-zones";
import type { UserView } from "@/lib/team/schema";
import { AuthCard } from "./auth-card";
import { InputField } from "./input-field";
import { OrLine } from "./or-line";
import { signIn } from "./sign-in";
import { SsoButtons, type SsoChoice } from "./sso-buttons";
import { SsoDomainNote } from "./sso-domain-note";
import { useSsoDomain } from "./use-sso-domain";

type Props = {
  token: string;
  invite: {
    team: string;
    invitedBy: string | null;
    email: string | null;
    role: "viewer" | "editor" | "admin";
  };
  providers: readonly SsoChoice[];
  passwordsClosed: boolean;
  ssoDomains: readonly string[];
};

export function InviteForm({ token, invite, providers, passwordsClosed, ssoDomains }: Props) {
  const sso = useTranslations("auth.sso");
  const t = useTranslations("auth.invite");
  const field = useTranslations("auth.setup");
  const role = useTranslations("team.role");
  const locale = useLocale();
  const [values, setValues] = useState({ name: "", email: invite.email ?? "", password: "" });
  const domain = useSsoDomain({ email: values.email, ssoDomains, providers, next: `/invite/${token}` });
  const join = useMutation({
    mutationFn: async () => {
      if (domain) {
        if (await domain.start()) return;
        throw new Error(sso("errors.unavailable"));
      }
      await api.post("/invites/accept", replyOf<typeof UserView>(), {
        body: { ...values, token, locale, time_zone: browserZone() },
      });
      await signIn(values.email, values.password);
      window.location.assign("/");
    },
  });
  const problem = join.error instanceof ApiError ? join.error : null;
  const text = (key: "name" | "email" | "password", autoComplete: string) => (
    <InputField
      label={field(key)}
      hint={key === "password" ? field("password_hint") : undefined}
      error={problem?.field(`/${key}`)}
      required
      type={key === "name" ? "text" : key}
      name={key}
      autoComplete={autoComplete}
      readOnly={key === "email" && invite.email !== null}
      value={values[key]}
      onValue={(value) => setValues({ ...values, [key]: value })}
    />
  );
  const shown = ["name", "email", "password"].some((key) => problem?.field(`/${key}`));
  return (
    <AuthCard
      title={t("title_of", { team: invite.team })}
      description={t(invite.invitedBy ? "description_by" : "description", {
        name: invite.invitedBy ?? "",
        role: role(invite.role),
      })}
      above={
        providers.length > 0 ? (
          <div className="grid gap-3">
            <SsoButtons providers={providers} next={`/invite/${token}`} />
            {passwordsClosed ? null : <OrLine />}
          </div>
        ) : null
      }
      formHidden={passwordsClosed}
      error={join.error && !shown ? join.error.message : null}
      submit={domain ? sso("go_on") : t("submit")}
      busy={join.isPending || join.isSuccess}
      onSubmit={() => join.mutate()}
    >
      {text("name", "name")}
      {text("email", "username")}
      {domain ? (
        <SsoDomainNote sso={domain} passwordLabel={t("password_for_admins")} />
      ) : (
        text("password", "new-password")
      )}
    </AuthCard>
  );
}
