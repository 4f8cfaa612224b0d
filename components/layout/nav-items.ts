import {
  Archive,
  Box,
  Cpu,
  FlaskConical,
  House,
  Layers,
  ListChecks,
  Logs,
  type LucideIcon,
  Radio,
  ScrollText,
  Settings,
  Target,
  Workflow,
} from "lucide-react";

/**
 * The areas of the console in the order of the side bar. A test checks that each has a page. An area is shown to people
 * with its permission. Names: messages `shell.nav.<id>`.
 */
export type NavItem = {
  id:
    | "home"
    | "pipelines"
    | "runs"
    | "backfills"
    | "experiments"
    | "models"
    | "features"
    | "endpoints"
    | "predictions"
    | "artifacts"
    | "workers"
    | "logs"
    | "audit"
    | "settings";
  href: string;
  /** Pages elsewhere that are tabs of this area. */
  also?: string;
  icon: LucideIcon;
  section: "build" | "operate" | "team" | null;
  /** The permission that makes the page useful; null for none. */
  permission: string | null;
  /** `g` then this key goes there; a key place, see lib/client/hotkeys. */
  go: string;
};

export const NAV_ITEMS: readonly NavItem[] = [
  { id: "home", href: "/", icon: House, section: null, permission: null, go: "KeyH" },
  {
    id: "pipelines",
    href: "/pipelines",
    icon: Workflow,
    section: "build",
    permission: "pipelines:read",
    go: "KeyP",
  },
  { id: "runs", href: "/runs", icon: ListChecks, section: "build", permission: "runs:read", go: "KeyR" },
  {
    id: "experiments",
    href: "/experiments",
    icon: FlaskConical,
    section: "build",
    permission: "experiments:read",
    go: "KeyE",
  },
  {
    id: "models",
    href: "/models",
    icon: Box,
    section: "build",
    permission: "models:read",
    go: "KeyM",
  },
  {
    id: "features",
    href: "/features",
    icon: Layers,
    section: "build",
    permission: "features:read",
    go: "KeyF",
  },
  {
    id: "endpoints",
    href: "/endpoints",
    icon: Radio,
    section: "build",
    permission: "endpoints:read",
    go: "KeyN",
  },
  {
    id: "artifacts",
    href: "/artifacts",
    icon: Archive,
    section: "build",
    permission: "artifacts:read",
    go: "KeyA",
  },
  {
    id: "predictions",
    href: "/predictions",
    also: "/batch-predictions",
    icon: Target,
    section: "operate",
    permission: "predictions:read",
    go: "KeyD",
  },
  {
    id: "workers",
    href: "/workers",
    icon: Cpu,
    section: "operate",
    permission: "queues:read",
    go: "KeyQ",
  },
  { id: "logs", href: "/logs", icon: Logs, section: "operate", permission: "logs:read", go: "KeyL" },
  { id: "audit", href: "/audit", icon: ScrollText, section: "team", permission: "audit:read", go: "KeyU" },
  { id: "settings", href: "/settings", icon: Settings, section: "team", permission: null, go: "Comma" },
];

export function navFor(permissions: readonly string[]): readonly NavItem[] {
  return NAV_ITEMS.filter((item) => item.permission === null || permissions.includes(item.permission));
}

export function isActive({ href, also }: NavItem, pathname: string): boolean {
  if (href === "/") return pathname === "/";
  return [href, ...(also ? [also] : [])].some((one) => pathname === one || pathname.startsWith(`${one}/`));
}
