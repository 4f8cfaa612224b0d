"""rsyslog with omelasticsearch as Debian has it, unpacked and not installed: prepare.mjs puts it into this leg's folder."""

import os
import signal
import subprocess
import time
import urllib.parse
import uuid
from pathlib import Path

from checks import DIR, TOKEN, URL, api, check, eventually

ROOT = Path(os.environ["GWANJE_CLIENT_RSYSLOG"])
RUN = uuid.uuid4().hex[:8]
WORK = Path(DIR) / f"work-{RUN}"
LINES = 300
# As long as it takes rsyslog to try a refused batch a few times.
REFUSED_S = 4

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
    queue.type="LinkedList" queue.filename="ship" queue.saveOnShutdown="on" queue.dequeueBatchSize="100")
}}
input(type="imfile" file="{work}/in.log" tag="{service}:" severity="warning" facility="local0" ruleset="ship")
"""


def running(token, service):
    configuration = WORK / "rsyslog.conf"
    text = CONFIGURATION.format(work=WORK, server=f"{URL}/ingest/es", token=token, service=service)
    configuration.write_text(text)
    libraries = next((ROOT / "usr/lib").glob("*-linux-gnu*"))
    return subprocess.Popen(
        [ROOT / "usr/sbin/rsyslogd", "-n", "-f", configuration, "-i", WORK / "pid", "-M", libraries / "rsyslog"],
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        stdout=(WORK / "said").open("a"),
        stderr=subprocess.STDOUT,
    )


def end(process):
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def counted(service):
    q = urllib.parse.quote(f'service:"{service}"')
    return sum(bar["total"] for bar in api("GET", f"/api/v1/log-records/histogram?q={q}")["data"])


def newest(service):
    q = urllib.parse.quote(f'service:"{service}"')
    return api("GET", f"/api/v1/log-records?q={q}&limit=1")["data"][0]


WORK.mkdir(parents=True)
log = WORK / "in.log"
log.write_text("")
service = f"rsyslog-{RUN}"

with check("a batch with a token that is none is kept by rsyslog, and not given up"):
    process = running("no-token", service)
    with log.open("a") as lines:
        lines.writelines(f"refused line {n}\n" for n in range(LINES))
    time.sleep(REFUSED_S)
    end(process)
    errors = WORK / "errors"
    assert not errors.exists() or errors.read_text() == "", errors.read_text()[:500]
    assert counted(service) == 0

with check("with the right one all of it arrives, once, and so does what comes after it"):
    process = running(TOKEN, service)
    with log.open("a") as lines:
        lines.writelines(f"한글 line {n}\n" for n in range(LINES))
    eventually(lambda: counted(service) >= 2 * LINES, f"{2 * LINES} lines ({(WORK / 'said').read_text()[-500:]})")
    end(process)
    assert counted(service) == 2 * LINES, counted(service)
    row = newest(service)
    assert row["level"] == "warn" and row["attributes"]["index"] == "syslog", row
