type CurlCall = { method: string; url: string; body: unknown; headers?: Readonly<Record<string, string>> };

/** An API call as a shell command; the token comes from the user's environment. */
export function curlOf({ method, url, body, headers = {} }: CurlCall): string {
  const given = { "Content-Type": "application/json", ...headers };
  return [
    `curl -X ${method} ${quoted(url)}`,
    `-H "Authorization: Bearer $GWANJE_TOKEN"`,
    ...Object.entries(given).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(" \\\n  ");
}

/** Quotes a user's text as one shell word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
