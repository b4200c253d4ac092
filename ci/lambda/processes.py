"""The programs under test: the server, the emulator of Lambda, and functions in it."""

import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import time

FUNCTION = "lineage"
# What both are told, whatever the shell says about AWS; deploy/cdk tells a function of hosts and compression the same.
SETTINGS = {
    "ALLOWED_HOSTS": "*", "CACHE_TTL_SECONDS": "0", "COMPRESSION": "false", "DATASET_BUCKETS": "*",
    "INCLUDE_LATEST_EXEC": "true", "LOG_FORMAT": "json", "SCHEMA_STORE": "memory",
}


def account(folder, demo, key):
    """The demo account with one object more, that has the bytes of another one."""
    shutil.copytree(demo, folder)
    for path in pathlib.Path(folder, "objects").iterdir():
        recorded = json.loads(path.read_text())
        if recorded["key"] == ["hanbit-open-data"]:
            objects = recorded["answer"]["value"]["objects"]
            objects[key] = objects["calendar/holidays-kr.csv"]
            path.write_text(json.dumps(recorded))
            return folder
    raise SystemExit("the demo account has no bucket hanbit-open-data")


def environment(**more):
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **SETTINGS, **more}


@contextlib.contextmanager
def ended(process):
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def server(program, source):
    """The address of a server."""
    command = [program, "serve", *source, "--listen", "127.0.0.1:0"]
    with ended(subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True)) as process:
        told = ""
        for line in process.stderr:
            told += line
            if address := re.search(r"http://(127\.0\.0\.1:\d+)", line):
                # Its log, which nobody reads, must not fill the pipe.
                threading.Thread(target=process.stderr.read, daemon=True).start()
                yield address[1]
                return
        raise SystemExit(f"the server did not start: {told}")


@contextlib.contextmanager
def emulator(cargo_lambda, folder):
    """The address of a runtime interface that waits for functions. It wants a package, whose binary it does not build."""
    folder = pathlib.Path(folder, "package")
    (folder / "src").mkdir(parents=True)
    (folder / "src/main.rs").write_text("fn main() {}\n")
    (folder / "Cargo.toml").write_text(f'[package]\nname = "{FUNCTION}"\nedition = "2024"\n[workspace]\n')
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [cargo_lambda, "lambda", "watch", "--only-lambda-apis", "--disable-cors", "--quiet",
               "--invoke-address", "127.0.0.1", "--invoke-port", str(port)]
    env = {**os.environ, "CARGO_TARGET_DIR": str(folder / "target")}
    with ended(subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)) as process:
        until = time.monotonic() + 30
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        else:
            raise SystemExit("the emulator did not start")
        yield f"127.0.0.1:{port}"


@contextlib.contextmanager
def function(program, source, runtime, log, **settings):
    """A function in the emulator. It waits for its first event by itself."""
    env = environment(
        AWS_LAMBDA_RUNTIME_API=f"http://{runtime}/.rt/{FUNCTION}", AWS_LAMBDA_FUNCTION_NAME=FUNCTION,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE="1024", AWS_LAMBDA_FUNCTION_VERSION="1",
        AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH="true", **settings,
    )
    with open(log, "ab") as lines, ended(subprocess.Popen([program, *source], env=env, stdout=lines, stderr=lines)):
        yield


def invoke(runtime, event):
    connection = http.client.HTTPConnection(runtime, timeout=60)
    try:
        connection.request("POST", f"/2015-03-31/functions/{FUNCTION}/invocations", json.dumps(event).encode())
        answer = connection.getresponse()
        return json.loads(answer.read())
    finally:
        connection.close()


def fingerprint(body):
    return body if len(body) < 2000 else f"{len(body)} bytes {hashlib.sha256(body).hexdigest()[:12]} {body[:600]!r}"
