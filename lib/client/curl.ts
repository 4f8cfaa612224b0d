type CurlCall = { method: string; url: string; body: unknown; headers?: Readonly<Record<string, string>> };

/** A call of ours as a line for a shell; the token comes from the environment of whoever pastes it. */
export function curlOf({ method, url, body, headers = {} }: CurlCall): string {
  const given = { "Content-Type": "application/json", ...headers };
  return [
    `curl -X ${method} ${quoted(url)}`,
    `-H "Authorization: Bearer $GWANJE_TOKEN"`,
    ...Object.entries(given).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(" \\\n  ");
}

/** Whatever a person typed is one word to the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
