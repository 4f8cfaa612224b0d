"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronRight, File, Folder, Images } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { cn } from "@/lib/client/cn";
import { bytes } from "@/lib/client/format";
import type { RunFile } from "@/lib/experiments/schema";
import { seriesIn } from "./image-series";
import { type FileOwner, folderQuery } from "./queries";
import type { Picked } from "./use-picked";

type Props = {
  owner: FileOwner;
  picked: Picked | null;
  onPick: (picked: Picked) => void;
  /** Files still come. */
  isLive: boolean;
};

/** One folder, and below it those that were opened. Each is read when it opens, by pages. */
export function FileList({ path, none, ...props }: Props & { path: string; none: ReactNode }) {
  const t = useTranslations("run_files");
  const { owner, picked, onPick, isLive } = props;
  const pages = useInfiniteQuery(folderQuery(owner, path, isLive));
  if (pages.isPending) return <TableSkeleton rows={2} label={t("loading")} />;
  if (pages.isError)
    return <ErrorState className="py-4" error={pages.error} onRetry={() => void pages.refetch()} />;
  const { series, rest } = seriesIn(pages.data.pages.flatMap(({ data }) => data));
  if (series.length === 0 && rest.length === 0) return none;
  const isPicked = (one: Picked) =>
    picked?.path === one.path && picked.series === one.series && picked.owner.id === owner.id;
  return (
    <ul>
      {series.map(({ key, images }) => {
        const one = { owner, path, series: key };
        return (
          <li key={`+${key}`}>
            <Row
              icon={<Images aria-hidden />}
              name={key}
              detail={t("steps", { count: images.length })}
              isPicked={isPicked(one)}
              onClick={() => onPick(one)}
            />
          </li>
        );
      })}
      {rest.map((file) => (
        <li key={file.path}>
          {file.is_folder ? (
            <FolderRow {...props} path={file.path} />
          ) : (
            <FileRow
              file={file}
              isPicked={isPicked({ owner, path: file.path, series: null })}
              onClick={() => onPick({ owner, path: file.path, series: null })}
            />
          )}
        </li>
      ))}
      {pages.hasNextPage ? (
        <li>
          <Button
            size="sm"
            variant="link"
            className="min-h-7 px-2"
            busy={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

/** Open from the start where what is picked lies in it. */
function FolderRow(props: Props & { path: string }) {
  const t = useTranslations("run_files");
  const { path, picked, owner } = props;
  const holdsPicked =
    picked?.owner.id === owner.id &&
    (picked.path.startsWith(`${path}/`) || (picked.path === path && picked.series !== null));
  const [open, setOpen] = useState(holdsPicked);
  return (
    <>
      <Row
        icon={<Folder aria-hidden />}
        name={nameOf(path)}
        isOpen={open}
        isPicked={false}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <div className="ml-3 border-l pl-1">
          <FileList
            {...props}
            none={<p className="px-2 py-1 text-fg-muted text-xs">{t("folder_empty")}</p>}
          />
        </div>
      ) : null}
    </>
  );
}

function FileRow({ file, isPicked, onClick }: { file: RunFile; isPicked: boolean; onClick: () => void }) {
  const locale = useLocale();
  return (
    <Row
      icon={<File aria-hidden />}
      name={nameOf(file.path)}
      detail={bytes(file.size_bytes ?? 0, locale)}
      isPicked={isPicked}
      onClick={onClick}
    />
  );
}

type RowProps = {
  icon: ReactNode;
  name: string;
  detail?: string;
  isPicked: boolean;
  /** Of a folder. */
  isOpen?: boolean;
  onClick: () => void;
};

function Row({ icon, name, detail, isPicked, isOpen, onClick }: RowProps) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-current={isPicked ? "true" : undefined}
      onClick={onClick}
      className={cn(
        "flex min-h-7 w-full min-w-0 items-center gap-1.5 rounded-md px-2 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2",
        isPicked && "bg-surface-3 font-medium",
      )}
    >
      {isOpen === undefined ? (
        <span className="w-4 shrink-0" />
      ) : (
        <ChevronRight
          aria-hidden
          className={cn("size-4 shrink-0 text-fg-subtle transition-transform", isOpen && "rotate-90")}
        />
      )}
      <span className="text-fg-subtle [&_svg]:size-4">{icon}</span>
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      {detail ? <span className="nums shrink-0 text-fg-subtle text-xs">{detail}</span> : null}
    </button>
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
