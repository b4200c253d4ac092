"""Sends a server of the demo account what schemathesis makes of its OpenAPI document, and checks every answer.

Usage: check.py BINARY [EXAMPLES [HEADER]]. EXAMPLES is how many requests each phase makes for an operation, at most: 20
for the gate, 700 for more than 10,000 requests in all. With HEADER (`X-API-Key: …`) the server is asked as this caller.
The requests are the same each time. Prints how many there were, and ends non-zero if an answer was wrong.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.request

from openapi_spec_validator import validate

# Left out are those that do not hold, because a server may take more than its document promises: booleans as 1 and 0,
# parameters that nobody knows, prefixes that hold slashes; and `Allow`, which is that of all dataset paths together.
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
]


def main(binary, examples="20", header=None):
    headers = ["--header", header] if header else []
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [binary, "serve", "--demo", "--listen", "127.0.0.1:0", "--default-region", "ap-northeast-2"],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            base = server.stderr.readline().split()[-1]
            # Its log, which nobody reads, must not fill the pipe.
            threading.Thread(target=server.stderr.read, daemon=True).start()
            request = urllib.request.Request(base + "/openapi.json")
            if header:
                request.add_header(*header.split(": ", 1))
            document = json.load(urllib.request.urlopen(request))
            validate(document)
            print(f"the document is valid: {sum(len(item) for item in document['paths'].values())} operations")
            path = pathlib.Path(folder, "openapi.json")
            path.write_text(json.dumps(document))
            command = [
                pathlib.Path(sys.executable).with_name("st"), "--no-color", "run", path, "--url", base, *headers,
                "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-examples", examples,
                "--generation-deterministic", "--continue-on-failure", "--no-shrink",
                "--warnings", "off", "--suppress-health-check", "all",
            ]
            status = subprocess.run(command, cwd=folder).returncode
            assert server.poll() is None, "the server is gone"
        finally:
            server.terminate()
            server.wait()
        return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
