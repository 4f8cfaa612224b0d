"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ApiError, api, NoReply } from "@/lib/client/api";

export function PasswordCard() {
  const t = useTranslations("team.password");
  const errorText = useErrorText();
  const [values, setValues] = useState({ current_password: "", new_password: "" });
  const change = useMutation({
    mutationFn: () => api.post("/me/password", NoReply, { body: values }),
    onSuccess: () => window.location.assign("/sign-in"),
    onError: (error) => {
      if (!(error instanceof ApiError && error.errors.length > 0)) toast.error(errorText(error).title);
    },
  });
  const problem = change.error instanceof ApiError ? change.error : null;
  return (
    <Card title={t("title")}>
      <form
        method="post"
        className="grid max-w-sm gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Field label={t("current")} error={problem?.field("/current_password")}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={values.current_password}
              onChange={(event) => setValues({ ...values, current_password: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("new")} hint={t("hint")} error={problem?.field("/new_password")}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={values.new_password}
              onChange={(event) => setValues({ ...values, new_password: event.target.value })}
            />
          )}
        </Field>
        <div>
          <Button type="submit" busy={change.isPending}>
            {t("change")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
