"""Runs the program as its image does, without an engine: alone in a read-only root, as nobody, without capabilities."""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import image

USER = 65532
PROGRAM = "/usr/local/bin/sagemaker-lineage"
# In mounts of its own: the folder $1 is the root, read-only but for /data; what is left of the arguments runs there.
ENTER = f"""
mount --bind "$1" "$1"
mount --bind "$1/data" "$1/data"
mount -o remount,bind,ro "$1"
mount -t proc -o ro proc "$1/proc"
exec setpriv --no-new-privs chroot --userspec={USER}:{USER} --groups= "$@"
"""
PIPELINE = "CustomerChurnTraining"
DATASET = "datasets/hanbit-growth-lake/raw/customers"
SECONDS = 15


def check(binary):
    """What the program does otherwise than an image wants, as lines."""
    if os.geteuid() != 0:
        print("skipped: to run the program in a root of its own takes root")
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay_out(binary, root)
        yield from serves(root)
        command = enter(root, ["serve", "--demo", "--schema-store", "/elsewhere"])
        elsewhere = subprocess.run(command, capture_output=True, text=True)
        if elsewhere.returncode == 0 or "Read-only file system" not in elsewhere.stderr:
            yield f"its root can be written to: {elsewhere.stderr}"


def lay_out(binary, root):
    """What the image holds: the program, what it links, and nothing else that runs."""
    root.chmod(0o755)
    linked = subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout
    for library in re.findall(r"(/\S+) \(0x", linked):
        image.copy(Path(library), root / library.lstrip("/"), False)
    image.copy(binary, root / PROGRAM.lstrip("/"), False)
    for name in ("proc", "data"):
        (root / name).mkdir()
    os.chown(root / "data", USER, USER)


def enter(root, arguments):
    return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", ENTER, "sh", root, PROGRAM, *arguments]


def serves(root):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "127.0.0.1:%d" % free.getsockname()[1]
    server = subprocess.Popen(enter(root, ["serve", "--demo", "--schema-store", "/data", "--listen", address]))
    try:
        health = ["healthcheck", "--listen", address]
        until = time.monotonic() + SECONDS
        while subprocess.run(enter(root, health), stderr=subprocess.DEVNULL).returncode:
            if server.poll() is not None or time.monotonic() > until:
                yield "healthcheck says that it does not answer"
                return
            time.sleep(0.1)
        status = dict(line.split(":\t", 1) for line in Path(f"/proc/{server.pid}/status").read_text().splitlines())
        rights = {int(status[kind], 16) for kind in ("CapPrm", "CapEff")}
        if set(status["Uid"].split()) != {str(USER)} or rights != {0} or status["NoNewPrivs"] != "1":
            yield f"it has rights: {status['Uid']}, {status['CapEff']}"
        lineage = ask(f"http://{address}/lineage?pipeline={PIPELINE}")
        if not lineage["graph"]["nodes"]:
            yield f"{PIPELINE} has no steps"
        saved = ask(f"http://{address}/{DATASET}/schema/versions", b"{}")
        kept = [path for path in (root / "data").rglob("*") if path.is_file()]
        if saved.get("saved", saved).get("version") != 1 or not kept:
            yield f"a schema is not kept in /data: {saved}"
        server.send_signal(signal.SIGTERM)
        if server.wait(SECONDS) != 0:
            yield f"it stops with {server.returncode}"
    finally:
        server.kill()


def ask(url, body=None):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.load(answer)
