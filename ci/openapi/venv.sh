# To be sourced: makes the environment of requirements.txt once, and tells where its Python is as $python.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage/venv-$(sha256sum "$here/requirements.txt" | cut -c1-12)
python=$venv/bin/python

if ! [ -e "$venv/complete" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  touch "$venv/complete"
fi
export PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore
