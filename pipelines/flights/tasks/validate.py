"""Is the day fit to learn from? Row count, nulls, duplicates, ranges. Fails with the rows at fault."""

import csv
import io
import json
import os
import sys
from datetime import datetime, timedelta

MOST_ROWS_LISTED = 20
COLUMNS = ["source_row", "date", "delay", "distance", "origin", "destination"]


def numbers_at_fault(rows, column, least, most):
    """Rows whose value is not a whole number in [least, most]; an empty one is a null, which is its own check."""
    for row in rows:
        text = row[column]
        if text == "":
            continue
        try:
            good = least <= int(text) <= most
        except ValueError:
            good = False
        if not good:
            yield row


def times_at_fault(rows, day):
    """Rows outside [day, day + 1)."""
    start = datetime.strptime(day, "%Y-%m-%d")
    end = start + timedelta(days=1)
    for row in rows:
        if row["date"] == "":
            continue
        try:
            good = start <= datetime.strptime(row["date"], "%Y-%m-%d %H:%M:%S") < end
        except ValueError:
            good = False
        if not good:
            yield row


def repeated(rows):
    """Every row that says again what an earlier one said; the key of the source does not count."""
    seen = set()
    for row in rows:
        said = tuple(row[column] for column in COLUMNS if column != "source_row")
        if said in seen:
            yield row
        seen.add(said)


def check(rows, day, rules):
    """One finding a rule: {rule, rows, limit, ok, at_fault: the first rows}. `limit` is how many rows are tolerated."""
    tolerated = rules["tolerated_share"]
    range_of = lambda name: (rules[name]["min"], rules[name]["max"])
    found = {
        "null": [row for row in rows if any(row[column] == "" for column in COLUMNS)],
        "outside_the_day": list(times_at_fault(rows, day)),
        "duplicate": list(repeated(rows)),
        "delay_minutes": list(numbers_at_fault(rows, "delay", *range_of("delay_minutes"))),
        "distance_miles": list(numbers_at_fault(rows, "distance", *range_of("distance_miles"))),
        "same_airport": [row for row in rows if row["origin"] == row["destination"]],
    }
    findings = []
    for rule, at_fault in found.items():
        limit = int(tolerated.get(rule, 0) * len(rows))
        findings.append(
            {
                "rule": rule,
                "rows": len(at_fault),
                "limit": limit,
                "ok": len(at_fault) <= limit,
                "at_fault": at_fault[:MOST_ROWS_LISTED],
            }
        )
    least, most = range_of("rows")
    count = {"rule": "row_count", "rows": len(rows), "limit": most, "ok": least <= len(rows) <= most, "at_fault": []}
    return [count, *findings]


def describe(finding):
    """The lines of the log about one rule."""
    word = "ok" if finding["ok"] else "FAILED"
    if finding["rule"] == "row_count":
        return [f"{word:>6}  row_count: {finding['rows']} rows"]
    lines = [f"{word:>6}  {finding['rule']}: {finding['rows']} rows, {finding['limit']} tolerated"]
    lines += [f"        row {row['source_row']}: {json.dumps(row)}" for row in finding["at_fault"]]
    hidden = finding["rows"] - len(finding["at_fault"])
    return lines + ([f"        and {hidden} more"] if hidden > 0 else [])


def read_rows(text):
    reader = csv.DictReader(io.StringIO(text))
    if reader.fieldnames != COLUMNS:
        raise SystemExit(f"The file has the columns {reader.fieldnames}, not {COLUMNS}.")
    return list(reader)


def main():
    import gwanje

    ingested = gwanje.input()["inputs"]["ingest"]
    day = ingested["day"]
    with open(os.path.join(os.environ["GWANJE_CODE_DIR"], "rules.json"), encoding="utf-8") as file:
        rules = json.load(file)
    rows = read_rows(gwanje.objects.get(ingested["csv"]).decode())
    findings = check(rows, day, rules)
    for finding in findings:
        print("\n".join(describe(finding)))
    outcome = {"day": day, "rows": len(rows), "ok": all(finding["ok"] for finding in findings), "findings": findings}
    gwanje.result(outcome)
    gwanje.artifacts.put("validation.json", json.dumps(outcome, indent=2))
    failed = [finding["rule"] for finding in findings if not finding["ok"]]
    if failed:
        sys.exit(f"{day} is not fit to learn from: {', '.join(failed)}. The rows at fault are listed above.")


if __name__ == "__main__":
    main()
