import { useLocale, useTranslations } from "next-intl";
import { Sparkline } from "@/components/ui/sparkline";
import { bytes, number } from "@/lib/client/format";
import type { WorkerView } from "@/lib/tasks/schema";
import { overHour } from "./over-hour";

type Props = { samples: WorkerView["samples"]; now: number; what: "cpu" | "memory"; width?: number };

/** What a worker and its tasks used in the last hour, and now. */
export function WorkerLoad({ samples, now, what, width = 72 }: Props) {
  const t = useTranslations("workers");
  const locale = useLocale();
  const last = samples.at(-1);
  if (!last) return <span className="text-fg-subtle">{"–"}</span>;
  const text =
    what === "cpu" ? t("cpus", { count: number(last.cpu, locale) }) : bytes(last.memory_bytes, locale);
  const values = overHour(samples, now).map((one) =>
    one === null ? null : what === "cpu" ? one.cpu : one.memory_bytes,
  );
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Sparkline values={values} label={t(`${what}_hour`, { now: text })} width={width} height={18} />
      <span className="nums">{text}</span>
    </span>
  );
}
