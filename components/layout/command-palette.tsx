"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Keyboard, Moon, PanelLeft, Search, Sun, UserRound, Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Dialog } from "radix-ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { StatusIcon } from "@/components/ui/status";
import { api, replyOf } from "@/lib/client/api";
import { keyCaps } from "@/lib/client/hotkeys";
import type { SearchHit, SearchReply } from "@/lib/search/schema";
import { matchesText } from "@/lib/search/values";
import type { NavItem } from "./nav-items";

type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  items: readonly NavItem[];
  onGo: (href: string) => void;
  onToggleSideBar: () => void;
  onHelp: () => void;
};

const GROUPS = [
  { kind: "pipeline", label: "pipelines" },
  { kind: "run", label: "runs" },
  { kind: "task", label: "tasks" },
  { kind: "user", label: "users" },
] as const;

/** A chunk of its own, loaded when it is first opened. */
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

function Palette({ onOpenChange, items, onGo, onToggleSideBar, onHelp }: PaletteProps) {
  const t = useTranslations("shell.palette");
  const shell = useTranslations("shell");
  const { resolvedTheme, setTheme } = useTheme();
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const search = useQuery({
    queryKey: ["search", { q: query }],
    queryFn: ({ signal }) =>
      api.get("/search", replyOf<typeof SearchReply>(), { query: { q: query }, signal }),
    enabled: query.length > 0,
    placeholderData: keepPreviousData,
  });
  const hits = query ? (search.data?.data ?? []) : [];
  const run = (action: () => void) => () => {
    onOpenChange(false);
    action();
  };
  const dark = resolvedTheme === "dark";
  const actions = [
    {
      id: "theme",
      name: shell(dark ? "theme_light" : "theme_dark"),
      icon: dark ? Sun : Moon,
      run: () => setTheme(dark ? "light" : "dark"),
    },
    {
      id: "side-bar",
      name: shell("keys.side_bar"),
      icon: PanelLeft,
      run: onToggleSideBar,
      keys: "BracketLeft",
    },
    { id: "help", name: shell("keyboard"), icon: Keyboard, run: onHelp, keys: "shift+Slash" },
  ];
  const pages = items.filter((item) => matchesText(`${shell(`nav.${item.id}`)} ${item.id}`, query));
  const shownActions = actions.filter((action) => matchesText(`${action.name} ${action.id}`, query));
  const shown = [
    ...GROUPS.flatMap(({ kind }) => hits.filter((hit) => hit.kind === kind).map((hit) => hit.href)),
    ...pages.map((item) => `page:${item.id}`),
    ...shownActions.map((action) => `action:${action.id}`),
  ];
  // What is found comes later than the text, and above what was there: Enter means the first of it.
  const [chosen, setChosen] = useState<{ value: string; among: SearchReply | undefined }>();
  const stands = chosen?.among === search.data && shown.includes(chosen?.value ?? "");
  const status = search.isError ? t("failed") : search.isFetching ? t("searching") : t("empty", { query });

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
        {GROUPS.map(({ kind, label }) => (
          <Hits
            key={kind}
            heading={t(label)}
            hits={hits.filter((hit) => hit.kind === kind)}
            onChoose={(hit) => run(() => onGo(hit.href))()}
          />
        ))}
        <Group heading={t("pages")}>
          {pages.map((item) => (
            <Item
              key={item.id}
              value={`page:${item.id}`}
              icon={<item.icon aria-hidden />}
              keys={`KeyG ${item.go}`}
              onSelect={run(() => onGo(item.href))}
            >
              {shell(`nav.${item.id}`)}
            </Item>
          ))}
        </Group>
        <Group heading={t("actions")}>
          {shownActions.map((action) => (
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
        {query && hits.length + pages.length + shownActions.length === 0 ? (
          <p role="status" className="px-2 py-8 text-center text-fg-muted text-sm">
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
          <span className="truncate">{hit.title}</span>
          <span className="truncate text-fg-subtle text-xs">{hit.detail}</span>
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
