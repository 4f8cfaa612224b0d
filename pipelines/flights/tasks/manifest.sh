# The checksums of everything the run stored for its day, so that a copy can be checked with `sha256sum -c`.
set -euo pipefail

day=$(python3 -m gwanje input inputs.report.day)

for prefix in raw/flights features/flights/origin features/flights/destination features/flights/route models/flights; do
  python3 -m gwanje list "$prefix/date=$day"
done | grep -v '/SHA256SUMS$' | sort > keys.txt

mkdir objects
while read -r key; do
  mkdir -p "objects/$(dirname "$key")"
  python3 -m gwanje download "$key" "objects/$key"
done < keys.txt

(cd objects && xargs -d '\n' sha256sum < ../keys.txt) > SHA256SUMS
cat SHA256SUMS

python3 -m gwanje upload SHA256SUMS "models/flights/date=$day/SHA256SUMS"
python3 -m gwanje artifact SHA256SUMS SHA256SUMS.txt
printf '{"day": "%s", "objects": %d}\n' "$day" "$(wc -l < keys.txt)" > result.json
python3 -m gwanje result result.json
