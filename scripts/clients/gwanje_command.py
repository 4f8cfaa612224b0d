"""The command line as a person calls it, with its exit code and what it says."""

import os
import subprocess
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import urlsplit

from checks import TOKEN, URL

PATIENCE_S = 600


def command(*arguments):
    env = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    env |= {"GWANJE_URL": URL, "GWANJE_TOKEN": TOKEN, "LANG": "C"}
    return {"args": ["node", "scripts/gwanje.mjs", *arguments], "env": env, "text": True}


def gwanje(*arguments, expect=0):
    """What it answers; it has to end with this exit code."""
    done = subprocess.run(**command(*arguments), capture_output=True, timeout=PATIENCE_S)
    assert done.returncode == expect, f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout


def killed_at(count, target, *arguments):
    """Kills it with SIGKILL while it waits for the answer to its `count`th request to the server behind `{proxy}`."""
    with proxy(target, count) as (address, reached):
        given = [one.replace("{proxy}", address) for one in arguments]
        child = subprocess.Popen(**command(*given), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            assert reached.wait(PATIENCE_S), "it never asked so often"
            assert child.poll() is None, "it ended by itself"
        finally:
            child.kill()
            child.communicate()


class proxy:
    """Hands requests on until there were so many; those from then on are never answered."""

    def __init__(self, target, count):
        host = urlsplit(target).netloc
        reached, let_go = Event(), Event()
        seen = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def hand_on(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                seen.append(self.path)
                if len(seen) >= count:
                    reached.set()
                    let_go.wait()
                    self.close_connection = True
                    return
                there = HTTPConnection(host, timeout=PATIENCE_S)
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                there.request(self.command, self.path, body, headers)
                answer = there.getresponse()
                content = answer.read()
                self.send_response(answer.status)
                self.send_header("content-type", answer.getheader("content-type") or "application/octet-stream")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = hand_on

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """One who is killed does not wait for its answers."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.reached, self.let_go = reached, let_go

    def __enter__(self):
        Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}", self.reached

    def __exit__(self, *_):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()
