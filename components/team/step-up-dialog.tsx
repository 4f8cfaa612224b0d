"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ApiError, api, NoReply, onStepUp } from "@/lib/client/api";

const FORM = "step-up";

/** Asks for the password again when the server wants to be sure; what was asked for then goes on by itself. */
export function StepUpDialog() {
  const t = useTranslations("team.step_up");
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const settle = useRef<(proven: boolean) => void>(() => {});
  const confirm = useMutation({
    mutationFn: () => api.post("/me/step-up", NoReply, { body: { password } }),
    onSuccess: () => close(true),
  });
  function close(proven: boolean) {
    setOpen(false);
    setPassword("");
    confirm.reset();
    settle.current(proven);
  }
  useEffect(
    () =>
      onStepUp(() => {
        settle.current(false);
        setOpen(true);
        return new Promise((resolve) => {
          settle.current = resolve;
        });
      }),
    [],
  );
  const problem = confirm.error instanceof ApiError ? confirm.error : null;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close(false)}
      title={t("title")}
      description={t("text")}
      size="sm"
      footer={
        <Button type="submit" form={FORM} variant="primary" busy={confirm.isPending}>
          {t("confirm")}
        </Button>
      }
    >
      <form
        id={FORM}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate();
        }}
      >
        <Field
          label={t("password")}
          hint={t("no_password")}
          error={problem?.field("/password") ? t("wrong") : problem?.message}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
