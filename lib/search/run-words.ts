/** The meaning of a search text for runs. */
export type RunWords = {
  /** A pasted id or its start, with or without its prefix. */
  id: string | null;
  state: string | null;
  type: string | null;
  /** YYYY-MM-DD as a LIKE pattern, with _ for missing parts. */
  date: string | null;
  /** HH:MM in the reader's zone. */
  time: string | null;
  /** The rest: a pipeline's name. */
  name: string;
};

const ID = /^run_[0-9a-hjkmnp-tv-z]{1,26}$/i;
const BARE_ID = /^0[0-9a-hjkmnp-tv-z]{5,25}$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const STATES: Readonly<Record<string, string>> = {
  ...{ failed: "failed", failing: "failed", failure: "failed", 실패: "failed" },
  ...{ success: "success", succeeded: "success", 성공: "success" },
  ...{ running: "running", "실행 중": "running", 실행중: "running" },
  ...{ queued: "queued", waiting: "queued", "대기 중": "queued", 대기: "queued" },
  ...{ cancelled: "cancelled", canceled: "cancelled", 중단됨: "cancelled", 중단: "cancelled" },
};
const TYPES: Readonly<Record<string, string>> = {
  ...{ manual: "manual", 수동: "manual" },
  ...{ scheduled: "scheduled", 스케줄: "scheduled" },
  ...{ backfill: "backfill", backfills: "backfill", 백필: "backfill" },
};

const two = (text: string) => text.padStart(2, "0");

/** Written forms of a day, with their meaning. */
const DATES: readonly [RegExp, (found: readonly string[]) => string][] = [
  [/\b(\d{4})-(\d{2})-(\d{2})\b/, ([, year = "", month = "", day = ""]) => `${year}-${month}-${day}`],
  [/\b(\d{4})-(\d{2})\b/, ([, year = "", month = ""]) => `${year}-${month}-__`],
  [
    /\b(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: (\d{4}))?(?![\d:])/i,
    ([, day = "", month = "", year]) =>
      `${year ?? "____"}-${two(String(MONTHS.indexOf(month.toLowerCase()) + 1))}-${two(day)}`,
  ],
  [
    /(?:(\d{4})년 ?)?(\d{1,2})월 ?(\d{1,2})일/,
    ([, year, month = "", day = ""]) => `${year ?? "____"}-${two(month)}-${two(day)}`,
  ],
  [/\b(?:19|20)\d{2}\b/, ([year = ""]) => `${year}-__-__`],
];
const TIME = /\b([01]?\d|2[0-3]):([0-5]\d)\b/;

/** "hello 12:44", "failed flights", "flights 17 Jan 2001", "01M8H2ZRZ". */
export function runWords(text: string): RunWords {
  const q = text.trim();
  if (ID.test(q)) return { ...NOTHING, id: `run_${q.slice(4).toUpperCase()}` };
  if (BARE_ID.test(q)) return { ...NOTHING, id: `run_${q.toUpperCase()}` };
  let name = ` ${q} `;
  const take = (form: RegExp) => {
    const found = form.exec(name);
    if (found) name = name.replace(found[0], " ");
    return found;
  };
  const clock = take(TIME);
  const time = clock ? `${two(clock[1] ?? "")}:${clock[2]}` : null;
  let date: string | null = null;
  for (const [form, read] of DATES) {
    const found = date === null ? take(form) : null;
    if (found) date = read(found);
  }
  const word = (words: Readonly<Record<string, string>>) => {
    const said = Object.keys(words).find((each) => name.toLowerCase().includes(` ${each} `));
    if (said === undefined) return null;
    name = name.replace(new RegExp(` ${said} `, "i"), " ");
    return words[said] ?? null;
  };
  const state = word(STATES);
  const type = word(TYPES);
  return { id: null, state, type, date, time, name: name.trim().replaceAll(/\s+/g, " ") };
}

const NOTHING: RunWords = { id: null, state: null, type: null, date: null, time: null, name: "" };
