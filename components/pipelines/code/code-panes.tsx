"use client";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { pipelineQueries } from "../queries";
import { fileRows } from "./file-changes";
import { FileList } from "./file-list";
import { CodePane } from "./file-pane";
import { findFile } from "./find-file";
import { firstFile } from "./tree";
import { VersionList } from "./version-list";

/** Stands for no comparison in a select, whose values must not be empty. */
const NONE = "none";

/** Versions of a pipeline, the spec and files of one, and changes between two. The URL has the selection. */
export function CodePanes({ dagId }: { dagId: string }) {
  const t = useTranslations("pipelines");
  const [at, go] = useQueryStates(
    {
      version: parseAsInteger,
      compare: parseAsInteger,
      file: parseAsString,
      line: parseAsInteger,
      spec: parseAsBoolean.withDefault(false),
    },
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
  const isThere = own.data !== undefined && (other === null || old.data !== undefined);
  const rows = isThere ? fileRows(ownFiles, other ? oldFiles : null) : [];
  const first = firstFile(own.data?.definition ?? null, rows, other !== null);
  const file = at.spec ? null : (named ?? at.file ?? first);

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
      <div className="grid min-w-0 gap-4">
        <Card title={t("versions")} flush>
          <VersionList
            dagId={dagId}
            versions={all}
            selected={current.number}
            onSelect={(version) => void go({ version, compare: version === at.compare ? null : at.compare })}
          />
        </Card>
        <Card title={t("files")} flush>
          <FileList
            spec={other && other.spec_sha256 !== current.spec_sha256 ? "changed" : null}
            files={rows}
            selected={file}
            onSelect={(path) => void go({ file: path, line: null, spec: path === null })}
          />
        </Card>
      </div>
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
          <CodePane
            isThere={isThere}
            dagId={dagId}
            number={current.number}
            before={before}
            file={file}
            line={at.line}
            isOwn={ownFiles.some(({ path }) => path === file)}
            isOld={oldFiles.some(({ path }) => path === file)}
          />
        )}
      </Card>
    </div>
  );
}
