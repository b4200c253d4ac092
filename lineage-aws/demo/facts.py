"""Facts as files of a recorded account (see SNAPSHOT.md)."""

import hashlib
from pathlib import Path

from plain import text

ROOT = Path(__file__).parent / "account"
RECORDED = "2026-10-14T09:00:00Z"


def write(folder, key, answer):
    name = hashlib.sha256("\n".join(key).encode()).hexdigest()[:32]
    dump(f"{folder}/{name}.json", {"key": list(key), "answer": answer})


def dump(path, value):
    file = ROOT / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text(value) + "\n", encoding="utf-8")


def known(value):
    return {"state": "known", "value": value}


def denied(action, resource):
    return {"state": "denied", "gap": {"action": action, "resource": resource, "message": "access denied"}}


def error(kind, resource, message):
    return {"error": {"kind": kind, "resource": resource, "message": message}}


NONE = {"state": "notConfigured"}
NOT_READ = {"state": "notRead"}
