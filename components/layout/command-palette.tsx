"use client";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Archive, Search, Settings, UserRound, Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useRunName } from "@/components/runs/use-run-name";
import { useTimeZone } from "@/components/time/clock";
import { Kbd } from "@/components/ui/kbd";
import { StatusIcon } from "@/components/ui/status";
import { api, replyOf } from "@/lib/client/api";
import { keyCaps } from "@/lib/client/hotkeys";
import type { SearchHit, SearchReply } from "@/lib/search/schema";
import { matchesText } from "@/lib/search/values";
import type { NavItem } from "./nav-items";
import { useSubPages } from "./palette-pages";
import { verbOf } from "./palette-verb";
import { useGeneralActions, usePipelineActions } from "./use-palette-actions";

type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  items: readonly NavItem[];
  permissions: readonly string[];
  onGo: (href: string) => void;
  onToggleSideBar: () => void;
  onHelp: () => void;
};

const GROUPS = [
  { kind: "pipeline", label: "pipelines" },
  { kind: "run", label: "runs" },
  { kind: "task", label: "tasks" },
  { kind: "artifact", label: "artifacts" },
  { kind: "user", label: "users" },
] as const;

/** Loaded when it is first opened. */
export default function CommandPalette(props: PaletteProps) {
  const t = useTranslations("shell.palette");
  return (
    <Dialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-40 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 animate-in overflow-hidden rounded-xl bg-pop shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Palette {...props} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ onOpenChange, items, permissions, onGo, onToggleSideBar, onHelp }: PaletteProps) {
  const t = useTranslations("shell.palette");
  const shell = useTranslations("shell");
  const zone = useTimeZone();
  const [text, setText] = useState("");
  const typed = useDeferredValue(text.trim());
  const { verb, rest: query } = verbOf(typed);
  // The result of an older text is not shown; the group is empty until the new one arrives.
  const search = useQuery({
    queryKey: ["search", { q: query, zone }],
    queryFn: ({ signal }) =>
      api.get("/search", replyOf<typeof SearchReply>(), { query: { q: query, time_zone: zone }, signal }),
    enabled: query.length > 0,
  });
  const hits = query ? (search.data?.data ?? []) : [];
  const run = (action: () => void) => () => {
    onOpenChange(false);
    action();
  };
  const general = useGeneralActions({ onGo, onToggleSideBar, onHelp }, typed);
  const actions = [...usePipelineActions(hits, verb, permissions, onGo), ...general];
  const pages = items.filter((item) => matchesText(`${shell(`nav.${item.id}`)} ${item.id}`, typed));
  const below = useSubPages(permissions).filter((page) => typed !== "" && matchesText(page.words, typed));
  const shown = [
    ...(verb ? actions.map((action) => `action:${action.id}`) : []),
    ...GROUPS.flatMap(({ kind }) => hits.filter((hit) => hit.kind === kind).map((hit) => hit.href)),
    ...pages.map((item) => `page:${item.id}`),
    ...below.map((page) => `page:${page.href}`),
    ...(verb ? [] : actions.map((action) => `action:${action.id}`)),
  ];
  // Results arrive later and above earlier items; Enter opens the first.
  const [chosen, setChosen] = useState<{ value: string; among: SearchReply | undefined }>();
  const stands = chosen?.among === search.data && shown.includes(chosen?.value ?? "");
  const status = search.isError
    ? t("failed")
    : search.isFetching
      ? t("searching")
      : t("empty", { query: typed });
  const actionGroup = (
    <Group heading={t("actions")}>
      {actions.map((action) => (
        <Item
          key={action.id}
          value={`action:${action.id}`}
          icon={<action.icon aria-hidden />}
          keys={action.keys}
          onSelect={run(action.run)}
        >
          {action.name}
        </Item>
      ))}
    </Group>
  );

  return (
    <Command
      shouldFilter={false}
      loop
      label={t("title")}
      value={(stands ? chosen?.value : shown[0]) ?? ""}
      onValueChange={(value) => setChosen({ value, among: search.data })}
    >
      <div className="flex items-center gap-2.5 border-b px-3.5">
        <Search aria-hidden className="size-4 shrink-0 text-fg-subtle" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t("placeholder")}
          className="h-12 w-full bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
        {verb ? actionGroup : null}
        {GROUPS.map(({ kind, label }) => (
          <Hits
            key={kind}
            heading={t(label)}
            hits={hits.filter((hit) => hit.kind === kind)}
            onChoose={(hit) => run(() => onGo(hit.href))()}
          />
        ))}
        <Group heading={t("pages")}>
          {[
            ...pages.map((item) => (
              <Item
                key={item.id}
                value={`page:${item.id}`}
                icon={<item.icon aria-hidden />}
                keys={`KeyG ${item.go}`}
                onSelect={run(() => onGo(item.href))}
              >
                {shell(`nav.${item.id}`)}
              </Item>
            )),
            ...below.map((page) => (
              <Item
                key={page.href}
                value={`page:${page.href}`}
                icon={<Settings aria-hidden />}
                onSelect={run(() => onGo(page.href))}
              >
                {page.name}
              </Item>
            )),
          ]}
        </Group>
        {verb ? null : actionGroup}
        {typed && (shown.length === 0 || (search.isFetching && hits.length === 0)) ? (
          <p role="status" className="px-2 py-4 text-center text-fg-muted text-sm">
            {status}
          </p>
        ) : null}
      </Command.List>
    </Command>
  );
}

const HIT_ICON = {
  pipeline: <Workflow aria-hidden />,
  run: null,
  task: null,
  artifact: <Archive aria-hidden />,
  user: <UserRound aria-hidden />,
} as const;

function Hits({
  heading,
  hits,
  onChoose,
}: {
  heading: string;
  hits: readonly SearchHit[];
  onChoose: (hit: SearchHit) => void;
}) {
  const nameOf = useRunName();
  if (hits.length === 0) return null;
  return (
    <Group heading={heading}>
      {hits.map((hit) => (
        <Item
          key={hit.href}
          value={hit.href}
          icon={HIT_ICON[hit.kind] ?? <StatusIcon state={hit.state ?? "none"} />}
          onSelect={() => onChoose(hit)}
        >
          <span className="truncate" title={hit.title}>
            {hit.kind === "run" && hit.run ? nameOf(hit.run) : hit.title}
          </span>
          <span className="truncate text-fg-subtle text-xs">
            {hit.kind === "artifact" && hit.run ? `${hit.detail} · ${nameOf(hit.run)}` : hit.detail}
          </span>
        </Item>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-fg-subtle"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = {
  value: string;
  icon: ReactNode;
  keys?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
};

function Item({ value, icon, keys, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-surface-2 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-fg-subtle"
    >
      {icon}
      <span className="flex min-w-0 flex-1 items-baseline gap-2">{children}</span>
      {keys ? <Kbd keys={keyCaps(keys)} className="max-sm:hidden" /> : null}
    </Command.Item>
  );
}
