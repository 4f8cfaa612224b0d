"use client";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { pipelineQueries } from "../queries";
import { fileRows } from "./file-changes";
import { FileList } from "./file-list";
import { FilePane, SpecPane } from "./file-pane";
import { findFile } from "./find-file";
import { VersionList } from "./version-list";

/** Stands for no comparison in a select, whose values must not be empty. */
const NONE = "none";

/** Versions of a pipeline, the spec and files of one, and changes between two. The URL has the selection. */
export function CodePanes({ dagId }: { dagId: string }) {
  const t = useTranslations("pipelines");
  const [at, go] = useQueryStates(
    { version: parseAsInteger, compare: parseAsInteger, file: parseAsString, line: parseAsInteger },
    { history: "push" },
  );
  const versions = useQuery(pipelineQueries.versions(dagId));
  const all = versions.data?.data ?? [];
  const current = all.find(({ number }) => number === at.version) ?? all[0];
  const other = all.find(({ number }) => number === at.compare && number !== current?.number) ?? null;
  const number = current?.number ?? 0;
  const own = useQuery({ ...pipelineQueries.versionFiles(dagId, number), enabled: current !== undefined });
  const old = useQuery({
    ...pipelineQueries.versionFiles(dagId, other?.number ?? 0),
    enabled: other !== null,
  });

  if (versions.isPending) return <TableSkeleton rows={6} label={t("versions")} />;
  if (!versions.data) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!current) return <EmptyState icon={<History aria-hidden />} title={t("no_versions")} />;
  const failed = [own, old].find((query) => query.isError);
  const ownFiles = own.data?.data ?? [];
  const oldFiles = old.data?.data ?? [];
  const before = other?.number ?? null;
  // A traceback names the file where the task ran.
  const named =
    at.file === null
      ? null
      : findFile(
          at.file,
          [...ownFiles, ...oldFiles].map(({ path }) => path),
        );
  const file = named ?? at.file;

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
      <Card title={t("versions")} flush>
        <VersionList
          dagId={dagId}
          versions={all}
          selected={current.number}
          onSelect={(version) => void go({ version, compare: version === at.compare ? null : at.compare })}
        />
      </Card>
      <Card
        title={t("version_number", { number: current.number })}
        flush
        className="overflow-hidden"
        actions={
          all.length > 1 ? (
            <Select
              label={t("compare")}
              className="w-56"
              value={other ? String(other.number) : NONE}
              options={[
                { value: NONE, label: t("compare_none") },
                ...all
                  .filter((one) => one.number !== current.number)
                  .map((one) => ({
                    value: String(one.number),
                    label: t("compare_with", { number: one.number }),
                  })),
              ]}
              onChange={(value) => void go({ compare: value === NONE ? null : Number(value) })}
            />
          ) : undefined
        }
      >
        {failed ? (
          <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
        ) : (
          <>
            <FileList
              spec={other && other.spec_sha256 !== current.spec_sha256 ? "changed" : null}
              files={own.data && (!other || old.data) ? fileRows(ownFiles, other ? oldFiles : null) : []}
              selected={file}
              onSelect={(path) => void go({ file: path, line: null })}
            />
            {file === null ? (
              <SpecPane dagId={dagId} number={current.number} before={before} />
            ) : own.data && (!other || old.data) ? (
              <FilePane
                dagId={dagId}
                number={current.number}
                before={before}
                path={file}
                line={at.line}
                isOwn={ownFiles.some(({ path }) => path === file)}
                isOld={oldFiles.some(({ path }) => path === file)}
              />
            ) : null}
          </>
        )}
      </Card>
    </div>
  );
}
