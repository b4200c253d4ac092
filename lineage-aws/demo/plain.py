"""Ids, times and texts that come out the same on every run."""

import base64
import hashlib
import json
from datetime import datetime


def token(text, length, alphabet="abcdefghijklmnopqrstuvwxyz0123456789"):
    """An id that looks random and never changes."""
    number, letters = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big"), ""
    while len(letters) < length:
        number, index = divmod(number, len(alphabet))
        letters += alphabet[index]
    return letters


def suffix(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().translate({43: 65, 47: 66})[:10]


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time else None


def at(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def text(definition):
    return json.dumps(definition, separators=(",", ":"), ensure_ascii=False)
