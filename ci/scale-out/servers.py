"""Servers over one bucket: moto's S3 in this process, and the program as processes."""

import json
import logging
import os
import re
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from http.client import HTTPException

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

BUCKET = "schemas"
REGION = "eu-west-1"


def s3():
    """Starts an S3 server with an empty bucket; its URL."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application, one = DomainDispatcherApplication(create_backend_app), threading.Lock()

    # moto looks whether an object exists, and then puts it: only one request at a time makes that the one step it is in S3.
    def call(environment, start_response):
        with one:
            return [b"".join(application(environment, start_response))]

    server = make_server("127.0.0.1", 0, call, threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    client = boto3.client("s3", endpoint_url=url, region_name=REGION, **keys)
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return url


class Server:
    """One process, which may be killed and started again."""

    def __init__(self, binary, s3_url):
        self.command = [binary, "serve", "--demo", "--listen", "127.0.0.1:0", "--schema-store", f"s3://{BUCKET}/prod"]
        self.environment = {
            "AWS_ENDPOINT_URL": s3_url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "S3_FORCE_PATH_STYLE": "true",
            "RUST_LOG": "error",
            "HOME": os.environ.get("HOME", "/"),
        }
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stderr=subprocess.PIPE, text=True)
        self.url = None
        for line in self.process.stderr:
            if found := re.search(r"listening on (http://\S+)", line):
                self.url = found[1]
                break
            print(line, end="")
        if self.url is None:
            raise SystemExit("a server does not start")
        # What it says later is of no interest, but must not fill the pipe.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, path, body=None):
        """Status and JSON of an answer; status 0 when the server went away."""
        request = urllib.request.Request(self.url + path, body and json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except (OSError, HTTPException, ValueError) as error:
            return 0, {"message": str(error)}
