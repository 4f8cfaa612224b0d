import { curlOf } from "@/lib/client/curl";

export type Language = "curl" | "python" | "javascript";

/** The request of the page as a program; a body that is no JSON goes as it is typed. */
export function codeOf(language: Language, url: string, body: string): string {
  const value = parsed(body);
  if (language === "curl") return curlOf({ method: "POST", url, body: value });
  return language === "python" ? pythonOf(url, value) : javascriptOf(url, value);
}

function pythonOf(url: string, body: unknown): string {
  return `import json, os, urllib.request

request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=json.dumps(${pythonLiteral(body)}).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["GWANJE_TOKEN"],
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as response:
    print(json.load(response)["predictions"])
`;
}

function javascriptOf(url: string, body: unknown): string {
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.GWANJE_TOKEN}\`,
    "content-type": "application/json",
  },
  body: JSON.stringify(${JSON.stringify(body)}),
});
console.log((await response.json()).predictions);
`;
}

/** JSON as Python writes it: a text of JSON is one of Python too. */
export function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${pythonLiteral(one)}`);
  return `{${entries.join(", ")}}`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** A model of the registry under a name, by curl with a token. */
export function firstEndpointSnippet(origin: string): string {
  return `export GWANJE_TOKEN=gwj_pat_...
${curlOf({
  method: "POST",
  url: `${origin}/api/v1/endpoints`,
  body: { name: "flight-delay", variant: { model: "flight-delay", alias: "champion" } },
})}
${curlOf({
  method: "POST",
  url: `${origin}/predict/flight-delay`,
  body: { instances: [{ distance: 1_250, hour: 17 }] },
})}`;
}
