# The same from a shell.
set -eu
python3 -m gwanje input inputs.second.refused.status > status.txt
python3 -m gwanje upload status.txt clients/status.txt
python3 -m gwanje download clients/status.txt again.txt
python3 -m gwanje list clients/s
python3 -m gwanje artifact again.txt status.txt
echo "{\"status\": $(cat again.txt)}" > result.json
python3 -m gwanje result result.json
