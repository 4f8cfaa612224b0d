"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ApiError, api, replyOf } from "@/lib/client/api";
import type { NewInvite } from "@/lib/team/schema";
import { ROLES } from "@/lib/team/values";

const FORM = "invite";

export function InviteDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("team.members");
  const roleName = useTranslations("team.role");
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("viewer");
  const invite = useMutation({
    mutationFn: () =>
      api.post("/invites", replyOf<typeof NewInvite>(), { body: { role, ...(email ? { email } : {}) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["team"] }),
  });
  const problem = invite.error instanceof ApiError ? invite.error : null;
  const change = (next: boolean) => {
    if (!next) {
      invite.reset();
      setEmail("");
    }
    onOpenChange(next);
  };
  const footer = invite.data ? (
    <Button variant="primary" onClick={() => change(false)}>
      {t("done")}
    </Button>
  ) : (
    <Button type="submit" form={FORM} variant="primary" busy={invite.isPending}>
      {t("create")}
    </Button>
  );
  return (
    <Dialog open={open} onOpenChange={change} title={t("invite")} footer={footer}>
      {invite.data ? (
        <div className="grid gap-3">
          <p className="text-sm">{t("invite_link")}</p>
          <CodeBlock code={`${window.location.origin}${invite.data.link_path}`} wrap />
        </div>
      ) : (
        <form
          id={FORM}
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate();
          }}
        >
          <Field
            label={t("invite_email")}
            hint={t("invite_hint")}
            error={problem?.field("/email") ?? (problem?.errors.length === 0 ? problem.message : undefined)}
          >
            {(control) => (
              <Input
                {...control}
                type="email"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("role")}>
            {({ "aria-required": _, ...control }) => (
              <Select
                {...control}
                options={ROLES.map((value) => ({ value, label: roleName(value) }))}
                value={role}
                onChange={setRole}
              />
            )}
          </Field>
        </form>
      )}
    </Dialog>
  );
}
