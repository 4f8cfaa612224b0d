import { readFile } from "node:fs/promises";
import type { Option, Values } from "./arguments";
import { Failure, OptionFailure } from "./failure";
import { Server } from "./server";
import type { Context } from "./terminal";

/** Of every command that speaks to Gwanje. */
export const CONNECTION: readonly Option[] = [
  { name: "url", value: "URL", about: "option_url" },
  { name: "token-file", value: "FILE", about: "option_token_file" },
  { name: "token", value: "TOKEN", about: "option_token" },
];

const HERE = "http://localhost:3000";

/** The installation and one who is known there; nothing is asked yet. */
export async function connect({ env, terminal, words }: Context, values: Values): Promise<Server> {
  const given = values.text("url");
  const url = addressOf(given ?? (env.GWANJE_URL || HERE), given === undefined ? "GWANJE_URL" : "--url");
  const token =
    (await tokenBy(values, "token", () => terminal.note(words("visible_token")))) || env.GWANJE_TOKEN;
  if (!token) throw new Failure("no_token", { url });
  return new Server({ url, authorization: `Bearer ${token}`, kind: "gwanje" });
}

/** Another server, an MLflow one; it may ask for nothing. The variables are those of MLflow's own clients. */
export async function connectMlflow(
  { env, terminal, words }: Context,
  values: Values,
  side: "from" | "to",
): Promise<Server> {
  const url = addressOf(values.text(side) ?? "", `--${side}`);
  const token =
    (await tokenBy(values, `${side}-token`, () => terminal.note(words("visible_token")))) ||
    env.MLFLOW_TRACKING_TOKEN;
  const { MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password } = env;
  const basic = user && password && `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  // A file or option says what is meant; of the variables the names win, as with MLflow's clients.
  const isGiven = values.has(`${side}-token`) || values.has(`${side}-token-file`);
  const authorization = isGiven || !basic ? token && `Bearer ${token}` : basic;
  return new Server({ url, authorization: authorization || undefined, kind: "mlflow" });
}

export function mlflowOptions(side: "from" | "to"): readonly Option[] {
  return [
    { name: `${side}-token-file`, value: "FILE", about: `option_${side}_token_file` },
    { name: `${side}-token`, value: "TOKEN", about: `option_${side}_token` },
  ];
}

/** Without its last slash. A name and a password do not belong into an address, where logs would keep them. */
function addressOf(given: string, option: string): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !isWeb || url.username || url.password || url.search || url.hash)
    throw new OptionFailure(option, "bad_url", { given });
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

async function tokenBy(values: Values, name: string, warn: () => void): Promise<string | undefined> {
  const given = values.text(name);
  if (given !== undefined) {
    warn();
    return given;
  }
  const file = values.text(`${name}-file`);
  if (file === undefined) return undefined;
  const option = `--${name}-file`;
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new OptionFailure(option, "no_file", { given: file, problem: error.message });
  });
  if (text.trim() === "") throw new OptionFailure(option, "empty_file", { given: file });
  return text.trim();
}
