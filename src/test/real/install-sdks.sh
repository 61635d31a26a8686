#!/usr/bin/env bash
# Installs Anthropic's SDKs for TypeScript and Python into a folder, for the recording of what clients make of damaged
# answers (ClientOutcomesRecording). usage: install-sdks.sh FOLDER. What is there already is left alone.
set -euo pipefail

readonly TYPESCRIPT=1.14.0
readonly PYTHON=2.14.0

fail() {
  printf 'sdks: %s\n' "$*" >&2
  exit 1
}

[ $# -eq 1 ] || fail "usage: install-sdks.sh FOLDER"
mkdir -p "$1"
cd "$1"

if [ ! -e "sdk-typescript/.installed-$TYPESCRIPT" ]; then
  rm -rf sdk-typescript
  mkdir sdk-typescript
  npm install --loglevel error --no-fund --no-audit --prefix sdk-typescript "@anthropic-ai/sdk@$TYPESCRIPT" ||
    fail "the SDK for TypeScript $TYPESCRIPT could not be installed from npm."
  touch "sdk-typescript/.installed-$TYPESCRIPT"
fi

if [ ! -e "sdk-python/.installed-$PYTHON" ]; then
  rm -rf sdk-python
  python3 -m venv sdk-python
  sdk-python/bin/pip install --quiet --disable-pip-version-check "anthropic==$PYTHON" ||
    fail "the SDK for Python $PYTHON could not be installed from PyPI."
  touch "sdk-python/.installed-$PYTHON"
fi
