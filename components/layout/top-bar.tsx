"use client";
import { Menu as MenuIcon, Search, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useOffline } from "@/components/live/live-provider";
import { useRangeInUse } from "@/components/time/range";
import { RangePicker } from "@/components/time/range-picker";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { AccountMenu } from "./account-menu";
import type { ShellUser } from "./shell-user";

type TopBarProps = { user: ShellUser; onMenu: () => void; onSearch: () => void; onHelp: () => void };

export function TopBar({ user, onMenu, onSearch, onHelp }: TopBarProps) {
  const t = useTranslations("shell");
  const ranged = useRangeInUse();
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-bg/92 px-3 backdrop-blur-sm sm:px-4">
      <IconButton icon={MenuIcon} label={t("menu")} onClick={onMenu} className="md:hidden" />
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 w-full max-w-72 min-w-0 items-center gap-2 rounded-md border border-border-strong bg-surface px-2.5 text-fg-subtle text-sm hover:bg-surface-2 hover:text-fg-muted"
      >
        <Search aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{t("search")}</span>
        <Kbd keys="mod+K" className="ml-auto max-sm:hidden" />
      </button>
      <div className="ml-auto flex items-center gap-2">
        <OfflinePill />
        {ranged ? <RangePicker /> : null}
        <AccountMenu user={user} onHelp={onHelp} />
      </div>
    </header>
  );
}

/** Appears after five seconds without the server; pages then poll every ten. */
function OfflinePill() {
  const t = useTranslations("shell");
  const offline = useOffline();
  return (
    <span role="status">
      {offline ? (
        <span className="inline-flex h-6 items-center gap-1.5 rounded-full bg-warning-soft px-2.5 text-warning text-xs">
          <WifiOff aria-hidden className="size-3.5 shrink-0" />
          <span className="max-sm:sr-only">{t("offline")}</span>
        </span>
      ) : null}
    </span>
  );
}
