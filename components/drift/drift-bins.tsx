"use client";
import { useLocale, useTranslations } from "next-intl";
import { number, percent } from "@/lib/client/format";
import type { DriftBin } from "@/lib/drift/schema";
import { rangeText } from "./range-text";

/** `names`: of both sides, where they are not the reference and the window. */
type Props = { bins: readonly DriftBin[]; names?: { reference: string; live: string } | undefined };

/** Shares of the reference and of the window, bin by bin: bars of one length for one share. */
export function DriftBins({ bins, names }: Props) {
  const t = useTranslations("drift");
  const { reference: before, live: now } = names ?? { reference: t("bar_reference"), live: t("bar_live") };
  const locale = useLocale();
  const all = { reference: 0, live: 0 };
  for (const bin of bins) {
    all.reference += bin.reference;
    all.live += bin.live;
  }
  const shares = bins.map((bin) => ({
    name: nameOf(bin),
    reference: bin.reference / (all.reference || 1),
    live: bin.live / (all.live || 1),
  }));
  const most = Math.max(...shares.flatMap(({ reference, live }) => [reference, live]), 0.01);
  function nameOf(bin: DriftBin): string {
    if (bin.kind === "range") return rangeText(bin, (value) => number(value, locale, 6));
    return bin.kind === "value" ? (bin.value ?? "") : t(`bins.${bin.kind}`);
  }
  return (
    <table className="w-full max-w-3xl text-xs">
      <caption className="mb-2 text-left text-fg-muted">
        <span className="me-4 inline-flex items-center gap-1.5">
          <span aria-hidden className="inline-block h-2 w-4 rounded-sm bg-border-strong" />
          {before}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="inline-block h-2 w-4 rounded-sm bg-chart-1" />
          {now}
        </span>
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("bin")}</th>
          <th scope="col">{t("shares")}</th>
          <th scope="col">{before}</th>
          <th scope="col">{now}</th>
        </tr>
      </thead>
      <tbody>
        {shares.map(({ name, reference, live }) => (
          <tr key={name}>
            <th
              scope="row"
              title={name}
              className="nums max-w-48 truncate py-0.5 pe-3 text-right font-normal text-fg-muted"
            >
              {name}
            </th>
            <td aria-hidden className="w-full py-0.5">
              <span
                className="block h-1.5 rounded-sm bg-border-strong"
                style={{ width: `${(100 * reference) / most}%` }}
              />
              <span
                className="mt-px block h-1.5 rounded-sm bg-chart-1"
                style={{ width: `${(100 * live) / most}%` }}
              />
            </td>
            <td className="nums whitespace-nowrap ps-3 text-right text-fg-subtle">
              {percent(reference, locale)}
            </td>
            <td className="nums whitespace-nowrap ps-3 text-right">{percent(live, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
