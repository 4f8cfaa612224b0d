"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError, api, NoReply, onStepUp } from "@/lib/client/api";
import { InputField } from "./input-field";
import { OrLine } from "./or-line";
import { teamQueries } from "./queries";
import { SsoButtons } from "./sso-buttons";
import { stepUpPath } from "./step-up-outcome";

const FORM = "step-up";

/**
 * Confirms the person's identity when the server asks for it. After a password the refused call is repeated; a provider
 * is another page, so the person returns here and tries again.
 */
export function StepUpDialog() {
  const t = useTranslations("team.step_up");
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const settle = useRef<(proven: boolean) => void>(() => {});
  const ways = useQuery({ ...teamQueries.stepUpWays(), enabled: open });
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
  const providers = ways.data?.providers ?? [];
  // Offers the password when the ways could not be read.
  const byPassword = ways.data?.password ?? ways.isError;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close(false)}
      title={t("title")}
      description={t("text")}
      size="sm"
      footer={
        byPassword ? (
          <Button type="submit" form={FORM} variant="primary" busy={confirm.isPending}>
            {t("confirm")}
          </Button>
        ) : null
      }
    >
      <div className="grid gap-4">
        {ways.isPending ? <Skeleton className="h-8" /> : null}
        {providers.length > 0 ? (
          <div className="grid gap-1.5">
            <SsoButtons
              providers={providers}
              next={open ? stepUpPath() : "/"}
              label={(name) => t("confirm_with", { name })}
            />
            <p className="text-fg-subtle text-xs">{t("comes_back")}</p>
          </div>
        ) : null}
        {providers.length > 0 && byPassword ? <OrLine /> : null}
        {byPassword ? (
          <form
            id={FORM}
            onSubmit={(event) => {
              event.preventDefault();
              confirm.mutate();
            }}
          >
            <InputField
              label={t("password")}
              error={problem?.field("/password") ? t("wrong") : problem?.message}
              type="password"
              autoComplete="current-password"
              autoFocus
              value={password}
              onValue={setPassword}
            />
          </form>
        ) : null}
        {ways.isSuccess && !byPassword && providers.length === 0 ? (
          <p className="text-sm">{t("no_way")}</p>
        ) : null}
      </div>
    </Dialog>
  );
}
