"use client";
import { Waypoints } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/client/cn";
import { type LineageNode, STAGES } from "./lineage";
import { COLUMN_PX, NODE, type Placed, placed } from "./place";

type Props = {
  nodes: readonly LineageNode[];
  chosen: string | null;
  onChoose: (id: string) => void;
};

/** A column for each stage, with lines from what things are made of. Each thing is a link to its page. */
export function LineagePicture({ nodes, chosen, onChoose }: Props) {
  const t = useTranslations("feature_lineage");
  const picture = placed(nodes);
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]));
  return (
    <section
      tabIndex={0}
      aria-label={t("title")}
      className="overflow-x-auto p-4 focus-visible:-outline-offset-2"
    >
      <div className="relative" style={{ width: picture.width, height: picture.height + HEAD_PX }}>
        <svg
          aria-hidden
          className="pointer-events-none absolute left-0 text-border-strong"
          style={{ top: HEAD_PX }}
          width={picture.width}
          height={picture.height}
        >
          {picture.lines.map(({ id, from, to }) => (
            <path key={id} d={pathOf(from, to)} fill="none" stroke="currentColor" strokeWidth={1.25} />
          ))}
        </svg>
        {STAGES.map((stage, column) => (
          <div key={stage} className="absolute top-0" style={{ left: column * COLUMN_PX, width: NODE.width }}>
            <h2 className="flex items-center font-medium text-fg-subtle text-xs" style={{ height: HEAD_PX }}>
              {t(`stages.${stage}`)}
            </h2>
            <ul>
              {picture.nodes
                .filter((one) => one.stage === stage)
                .map((one) => (
                  <li
                    key={one.id}
                    className={cn(
                      "group absolute flex items-center gap-1 rounded-md border bg-surface pr-1 pl-2.5",
                      one.id === chosen && "border-accent outline outline-1 outline-accent",
                    )}
                    style={{ top: one.y + HEAD_PX, ...NODE }}
                  >
                    <span className="min-w-0 flex-1 leading-4">
                      <Link
                        href={one.href}
                        title={one.name}
                        className="block truncate font-medium text-sm hover:underline"
                      >
                        {one.name}
                      </Link>
                      <span className="block truncate text-2xs text-fg-muted">
                        {t(`kinds.${one.kind}`)}
                        {one.at === undefined ? null : (
                          <>
                            {" · "}
                            <RelativeTime at={one.at} />
                          </>
                        )}
                      </span>
                      {one.from.length > 0 ? (
                        <span className="sr-only">
                          {t("made_of", { names: one.from.map((id) => nameOf.get(id) ?? id).join(", ") })}
                        </span>
                      ) : null}
                    </span>
                    <IconButton
                      icon={Waypoints}
                      size="sm"
                      label={t("only", { name: one.name })}
                      onClick={() => onChoose(one.id)}
                    />
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

const HEAD_PX = 28;

function pathOf(from: Placed, to: Placed): string {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
