"use client";
import { VirtualList } from "@/components/ui/virtual-list";
import type { TableData } from "./table-data";

const ROW_PX = 26;
const COLUMN_REM = 8;

type Props = { label: string; data: TableData; height: number };

/** A chart in numbers, for keyboards and screen readers. */
export function TwinTable({ label, data, height }: Props) {
  const rows = data.rows.map((cells, index) => ({ index, cells }));
  const minWidth = `${data.head.length * COLUMN_REM}rem`;
  const columns = { gridTemplateColumns: `repeat(${data.head.length}, minmax(0, 1fr))`, minWidth };
  return (
    <div style={{ maxHeight: height }} className="flex min-w-0 flex-col overflow-x-auto">
      <div
        style={columns}
        className="grid h-7 shrink-0 items-center gap-3 border-b text-fg-subtle text-xs"
        aria-hidden
      >
        {data.head.map((name) => (
          <span key={name} className="truncate" title={name}>
            {name}
          </span>
        ))}
      </div>
      <VirtualList
        label={label}
        items={rows}
        itemKey={({ index }) => String(index)}
        rowPx={ROW_PX}
        className="min-h-0 flex-1"
      >
        {({ cells }) => (
          <div style={columns} className="nums grid h-full items-center gap-3 text-xs">
            {data.head.map((name, column) => (
              <span key={name} className="truncate" title={String(cells[column] ?? "")}>
                <span className="sr-only">{`${name}: `}</span>
                {cells[column] ?? "–"}
              </span>
            ))}
          </div>
        )}
      </VirtualList>
    </div>
  );
}
