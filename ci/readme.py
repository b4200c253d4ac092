"""Runs the commands of a Markdown file's ```console blocks and compares what they print with what stands below them.

Usage: readme.py FILE BINARY. A line `$ command` is run by bash (a trailing backslash goes on in the next line); the lines
up to the next command are what it must print on stdout, where `...` alone in a line stands for any lines and within a
line for any text. A command with nothing below it must only succeed. Commands run in order in one empty folder that
links to the files beside FILE. `cargo run --release -p lineage-http --` and `sagemaker-lineage` mean BINARY; `serve`
stays up until the end, on a free port in place of 8300. Commands of other steps of the gate (OTHERS) are left out.
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OTHERS = ("cargo test", "cargo install", "cargo add", "cargo run -p lineage-examples", "bash .ci/run", "git clone", "cd ")
PROGRAM = re.compile(r"cargo run --release -p lineage-http --(?= )")
LEAST = 4  # commands; fewer means that the blocks were renamed rather than that the README got short


def commands(text):
    """(command, wanted output) for each command of the console blocks."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command = re.match(r"(?:.*\\\n)*.*", part).group()
            yield command.strip(), part[len(command) :].strip("\n")


def pattern(wanted):
    """The wanted output as a regular expression."""
    def one(line):
        return r"(?:.*\n)*?" if line.strip() == "..." else ".*?".join(map(re.escape, line.split("..."))) + r"\n"

    return re.compile("".join(map(one, wanted.split("\n"))))


def wait_for(port, process):
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"nothing listens on port {port}")
        time.sleep(0.05)


def main(file, binary):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as servers:
        for entry in Path(file).resolve().parent.iterdir():
            os.symlink(entry, Path(folder) / entry.name)
        tools = Path(folder) / ".bin"
        tools.mkdir()
        os.symlink(binary, tools / "sagemaker-lineage")
        environment = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": folder}
        ran, wrong = 0, 0
        for command, wanted in commands(Path(file).read_text()):
            if command.startswith(OTHERS):
                print(f"left to its own step: {command}")
                continue
            print(f"$ {command}", flush=True)
            command = PROGRAM.sub("sagemaker-lineage", command).replace(":8300", f":{port}")
            ran += 1
            if " serve" in command:
                command = command.rstrip("& ")
                if "--listen" not in command:
                    command += f" --listen 127.0.0.1:{port}"
                server = subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=folder, env=environment)
                servers.callback(server.wait, 30)
                servers.callback(server.terminate)
                wait_for(port, server)
                continue
            bash = ["bash", "-o", "pipefail", "-c", command]
            done = subprocess.run(bash, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, timeout=120)
            printed = done.stdout.replace(f":{port}", ":8300")
            if done.returncode != 0 or (wanted and not pattern(wanted).fullmatch(printed.rstrip("\n") + "\n")):
                wrong += 1
                print(f"status {done.returncode}; wanted:\n{wanted}\nprinted:\n{printed}")
    if wrong or ran < LEAST:
        sys.exit(f"{wrong} of {ran} commands do not do what {file} says" if wrong else f"only {ran} commands in {file}")


if __name__ == "__main__":
    main(sys.argv[1], os.path.abspath(sys.argv[2]))
