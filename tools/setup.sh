#!/bin/sh
# Set-up for every other command; prints only what it does, and does nothing when all is there.
# Usage: sh tools/setup.sh [test]. `test` also looks for the Chromium that the browser tests drive.
set -u
cd "$(dirname "$0")/.." || exit 1

say() { echo "setup: $*"; }
fail() { say "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# bounded SECONDS COMMAND...: macOS has no timeout(1); there the command's own network limits are the bound.
bounded() {
  limit=$1
  shift
  if have timeout; then timeout -k 10 "$limit" "$@"; else "$@"; fi
}

as_root_with_apt() { [ "$(id -u)" = 0 ] && have apt-get; }

updated=no
apt_install() {
  DEBIAN_FRONTEND=noninteractive
  export DEBIAN_FRONTEND
  if [ $updated = no ]; then
    bounded 180 apt-get update -qq >/dev/null || say "apt-get update failed or took over 180 s; trying with the lists there are"
    updated=yes
  fi
  bounded 900 apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

node_packages() {
  have node || fail "Node is missing; install Node 20 or newer (https://nodejs.org)"
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || fail "Node $(node --version) is too old; install Node 20 or newer"
  wanted=$(node -p 'require("crypto").createHash("sha256").update(require("fs").readFileSync("package-lock.json")).digest("hex")')
  stamp=node_modules/.setup-stamp
  [ "$(cat $stamp 2>/dev/null)" = "$wanted" ] && return
  say "npm ci (some minutes the first time)"
  bounded 1500 npm ci --no-audit --no-fund --loglevel=error --fetch-timeout=120000 --fetch-retries=3 ||
    fail "npm ci failed or took over 25 min; check the network and the npm registry setting, then run make again"
  echo "$wanted" >$stamp
}

can_execute() { "$1" -c 'import nbclient, nbformat, jupyter_client' >/dev/null 2>&1; }
can_serve() { "$1" -c 'import notebook' >/dev/null 2>&1 || "$1" -c 'import jupyterlab' >/dev/null 2>&1; }
has_jupyter() {
  for python in .venv/bin/python python3 /usr/bin/python3; do
    if can_execute "$python" && can_serve "$python"; then return 0; fi
  done
  return 1
}

jupyter() {
  has_jupyter && return
  if as_root_with_apt; then
    say "Jupyter from apt"
    apt_install jupyter-notebook python3-nbclient python3-nbformat python3-jupyter-client && has_jupyter && return
    say "apt could not install Jupyter; trying pip"
  fi
  have python3 || fail "Jupyter is missing and so is Python; install python3 (Debian: python3-venv too), then run make again"
  say "Jupyter from pip, in .venv"
  python3 -m venv .venv || fail "python3 -m venv failed; install python3-venv, then run make again"
  bounded 900 .venv/bin/pip install --quiet --disable-pip-version-check --timeout 60 \
    nbclient nbformat jupyter_client ipykernel jupyterlab ||
    fail "pip could not install Jupyter within 15 min; check the network, or install Jupyter yourself, then run make again"
}

has_blas() {
  [ -n "${AGOP_BLAS:-}" ] && return 0
  [ "$(uname)" = Darwin ] && return 0 # Accelerate is part of the system
  ldconfig -p 2>/dev/null | grep -q 'libopenblas\|libmkl_rt' && return 0
  for library in .blas/*/libopenblas.so.0 /usr/lib/*/libopenblas.so.0 /usr/lib*/libopenblas.so.0 /opt/OpenBLAS/lib/libopenblas.so.0; do
    [ -e "$library" ] && return 0
  done
  return 1
}

# Debian's packages unpacked in .blas/: the three libraries stand together in .blas/lib.
blas_without_root() {
  have apt-get && have dpkg || return 1
  rm -rf .blas.part && mkdir .blas.part || return 1
  (
    cd .blas.part &&
      bounded 300 apt-get download -qq libopenblas0-pthread libgfortran5 libquadmath0 >/dev/null 2>&1 &&
      for package in *.deb; do dpkg -x "$package" tree || exit 1; done &&
      mkdir lib && find tree -name '*.so*' -exec cp -P {} lib/ ';' && rm -rf tree ./*.deb
  ) && rm -rf .blas && mv .blas.part .blas && return 0
  rm -rf .blas.part
  return 1
}

blas() {
  has_blas && return
  if as_root_with_apt; then
    say "OpenBLAS from apt"
    apt_install libopenblas0-pthread && has_blas && return
  elif blas_without_root; then
    say "OpenBLAS unpacked in .blas"
    return
  fi
  say "no OpenBLAS: the portable engine is used; installing libopenblas0 makes it several times faster"
}

chromium() {
  have chromium || have chromium-browser || have google-chrome && return
  if as_root_with_apt; then
    say "Chromium from apt, for the browser tests"
    apt_install chromium && return
  fi
  say "no Chromium: the browser tests are skipped"
}

node_packages
jupyter
blas
[ "${1:-}" = test ] && chromium
exit 0
