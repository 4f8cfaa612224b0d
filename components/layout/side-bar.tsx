"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/client/cn";
import { keyCaps } from "@/lib/client/hotkeys";
import { Logo } from "./logo";
import { isActive, type NavItem } from "./nav-items";

type SideBarProps = {
  items: readonly NavItem[];
  teamName: string;
  collapsed: boolean;
  /** Missing in the phone's drawer, which has its own close button. */
  onToggle?: (() => void) | undefined;
  onNavigate?: (() => void) | undefined;
};

const SECTIONS = [null, "build", "operate", "team"] as const;

export function SideBar({ items, teamName, collapsed, onToggle, onNavigate }: SideBarProps) {
  const t = useTranslations("shell");
  return (
    <div className="flex h-full flex-col">
      <div className={cn("flex h-12 shrink-0 items-center gap-2 px-3.5", collapsed && "justify-center px-0")}>
        <Link
          href="/"
          aria-label={`${teamName}, ${t("home")}`}
          className="flex min-w-0 items-center gap-2 rounded-sm"
          {...(onNavigate ? { onClick: onNavigate } : {})}
        >
          <Logo className="shrink-0" />
          {collapsed ? null : <span className="truncate font-semibold text-sm">{teamName}</span>}
        </Link>
      </div>
      <nav aria-label={t("navigation")} className="min-h-0 flex-1 overflow-y-auto px-2 py-1">
        {SECTIONS.map((section) => {
          const members = items.filter((item) => item.section === section);
          if (members.length === 0) return null;
          return (
            <Fragment key={section}>
              {section && !collapsed ? (
                <h2 className="px-2 pt-4 pb-1 text-2xs text-fg-subtle">{t(`section.${section}`)}</h2>
              ) : null}
              {section && collapsed ? <div className="mx-2 my-2 h-px bg-border" /> : null}
              <ul className="grid gap-px">
                {members.map((item) => (
                  <SideBarLink key={item.id} item={item} collapsed={collapsed} onNavigate={onNavigate} />
                ))}
              </ul>
            </Fragment>
          );
        })}
      </nav>
      {onToggle ? (
        <div
          className={cn("flex h-11 shrink-0 items-center px-2", collapsed ? "justify-center" : "justify-end")}
        >
          <IconButton
            icon={collapsed ? PanelLeftOpen : PanelLeftClose}
            label={t(collapsed ? "side_bar_show" : "side_bar_hide")}
            shortcut="["
            aria-expanded={!collapsed}
            onClick={onToggle}
          />
        </div>
      ) : null}
    </div>
  );
}

function SideBarLink({
  item,
  collapsed,
  onNavigate,
}: {
  item: NavItem;
  collapsed: boolean;
  onNavigate: (() => void) | undefined;
}) {
  const t = useTranslations("shell");
  const active = isActive(item, usePathname());
  const href = useHrefWithRange(item.href);
  const Icon = item.icon;
  const name = t(`nav.${item.id}`);
  const link = (
    <Link
      href={href}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      aria-current={active ? "page" : undefined}
      aria-label={collapsed ? name : undefined}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 text-fg-muted text-sm hover:bg-surface-3/60 hover:text-fg",
        collapsed && "justify-center",
        active && "bg-surface-3 font-medium text-fg hover:bg-surface-3",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", active ? "text-fg" : "text-fg-subtle")} />
      {collapsed ? null : <span className="truncate">{name}</span>}
    </Link>
  );
  return (
    <li>
      {collapsed ? (
        <Tooltip text={name} shortcut={keyCaps(`KeyG ${item.go}`)} side="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}

/** Links between areas keep the time range; other parameters belong to their page. */
export function useHrefWithRange(href: string): string {
  const params = useSearchParams();
  const kept = new URLSearchParams();
  for (const key of ["from", "to"]) {
    const value = params.get(key);
    if (value) kept.set(key, value);
  }
  return kept.size > 0 ? `${href}?${kept}` : href;
}
