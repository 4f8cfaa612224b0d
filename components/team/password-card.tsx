"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ApiError, api, NoReply } from "@/lib/client/api";
import { InputField } from "./input-field";

export function PasswordCard() {
  const t = useTranslations("team.password");
  const errorText = useErrorText();
  const [values, setValues] = useState({ current_password: "", new_password: "" });
  const change = useMutation({
    mutationFn: () => api.post("/me/password", NoReply, { body: values }),
    onSuccess: () => window.location.assign("/sign-in"),
    onError: (error) => {
      if (!(error instanceof ApiError && error.errors.length > 0)) toast.error(errorText(error).text);
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
        <InputField
          label={t("current")}
          error={problem?.field("/current_password")}
          type="password"
          autoComplete="current-password"
          value={values.current_password}
          onValue={(current_password) => setValues({ ...values, current_password })}
        />
        <InputField
          label={t("new")}
          hint={t("hint")}
          error={problem?.field("/new_password")}
          type="password"
          autoComplete="new-password"
          value={values.new_password}
          onValue={(new_password) => setValues({ ...values, new_password })}
        />
        <div>
          <Button type="submit" busy={change.isPending}>
            {t("change")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
