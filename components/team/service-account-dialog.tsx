"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ApiError, api, replyOf } from "@/lib/client/api";
import type { ServiceAccountView } from "@/lib/team/schema";
import { ROLES } from "@/lib/team/values";

const FORM = "service-account";

/** Creates an account, or changes `target`. Mounted when it opens, so that it starts with the present values. */
export function ServiceAccountDialog({
  target,
  onClose,
}: {
  target: ServiceAccountView | null;
  onClose: () => void;
}) {
  const t = useTranslations("team.service_accounts");
  const roleName = useTranslations("team.role");
  const client = useQueryClient();
  const [name, setName] = useState(target?.name ?? "");
  const [about, setAbout] = useState(target?.description ?? "");
  const [role, setRole] = useState<string>(target?.role ?? "viewer");
  const save = useMutation({
    mutationFn: () => {
      const body = { name, role, description: about.trim() || null };
      const reply = replyOf<typeof ServiceAccountView>();
      return target
        ? api.patch(`/service-accounts/${target.id}`, reply, { body })
        : api.post("/service-accounts", reply, { body });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["team"] });
      onClose();
    },
  });
  const problem = save.error instanceof ApiError ? save.error : null;
  const general = problem && problem.errors.length > 0 ? undefined : save.error?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={target ? t("edit_title", { name: target.name }) : t("create")}
      footer={
        <Button type="submit" form={FORM} variant="primary" busy={save.isPending}>
          {target ? t("save") : t("create")}
        </Button>
      }
    >
      <form
        id={FORM}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("name")} hint={t("name_hint")} error={problem?.field("/name")} required>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("role")} hint={t("role_hint")}>
          {({ "aria-required": _, ...control }) => (
            <Select
              {...control}
              options={ROLES.map((value) => ({ value, label: roleName(value) }))}
              value={role}
              onChange={setRole}
            />
          )}
        </Field>
        <Field label={t("about")} optionalLabel={t("optional")} error={problem?.field("/description")}>
          {(control) => (
            <Input {...control} value={about} onChange={(event) => setAbout(event.target.value)} />
          )}
        </Field>
        <p role="alert" className="text-danger text-sm empty:hidden">
          {general}
        </p>
      </form>
    </Dialog>
  );
}
