"""What deploy/Dockerfile says, without a container engine: its instructions, and the files that .dockerignore lets in."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from docker.utils.build import exclude_paths

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "deploy/Dockerfile"


@dataclass
class Stage:
    base: str
    name: str
    instructions: list = field(default_factory=list)

    def last(self, keyword):
        return next((text for word, text in reversed(self.instructions) if word == keyword), None)


def stages():
    """The stages of the Dockerfile, with their instructions as (keyword, text)."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.lstrip().startswith("#")]
    found = []
    for text in re.sub(r"\\\n", "", "\n".join(lines)).splitlines():
        word, _, rest = text.strip().partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base, name))
        elif word:
            found[-1].instructions.append((word, re.sub(r"\s+", " ", rest).strip()))
    return found


def context():
    """The files that the builder gets, relative to the root."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    found = exclude_paths(str(ROOT), patterns)
    return sorted(path for path in found if (ROOT / path).is_file() and path != ".dockerignore")


def compiled_from(binary):
    """The files of the repository that a program is compiled from, as the compiler noted: of the libraries and the programs
    of the workspace, but not of their tests. Notes of files that are gone are of earlier builds."""
    files = set()
    for note in (Path(binary).parent / "deps").glob("*lineage*.d"):
        text = note.read_text()
        is_library = re.search(r"/liblineage_(aws|http|model|schema|sql)-\w+\.(rlib|rmeta): ", text)
        if is_library or note.name.startswith("sagemaker_lineage"):
            noted = text.partition(": ")[2].partition("\n")[0].replace("\\ ", "\0").split()
            files.update(Path(os.path.normpath(path.replace("\0", " "))) for path in noted)
    # Relative to the workspace, or absolute where a file is made a part of a program.
    files = (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path for path in files)
    return sorted(str(path) for path in files if not path.is_absolute() and (ROOT / path).is_file())


def build(folder, arguments):
    """Runs the steps of the build stage on a clean copy of the context, and lays out what the image adds to its base.

    `arguments` are build arguments. Returns the folder of that layout. What cargo compiled stays in its target folder.
    """
    build_stage, image = stages()
    source, layout = folder / "src", folder / "image"
    for old in (source, layout):
        shutil.rmtree(old, ignore_errors=True)
    for path in context():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, source / path)
    defaults = dict(text.split("=", 1) for word, text in build_stage.instructions if word == "ARG")
    for word, text in build_stage.instructions:
        if word == "RUN":
            command = re.sub(r"--mount=\S+ ", "", text)
            print(f"$ {command}", flush=True)
            env = {**os.environ, **defaults, **arguments}
            subprocess.run(["sh", "-ec", command], cwd=source, env=env, check=True)
    for word, text in image.instructions:
        if word == "COPY":
            *sources, target = [part for part in text.split() if not part.startswith("--")]
            for path in sources:
                copy(source / path.removeprefix("/src/"), layout / target.lstrip("/"), target.endswith("/"))
    return layout


def copy(source, target, into):
    target = target / source.name if into else target
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)
