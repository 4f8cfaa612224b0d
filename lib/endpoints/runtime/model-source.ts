import { describedModel } from "@/lib/experiments";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { ConflictError } from "@/lib/platform/errors";
import { findTrust } from "../repository/trust";
import { fetchFrom } from "./model-file";
import { copyModel } from "./python/model-folder";
import { PythonProcess } from "./python/python-process";
import { isCode, servedFile } from "./served-file";
import { nativeModel, type StartModel } from "./start-model";

type Source = Pick<Deps, "db" | "storage">;

/** How a registered version is started: in a process of ours, or, where it is Python code that an admin trusts, in one of Python. */
type Version = { name: string; version: number; storageLocation: string };

export function startVersion(deps: Source, version: Version): StartModel {
  const { storageLocation } = version;
  return async (limits) => {
    const described = await describedModel(deps, storageLocation);
    if (!described || !isCode(described)) return nativeModel(fetchFrom(deps, storageLocation))(limits);
    const found = servedFile(described);
    const why = "why" in found ? `${found.why}. ` : "";
    const python = env().GWANJE_MODEL_PYTHON;
    if (python === undefined)
      throw refused(
        `${why}It is Python code, which executes when it is loaded: it is run only where the setting GWANJE_MODEL_PYTHON names a Python, and an admin trusts the version`,
      );
    const trust = await findTrust(poolSql(deps.db.pool), version);
    if (trust?.storageLocation !== storageLocation)
      throw refused(
        `${why}It is Python code, which executes when it is loaded, and no admin trusts this version: PUT /api/v1/models/{model_name}/versions/{version}/trust does`,
      );
    const started = await PythonProcess.start(
      python,
      async (folder) => {
        if ((await copyModel(deps, storageLocation, folder)) !== trust.digest)
          throw refused("its files are others than those that an admin trusted");
        return { signature: described.signature };
      },
      limits,
    );
    return {
      process: started.process,
      known: { format: "python", ports: started.ports, signature: described.signature },
    };
  };
}

const refused = (said: string) => new ConflictError(`The model cannot be served: ${said}.`);
