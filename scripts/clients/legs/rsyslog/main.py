"""rsyslog with omelasticsearch as Debian has it, unpacked and not installed: prepare.mjs puts it into this leg's folder."""

import os
import signal
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from checks import DIR, TOKEN, URL, api, check, eventually

ROOT = Path(os.environ["GWANJE_CLIENT_RSYSLOG"])
RUN = uuid.uuid4().hex[:8]
WORK = Path(DIR) / f"work-{RUN}"
SERVICE = f"rsyslog-{RUN}"
LINES = 300
REFUSED = 3

CONFIGURATION = """
global(workDirectory="{work}" net.enableDNS="off")
module(load="imfile" mode="inotify")
module(load="omelasticsearch")
template(name="document" type="list" option.jsonf="on") {{
  property(outname="@timestamp" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="message" name="msg" format="jsonf")
  property(outname="service" name="programname" format="jsonf")
  property(outname="host" name="hostname" format="jsonf")
  property(outname="severity" name="syslogseverity-text" format="jsonf")
}}
ruleset(name="ship") {{
  action(type="omelasticsearch" server="{server}" uid="rsyslog" pwd="{token}"
    template="document" searchIndex="syslog" bulkmode="on" errorFile="{work}/errors"
    action.resumeRetryCount="-1" action.resumeInterval="1"
    queue.type="LinkedList" queue.dequeueBatchSize="100")
}}
input(type="imfile" file="{work}/in.log" tag="{service}:" severity="warning" facility="local0" ruleset="ship")
"""


class Door(BaseHTTPRequestHandler):
    """Passes requests on, at first with a token that is none, and answers as the installation does."""

    refused = 0
    is_known = False

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.pass_on(None)

    def do_POST(self):
        self.pass_on(self.rfile.read(int(self.headers["Content-Length"])))

    def pass_on(self, body):
        own = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        if not Door.is_known:
            own["Authorization"] = "Bearer no"
        request = urllib.request.Request(URL + self.path, data=body, method=self.command, headers=own)
        try:
            with urllib.request.urlopen(request) as response:
                self.answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            Door.refused += self.command == "POST"
            self.answer(error.code, error.headers, error.read())

    def answer(self, status, headers, body):
        self.send_response(status)
        self.send_header("Content-Type", headers.get("Content-Type", ""))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def start(server):
    configuration = WORK / "rsyslog.conf"
    text = CONFIGURATION.format(work=WORK, server=f"{server}/ingest/es", token=TOKEN, service=SERVICE)
    configuration.write_text(text)
    libraries = next((ROOT / "usr/lib").glob("*-linux-gnu*"))
    return subprocess.Popen(
        [ROOT / "usr/sbin/rsyslogd", "-n", "-f", configuration, "-i", WORK / "pid", "-M", libraries / "rsyslog"],
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        stdout=(WORK / "said").open("a"),
        stderr=subprocess.STDOUT,
    )


def of_service():
    """Its records, page by page."""
    q = urllib.parse.quote(f'service:"{SERVICE}"')
    rows, cursor = [], ""
    while True:
        page = api("GET", f"/api/v1/log-records?q={q}&limit=200{cursor}")
        rows += page["data"]
        if not page["next_cursor"]:
            return rows
        cursor = "&cursor=" + urllib.parse.quote(page["next_cursor"])


def messages():
    return {row["message"] for row in of_service()}


def write(text):
    with log.open("a") as lines:
        lines.writelines(f"{text} {n}\n" for n in range(LINES))


WORK.mkdir(parents=True)
log = WORK / "in.log"
log.write_text("")
door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
threading.Thread(target=door.serve_forever, daemon=True).start()
rsyslog = start(f"http://127.0.0.1:{door.server_port}")

with check("a batch that is refused for its token is kept by rsyslog, and not given up"):
    write("refused line")
    eventually(lambda: Door.refused >= REFUSED, f"{REFUSED} refusals")
    errors = WORK / "errors"
    assert not errors.exists() or errors.read_text() == "", errors.read_text()[:500]
    assert of_service() == []

# It adds the lines of a refused batch to what it sends next, so some of them come twice in one request.
with check("with the right one all of it arrives, and so does what comes after it"):
    Door.is_known = True
    write("한글 line")
    wanted = {f"{text} {n}" for text in ("refused line", "한글 line") for n in range(LINES)}
    eventually(lambda: messages() >= wanted, f"{len(wanted)} lines")
    assert messages() == wanted, messages() - wanted
    row = of_service()[0]
    assert row["level"] == "warn" and row["attributes"]["index"] == "syslog", row

rsyslog.send_signal(signal.SIGTERM)
rsyslog.wait(timeout=60)
door.shutdown()
