"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Pencil, Plus, Save, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { SavedView, ViewPage } from "@/lib/runs/schema";
import { changeView, deleteView, savedViews, saveView, VIEWS_KEY } from "./views-queries";

const ViewDialog = dynamic(() => import("./view-dialog").then((module) => module.ViewDialog), { ssr: false });
const PATHS = { runs: "/runs", tasks: "/runs/tasks" } as const;

/** Saved views of this list: those of the team and one's own. The address names the one that is shown. */
export function ViewsMenu({ page, canShare }: { page: ViewPage; canShare: boolean }) {
  const t = useTranslations("run_views");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const router = useRouter();
  const params = useSearchParams();
  const client = useQueryClient();
  const [editing, setEditing] = useState<{ target: SavedView | null } | null>(null);
  const views = (useQuery(savedViews).data?.data ?? []).filter((one) => one.page === page);
  const shown = views.find(({ id }) => id === params.get("view")) ?? null;
  const mayChange = shown !== null && (canShare || (shown.is_own && !shown.is_shared));
  const search = withoutView(params);
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => client.invalidateQueries({ queryKey: VIEWS_KEY }),
    onError: (error) => toast.error(errorText(error).text),
  });
  const go = (to: string, id: string | null) => {
    const next = new URLSearchParams(to);
    if (id !== null) next.set("view", id);
    router.push(next.size > 0 ? `${PATHS[page]}?${next}` : PATHS[page]);
  };
  const remove = ({ id, name, is_shared, search: its }: SavedView) =>
    change.mutate(() => deleteView(id), {
      onSuccess: () => {
        go(search, null);
        toast.success(t("deleted", { name }), {
          action: {
            label: common("undo"),
            onClick: () => change.mutate(() => saveView({ page, name, is_shared, search: its })),
          },
        });
      },
    });
  return (
    <>
      <Menu
        trigger={
          <Button icon={Bookmark} className="max-w-56">
            <span className="truncate">{shown ? shown.name : t("views")}</span>
          </Button>
        }
      >
        {views.map((one) => (
          <MenuItem key={one.id} onSelect={() => go(one.search, one.id)}>
            <span className="flex min-w-0 items-baseline justify-between gap-3">
              <span className="min-w-0 break-words">{one.name}</span>
              <span className="shrink-0 text-2xs text-fg-subtle">{t(one.is_shared ? "team" : "own")}</span>
            </span>
          </MenuItem>
        ))}
        {views.length > 0 ? <MenuSeparator /> : null}
        {shown && mayChange ? (
          <MenuItem icon={Save} onSelect={() => change.mutate(() => changeView(shown.id, { search }))}>
            {t("save_into", { name: shown.name })}
          </MenuItem>
        ) : null}
        <MenuItem icon={Plus} onSelect={() => setEditing({ target: null })}>
          {t("save_new")}
        </MenuItem>
        {shown && mayChange ? (
          <>
            <MenuItem icon={Pencil} onSelect={() => setEditing({ target: shown })}>
              {t("edit")}
            </MenuItem>
            <MenuItem icon={Trash2} danger onSelect={() => remove(shown)}>
              {t("delete", { name: shown.name })}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {editing ? (
        <ViewDialog
          target={editing.target}
          page={page}
          search={search}
          canShare={canShare}
          onSaved={(id) => go(search, id)}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </>
  );
}

function withoutView(params: { toString(): string }): string {
  const rest = new URLSearchParams(params.toString());
  rest.delete("view");
  return rest.toString();
}
