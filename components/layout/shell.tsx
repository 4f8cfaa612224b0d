"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { cn } from "@/lib/client/cn";
import { tellZone } from "@/lib/client/time-zones";
import { ConsoleProviders } from "./console-providers";
import { navFor } from "./nav-items";
import { saveSideBar } from "./save-side-bar";
import type { ShellUser } from "./shell-user";
import { SideBar } from "./side-bar";
import { TopBar } from "./top-bar";

const CommandPalette = lazy(() => import("./command-palette"));
const HelpDialog = lazy(() => import("./help-dialog").then((module) => ({ default: module.HelpDialog })));
/** What is loaded when it is first opened. */
type Opened = "unused" | "open" | "closed";

type ShellProps = {
  user: ShellUser;
  teamName: string;
  permissions: readonly string[];
  timeZone: string;
  startedAt: number;
  collapsedAtStart: boolean;
  children: ReactNode;
};

export function Shell({
  user,
  teamName,
  permissions,
  timeZone,
  startedAt,
  collapsedAtStart,
  children,
}: ShellProps) {
  return (
    <ConsoleProviders startedAt={startedAt} timeZone={timeZone}>
      <Frame user={user} teamName={teamName} permissions={permissions} collapsedAtStart={collapsedAtStart}>
        {children}
      </Frame>
    </ConsoleProviders>
  );
}

function Frame({
  user,
  teamName,
  permissions,
  collapsedAtStart,
  children,
}: Omit<ShellProps, "timeZone" | "startedAt">) {
  const t = useTranslations("shell");
  const router = useRouter();
  const items = navFor(permissions);
  // People without a chosen zone see times in their browser's; the next page knows it from the start.
  useEffect(() => {
    if (tellZone()) router.refresh();
  }, [router]);
  const [collapsed, setCollapsed] = useState(collapsedAtStart);
  const [drawer, setDrawer] = useState(false);
  const [help, setHelp] = useState<Opened>("unused");
  const [palette, setPalette] = useState<Opened>("unused");

  const toggle = () => {
    saveSideBar(!collapsed);
    setCollapsed(!collapsed);
  };
  const go = (href: string) => {
    const kept = new URLSearchParams(window.location.search);
    for (const key of [...kept.keys()]) if (key !== "from" && key !== "to") kept.delete(key);
    router.push(kept.size > 0 ? `${href}${href.includes("?") ? "&" : "?"}${kept}` : href);
  };
  useHotkeys([
    { keys: "mod+KeyK", label: t("keys.palette"), run: () => setPalette("open"), inInputs: true },
    { keys: "shift+Slash", label: t("keys.help"), run: () => setHelp("open") },
    { keys: "Slash", label: t("keys.filter"), run: focusFilter },
    { keys: "BracketLeft", label: t("keys.side_bar"), run: toggle },
    ...items.map((item) => ({
      keys: `KeyG ${item.go}`,
      label: t("keys.go_to", { area: t(`nav.${item.id}`) }),
      run: () => go(item.href),
    })),
  ]);

  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-primary px-3 py-1.5 text-on-primary text-sm focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <aside
        className={cn(
          "sticky top-0 hidden h-dvh shrink-0 border-r bg-bg md:block",
          collapsed ? "w-13" : "w-55",
        )}
      >
        <SideBar items={items} teamName={teamName} collapsed={collapsed} onToggle={toggle} />
      </aside>
      <Dialog.Root open={drawer} onOpenChange={setDrawer}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim md:hidden" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-40 w-64 animate-fade bg-bg shadow-pop outline-none md:hidden"
          >
            <Dialog.Title className="sr-only">{t("navigation")}</Dialog.Title>
            <SideBar
              items={items}
              teamName={teamName}
              collapsed={false}
              onNavigate={() => setDrawer(false)}
            />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          user={user}
          onMenu={() => setDrawer(true)}
          onSearch={() => setPalette("open")}
          onHelp={() => setHelp("open")}
        />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          {children}
        </main>
      </div>
      {help === "unused" ? null : (
        <Suspense>
          <HelpDialog open={help === "open"} onOpenChange={(open) => setHelp(open ? "open" : "closed")} />
        </Suspense>
      )}
      {palette === "unused" ? null : (
        <Suspense>
          <CommandPalette
            open={palette === "open"}
            onOpenChange={(open) => setPalette(open ? "open" : "closed")}
            items={items}
            permissions={permissions}
            onGo={go}
            onToggleSideBar={toggle}
            onHelp={() => setHelp("open")}
          />
        </Suspense>
      )}
    </div>
  );
}

function focusFilter(): void {
  document.querySelector<HTMLInputElement>("[data-page-filter]")?.focus();
}
