import * as z from "zod";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { read, write } from "@/lib/verbs";
import * as repository from "./repository";
import { type SettingUsers, VariableChange, VariableInput, type VariableView } from "./schema";
import { openText, sealText } from "./secret-text";

const ByKey = z.strictObject({ key: z.string().max(200) });
const AtVersion = ByKey.extend({ version: z.number().int().optional() });

/** By key; secrets without their values. */
export const listVariables = read("settings:read", z.strictObject({}), async (ctx) => ({
  data: (await repository.listVariableRows(ctx.db.prisma)).map(variableView),
}));

export const getVariable = read("settings:read", ByKey, async (ctx, { key }) => {
  const row = await repository.findVariable(ctx.db.prisma, key);
  if (!row) throw new NotFoundError("variable", key);
  return variableView(row);
});

export const listVariableUsers = read(
  "settings:read",
  ByKey,
  async (ctx, { key }): Promise<SettingUsers> => ({
    data: await repository.listUsers(poolSql(ctx.db.pool), "variable", key),
  }),
);

/** ConflictError when the key is taken. */
export const createVariable = write(
  "settings:write",
  VariableInput,
  async ({ tx, ctx, input, audit, event }) => {
    if (await repository.findVariable(tx, input.key))
      throw ConflictError.taken(
        "/key",
        input.key,
        `There is already a variable ${JSON.stringify(input.key)}. Change that one instead.`,
      );
    const row = await repository.insertVariable(tx, {
      key: input.key,
      description: input.description,
      isSecret: input.is_secret,
      ...stored(ctx, input.key, input.value, input.is_secret),
    });
    event({ topic: "setting", id: row.key });
    return audit(
      "variable.create",
      { target: targetOf(row), after: recorded(row, row.isSecret) },
      variableView(row),
    );
  },
);

/**
 * Changes the given fields. A secret keeps its value unless a new one is given, and becomes plain only with a new
 * value, so that this is no way to read it.
 */
export const changeVariable = write(
  "settings:write",
  AtVersion.extend({ change: VariableChange }),
  async ({ tx, ctx, input: { key, version, change }, audit, unchanged, event }) => {
    const before = await lockedVariable(tx, key, version);
    const isSecret = change.is_secret ?? before.isSecret;
    if (before.isSecret && !isSecret && change.value === undefined)
      throw InvalidError.field(
        "/value",
        "value is needed to turn a secret into a plain variable: the stored one is never shown",
        because("value_needed"),
      );
    const value = change.value ?? (before.isSecret === isSecret ? undefined : before.value);
    const description = change.description === undefined ? before.description : change.description;
    const samePlain = value === undefined || (!isSecret && !before.isSecret && value === before.value);
    if (samePlain && isSecret === before.isSecret && description === before.description)
      return unchanged(variableView(before));
    const after = await repository.updateVariable(tx, key, {
      description,
      isSecret,
      ...(value === undefined || value === null ? {} : stored(ctx, key, value, isSecret)),
    });
    event({ topic: "setting", id: key });
    const hidden = before.isSecret || after.isSecret;
    return audit(
      "variable.change",
      {
        target: targetOf(after),
        before: recorded(before, hidden),
        after: recorded(after, hidden),
        detail: { value_changed: change.value !== undefined },
      },
      variableView(after),
    );
  },
);

export const deleteVariable = write("settings:write", AtVersion, async ({ tx, input, audit, event }) => {
  const before = await lockedVariable(tx, input.key, input.version);
  await repository.deleteVariableRow(tx, before.key);
  event({ topic: "setting", id: before.key });
  return audit(
    "variable.delete",
    { target: targetOf(before), before: recorded(before, before.isSecret) },
    undefined,
  );
});

/** For workers only: the values of these keys, secrets in plain text. Throws InvalidError with all unknown keys. */
export async function readVariables(
  deps: Pick<Deps, "db" | "secret">,
  keys: readonly string[],
): Promise<Record<string, string>> {
  if (keys.length === 0) return {};
  const rows = await repository.findVariables(deps.db.prisma, keys);
  const missing = keys.filter((key) => !rows.some((row) => row.key === key));
  if (missing.length > 0)
    throw new InvalidError(
      `There is no variable ${missing.map((key) => JSON.stringify(key)).join(", ")}. An admin adds it under Settings > Variables.`,
      missing.map((key) => ({
        pointer: `/secrets/${key}`,
        ...because("missing_variable", { key }),
        detail: `${key} does not exist`,
      })),
    );
  return Object.fromEntries(rows.map((row) => [row.key, plainValue(deps, row)]));
}

function plainValue(deps: Pick<Deps, "secret">, row: repository.VariableRow): string {
  if (row.valueEnc !== null) return openText(deps, `variable:${row.key}`, row.valueEnc);
  return row.value ?? "";
}

async function lockedVariable(
  tx: Parameters<typeof repository.lockSetting>[0],
  key: string,
  version: number | undefined,
) {
  await repository.lockSetting(tx, "variable", key);
  const row = await repository.findVariable(tx, key);
  if (!row) throw new NotFoundError("variable", key);
  refuseStale(version, row, variableView(row));
  return row;
}

function stored(deps: Pick<Deps, "secret">, key: string, value: string, isSecret: boolean) {
  return isSecret
    ? { value: null, valueEnc: sealText(deps, `variable:${key}`, value) }
    : { value, valueEnc: null };
}

function variableView(row: repository.VariableRow): VariableView {
  return {
    key: row.key,
    is_secret: row.isSecret,
    value: row.isSecret ? null : row.value,
    description: row.description,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

const targetOf = (row: repository.VariableRow) => ({ type: "variable", id: row.key });
/** A value that changes from plain to secret is hidden in both columns of the audit row. */
function recorded(row: repository.VariableRow, hidden: boolean) {
  const { value, ...view } = variableView(row);
  return { ...view, value: hidden ? "[hidden]" : value };
}
