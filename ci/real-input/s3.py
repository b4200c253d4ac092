"""Runs a command with moto's S3 at the URL in S3_SERVER. Usage: s3.py COMMAND…"""

import os
import subprocess
import sys

from check import free_port, running


def main(command):
    port = free_port()
    server = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(server, port, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        environment = {**os.environ, "S3_SERVER": f"http://127.0.0.1:{port}"}
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
