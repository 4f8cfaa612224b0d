import { describeSettings } from "./env";

const LINE_LENGTH = 110;

/** The text of .env.example: every setting with its description, commented out, at its default. */
export function renderEnvExample(): string {
  const head = [
    "Every setting, with its default. Copy to .env and uncomment what you change; npm start reads it.",
    "Nothing here is needed to begin: what is empty is generated, found or embedded.",
  ];
  const settings = describeSettings().map(({ key, description, fallback }) =>
    [...wrap(description).map((line) => `# ${line}`), `# ${key}=${fallback ?? ""}`].join("\n"),
  );
  return `${head.map((line) => `# ${line}`).join("\n")}\n\n${settings.join("\n\n")}\n`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= LINE_LENGTH - 2)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
