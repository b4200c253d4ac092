"""Builds as deploy/Dockerfile says, in a clean folder, and runs the result. Usage: build.py FOLDER [NAME=VALUE…]"""

import sys
from pathlib import Path

import contained
import image

layout = image.build(Path(sys.argv[1]), dict(argument.split("=", 1) for argument in sys.argv[2:]))
files = [path for path in layout.rglob("*") if path.is_file()]
for path in files:
    print(f"{path.stat().st_size:>12} /{path.relative_to(layout)}")
wrong = list(contained.check(layout / contained.PROGRAM.lstrip("/")))
print(*wrong, sep="\n", end="")
sys.exit(bool(wrong))
