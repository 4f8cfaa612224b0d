"use client";
import { ChartSpline, FileSpreadsheet, ImageDown, Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { type Named, pictureOf } from "./picture";
import { saveBlob } from "./save-blob";
import { csvOf, type TableData } from "./table-data";
import { TwinTable } from "./twin-table";

type Props = {
  title: string;
  description?: ReactNode;
  controls?: ReactNode;
  /** Of files, without the ending. */
  fileName: string;
  /** Made when it is looked at or saved. */
  table: () => TableData;
  legend?: readonly Named[];
  height: number;
  children: ReactNode;
  footer?: ReactNode;
};

/** A chart with its choices, its twin as a table, and both as files. */
export function ChartCard(props: Props) {
  const { title, description, controls, fileName, table, legend = [], height, children, footer } = props;
  const t = useTranslations("charts");
  const box = useRef<HTMLDivElement>(null);
  const [asTable, setAsTable] = useState(false);
  const savePicture = async () => {
    const drawn = box.current ? await pictureOf(box.current, { title, legend }) : null;
    if (drawn) saveBlob(`${fileName}.png`, drawn);
  };
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border bg-surface shadow-card">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 pt-2">
        <div className="min-w-0 flex-1">
          <h3 className="break-words font-semibold text-sm leading-7">{title}</h3>
          {description ? <p className="nums text-fg-subtle text-xs">{description}</p> : null}
        </div>
        <div className="flex gap-1">
          <IconButton
            size="sm"
            icon={asTable ? ChartSpline : Table2}
            label={t(asTable ? "as_chart" : "as_table")}
            onClick={() => setAsTable(!asTable)}
          />
          <IconButton
            size="sm"
            icon={ImageDown}
            label={t("save_png")}
            disabled={asTable}
            onClick={() => void savePicture()}
          />
          <IconButton
            size="sm"
            icon={FileSpreadsheet}
            label={t("save_csv")}
            onClick={() =>
              saveBlob(`${fileName}.csv`, new Blob([csvOf(table())], { type: "text/csv;charset=utf-8" }))
            }
          />
        </div>
      </header>
      {controls ? <div className="flex flex-wrap items-end gap-x-3 gap-y-2 px-4 py-2">{controls}</div> : null}
      <div className="px-4 pb-3">
        {asTable ? (
          <TwinTable label={t("table_of", { title })} data={table()} height={height} />
        ) : (
          <>
            <div ref={box} className="min-w-0">
              {children}
            </div>
            {footer}
          </>
        )}
      </div>
    </section>
  );
}
