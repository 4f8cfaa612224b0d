import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A model of Prisma: the file that it lies in names the folder of lib/ that owns its table. */
export type Model = {
  name: string;
  table: string;
  /** lib/runs */
  owner: string;
  /** By the name of the field; a list holds rows of the other table that point at this one. */
  relations: ReadonlyMap<string, { model: string; isList: boolean }>;
};

export function readModels(folder: string): Model[] {
  return readdirSync(folder).flatMap((file) =>
    modelsOf(readFileSync(join(folder, file), "utf8"), `lib/${basename(file, ".prisma")}`),
  );
}

export function modelsOf(text: string, owner: string): Model[] {
  const bodies = [...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)];
  return bodies.map(([, name = "", body = ""]) => ({
    name,
    table: /^\s*@@map\("(\w+)"\)/m.exec(body)?.[1] ?? name,
    owner,
    // Fields with scalar types are included too; they match no model.
    relations: new Map(
      [...body.matchAll(/^ {2}(\w+)\s+([A-Z]\w*)(\[\]|\?)?/gm)].map(([, field = "", model = "", kind]) => [
        field,
        { model, isList: kind === "[]" },
      ]),
    ),
  }));
}

/** lib/runs/repository.ts, lib/team/token-repository.ts, lib/runs/repository/slots.ts */
export function isRepositoryOf(owner: string, path: string): boolean {
  return path.startsWith(`${owner}/`) && /(^|[/-])repository(\.ts$|\/)/.test(path.slice(owner.length + 1));
}
