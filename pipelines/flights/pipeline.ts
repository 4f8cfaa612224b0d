import { bash, defineDag, node, python } from "gwanje";

const retry = { retries: 2, retry_delay_ms: 2_000, retry_exponential: true };
const FIVE_MINUTES_MS = 5 * 60_000;

const ingest = node("ingest", {
  script: "tasks/ingest.ts",
  doc_md: "Stores the day's flights as `raw/flights/date=<day>.parquet` and `.csv`.",
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

const validate = python("validate", {
  script: "tasks/validate.py",
  doc_md:
    "Row count, nulls, duplicates and ranges. Fails with the rows at fault; a second try would find the same.",
  depends_on: [ingest],
  execution_timeout_ms: FIVE_MINUTES_MS,
});

const feedback = node("feedback", {
  script: "tasks/feedback.ts",
  doc_md: "How late the day's flights were, for what the endpoint said of them before.",
  depends_on: [validate],
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

const features = node("features", {
  script: "tasks/features.ts",
  doc_md:
    "Per origin, destination and route, as known when a day begins: flights, mean delay and share late over the last 1, 3 and 7 days.",
  depends_on: [validate],
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

const materialize = node("materialize", {
  script: "tasks/materialize.ts",
  doc_md: "Brings what is known when the next day begins to the online store.",
  depends_on: [features],
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

const train = node("train", {
  script: "tasks/train.ts",
  doc_md:
    "Late or not, learned on a training set of the four weeks before the day, joined point-in-time, and logged as a run of the experiment `flights`. On the first day nothing is before it: every flight gets the usual chance.",
  depends_on: [features],
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

const report = node("report", {
  script: "tasks/report.ts",
  doc_md:
    "Scores the day, which the model has not seen, and draws how good the scores were. The model becomes a version of `flight-delay`, and its champion where the policy says so.",
  depends_on: [train],
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

const predict = node("predict", {
  script: "tasks/predict.ts",
  doc_md:
    "The next day's flights by the champion, as a batch; some of them by the endpoint `flight-delay` too, which is made where there is none.",
  depends_on: [materialize, report],
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

const manifest = bash("manifest", {
  script: "tasks/manifest.sh",
  doc_md: "SHA-256 of every object of the day, beside the model.",
  depends_on: [report],
  execution_timeout_ms: FIVE_MINUTES_MS,
  ...retry,
});

export default defineDag({
  dag_id: "flights",
  description: "Which of a day's US flights will be late, learned every day from the days before",
  owner: "ml-platform",
  tags: ["sample", "flights", "training"],
  schedule: { cron: "@daily", time_zone: "UTC" },
  start_date: "2001-01-01",
  end_date: "2001-07-01",
  catchup: false,
  // What is online is of one day: the next one begins when this one has ended.
  max_active_runs: 1,
  doc_md: `Three million real flights of January to June 2001, day by day: **ingest → validate → features → train → report → predict**, with **materialize**,
**feedback** and **manifest** beside them.

The schedule ended in 2001, so nothing starts by itself: **backfill** a range of days, such as 2001-01-01 to 2001-02-01,
or run one day by hand with the parameter \`date\`. Days run one after the other; in another order they give the same models.

A model is trained on the four weeks before its day and scored on the day itself. On 2001-01-01 there is no day before:
its model gives every flight the usual chance, and is what the others have to beat. Each is a run of the experiment
**flights** and a version of the model **flight-delay**; its alias champion stands for the one to use, and the endpoint
**flight-delay** answers by it.`,
  params: {
    type: "object",
    properties: {
      date: {
        type: "string",
        format: "date",
        title: "Day",
        description:
          "The day to work on, from 2001-01-01 to 2001-06-30. Left out: the day the run's data interval starts.",
        examples: ["2001-02-24"],
      },
    },
    additionalProperties: false,
  },
  tasks: [ingest, validate, feedback, features, materialize, train, report, predict, manifest],
});
