# The checksums of everything the run stored for its day, so that a copy can be checked with `sha256sum -c`.
set -euo pipefail

# One interpreter for all downloads: starting it costs more than they do.
python3 - <<'PYTHON'
import os
import gwanje

day = gwanje.input()["inputs"]["report"]["day"]
features = [f"features/flights/{entity}" for entity in ("origin", "destination", "route")]
for folder in ["raw/flights", *features, "models/flights"]:
    for found in gwanje.objects.list(f"{folder}/date={day}"):
        if found["key"].endswith("/SHA256SUMS"):
            continue
        file = os.path.join("objects", found["key"])
        os.makedirs(os.path.dirname(file), exist_ok=True)
        gwanje.objects.download(found["key"], file)
with open("day", "w") as file:
    file.write(day)
PYTHON

day=$(cat day)
(cd objects && find . -type f -printf '%P\n' | sort | xargs -d '\n' sha256sum) > SHA256SUMS
cat SHA256SUMS

python3 -m gwanje upload SHA256SUMS "models/flights/date=$day/SHA256SUMS"
python3 -m gwanje artifact SHA256SUMS SHA256SUMS.txt
printf '{"day": "%s", "objects": %d}\n' "$day" "$(wc -l < SHA256SUMS)" > result.json
python3 -m gwanje result result.json
