import { pythonLiteral } from "@/components/endpoints/playground/code";
import { curlOf } from "@/lib/client/curl";
import type { LookUpQuestion } from "./look-up-question";

const PATH = "/api/v1/features/look-up";

/** The request of the page. */
export const lookUpCurl = (origin: string, question: LookUpQuestion) =>
  curlOf({ method: "POST", url: `${origin}${PATH}`, body: question });

/** The same with Python's own library. */
export function lookUpPython(origin: string, question: LookUpQuestion): string {
  return `import json, os, urllib.request

question = ${pythonLiteral(question)}
request = urllib.request.Request(
    ${JSON.stringify(`${origin}${PATH}`)},
    data=json.dumps(question).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["GWANJE_TOKEN"],
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as response:
    for view in json.load(response)["data"][0]["views"]:
        for feature in view["features"]:
            print(view["view"], feature["name"], feature["status"], feature["value"], view["event_timestamp"])
`;
}
