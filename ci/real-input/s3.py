"""Runs a command with moto's S3 at the URL in S3_SERVER. Usage: s3.py COMMAND…

What the server is asked is in the file S3_LOG, a line a request before its answer leaves: method, path with query, status,
Content-Range and length of the answer, with tabs between.
"""

import logging
import os
import subprocess
import sys
import tempfile
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


def logged(application, log):
    def call(environment, start_response):
        def start(status, headers, *rest):
            told = {name.lower(): value for name, value in headers}
            asked = environment["REQUEST_METHOD"], environment["REQUEST_URI"]
            told = status.split()[0], told.get("content-range", ""), told.get("content-length", "")
            # One write a line: requests are answered at the same time.
            os.write(log, ("\t".join([*asked, *told]) + "\n").encode())
            return start_response(status, headers, *rest)

        return application(environment, start)

    return call


def main(command):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.NamedTemporaryFile() as log:
        opened = os.open(log.name, os.O_WRONLY | os.O_APPEND)
        application = logged(DomainDispatcherApplication(create_backend_app), opened)
        server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=MotoRequestHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {**os.environ, "S3_SERVER": f"http://127.0.0.1:{server.server_port}", "S3_LOG": log.name}
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
