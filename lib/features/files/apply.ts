import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { refuseTwice } from "../refusals";
import {
  DEFINITION_KINDS,
  type DefinitionKind,
  listFileDefinitions,
  markStale,
  setFile,
} from "../repository/files";
import { nextRevision } from "../repository/revision";
import { DefinitionFile } from "./definition-file";
import { at } from "./error-at";
import { put } from "./put";
import { refuseBroken } from "./refuse-broken";

const Applied = z.strictObject({
  path: z.string(),
  /** Files that are there, and so keep what they declare. */
  rivals: z.array(z.string()),
  definitions: DefinitionFile,
});

/**
 * Makes what a file declares so, all of it or nothing; the file owns it from then on. What the file declared before and does not
 * any more is stale: it is served as it was. Pointers of what is thrown begin with /definitions. Returns what has changed.
 */
export const applyDefinitions = hotWrite(
  "features:write",
  Applied,
  async ({ sql, ctx, input: { path, rivals, definitions }, audit, unchanged }) => {
    await nextRevision(sql);
    refuseNamesTwice(definitions);
    const owned = await listFileDefinitions(sql);
    const changed: string[] = [];
    for (const kind of DEFINITION_KINDS)
      for (const [place, { name }] of definitions[kind].entries())
        await at(`/definitions/${kind}/${place}`, async () => {
          const known = owned.find((one) => one.kind === kind && one.name === name);
          if (known && known.filePath !== path && rivals.includes(known.filePath))
            throw ofFile(name, known.filePath);
          const isChanged = await put(sql, kind, definitions, place, { ctx, isOwned: known !== undefined });
          const isMine = known?.filePath === path && known.staleAt === null;
          if (!isMine) await setFile(sql, kind, name, path);
          if (isChanged || !isMine) changed.push(`${kind}/${name}`);
        });
    const gone = await markGone(sql, owned, path, definitions);
    if (changed.length === 0 && gone.length === 0) return unchanged({ changed, gone });
    await refuseBroken(sql);
    return audit(
      "feature_file.apply",
      { target: { type: "feature_file", id: path }, detail: { changed, gone } },
      { changed, gone },
    );
  },
);

/** For a file that is gone: what it declared stays as it was, and may be changed elsewhere. */
export const retireDefinitions = hotWrite(
  "features:write",
  z.strictObject({ path: z.string() }),
  async ({ sql, input: { path }, audit, unchanged }) => {
    await nextRevision(sql);
    const gone = await markGone(sql, await listFileDefinitions(sql), path, null);
    if (gone.length === 0) return unchanged(undefined);
    return audit(
      "feature_file.gone",
      { target: { type: "feature_file", id: path }, detail: { gone } },
      undefined,
    );
  },
);

/** Paths of the files that own definitions which are not stale. */
export async function definitionFiles({ db }: Pick<Ctx, "db">): Promise<string[]> {
  const rows = await listFileDefinitions(poolSql(db.pool));
  return [...new Set(rows.filter(({ staleAt }) => staleAt === null).map(({ filePath }) => filePath))];
}

async function markGone(
  sql: Sql,
  owned: Awaited<ReturnType<typeof listFileDefinitions>>,
  path: string,
  definitions: DefinitionFile | null,
): Promise<string[]> {
  const declares = (kind: DefinitionKind, name: string) =>
    definitions?.[kind].some((one) => one.name === name) ?? false;
  const gone = owned.filter(
    ({ kind, name, filePath, staleAt }) => filePath === path && staleAt === null && !declares(kind, name),
  );
  for (const { kind, name } of gone) await markStale(sql, kind, name);
  return gone.map(({ kind, name }) => `${kind}/${name}`);
}

function refuseNamesTwice(definitions: DefinitionFile): void {
  for (const kind of DEFINITION_KINDS)
    refuseTwice(
      (place) => `/definitions/${kind}/${place}/name`,
      definitions[kind].map(({ name }) => name),
    );
}

function ofFile(name: string, file: string): ConflictError {
  return new ConflictError(
    `${JSON.stringify(name)} is already declared in ${file}. Name one of the two otherwise.`,
    because("definition_of_file", { name, file }),
  );
}
