# To be sourced with a folder: makes the environment of its requirements.txt once, under ~/.cache/sagemaker-lineage, and tells
# where its Python is as $python, and the folder as $here. Usage: . ci/venv.sh FOLDER [OPTIONS of pip install]
here=$(cd "$1" && pwd)
venv=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage/venv-$(sha256sum "$here/requirements.txt" | cut -c1-12)
python=$venv/bin/python

if ! [ -e "$venv/complete" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${@:2}" -r "$here/requirements.txt"
  touch "$venv/complete"
fi
export PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore
