#!/usr/bin/env bash
# Installs the real parts into a folder: LiteLLM, one virtual environment for each release, and Claude Code.
# usage: install.sh FOLDER. What is there already is left alone, so that a second run takes no time.
set -euo pipefail

readonly UV=0.13.9
litellm=(1.108.11 1.109.1)
# An old release that is still in use; only the full set of chains asks for it.
[ "${CCPROXY_REAL_FULL:-false}" = true ] && litellm+=(1.83.14)
readonly CLAUDE=2.1.330

fail() {
  printf 'real parts: %s\n' "$*" >&2
  exit 1
}

[ $# -eq 1 ] || fail "usage: install.sh FOLDER"
mkdir -p "$1"
cd "$1"

python=$(command -v python3) || fail "python3 is missing. LiteLLM needs Python 3.10 to 3.14: install it (Debian: apt-get install python3 python3-venv) and run again."
"$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 14))' ||
  fail "$("$python" --version) at $python does not fit. LiteLLM needs Python 3.10 to 3.14."
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  fail "$python has no venv module. Install it (Debian: apt-get install python3-venv) and run again."
command -v node >/dev/null && command -v npm >/dev/null ||
  fail "node and npm are missing. Claude Code comes from npm: install Node.js 18 or newer (Debian: apt-get install nodejs npm) and run again."

export UV_CACHE_DIR=$PWD/uv-cache

# A mark is written when a part is complete, so that a run that was broken off starts that part again.
if [ ! -e "uv/.installed-$UV" ]; then
  rm -rf uv
  "$python" -m venv uv
  uv/bin/pip install --quiet --disable-pip-version-check "uv==$UV" ||
    fail "uv $UV could not be installed from PyPI."
  touch "uv/.installed-$UV"
fi

# Package mirrors may carry LiteLLM and not yet the exact releases of its own helpers that it pins.
cat >overrides.txt <<'EOF'
certifi>=2024
litellm-enterprise>=0.1.79
litellm-proxy-extras>=0.4.100
EOF

for version in "${litellm[@]}"; do
  venv=litellm-$version
  [ -e "$venv/.installed" ] && continue
  rm -rf "$venv"
  uv/bin/uv venv --quiet --python "$python" "$venv"
  uv/bin/uv pip install --quiet --overrides overrides.txt --python "$venv/bin/python" "litellm[proxy]==$version" ||
    fail "LiteLLM $version could not be installed from PyPI."
  touch "$venv/.installed"
done

if [ ! -e "client/.installed-$CLAUDE" ]; then
  rm -rf client
  mkdir client
  npm install --loglevel error --no-fund --no-audit --prefix client "@anthropic-ai/claude-code@$CLAUDE" ||
    fail "Claude Code $CLAUDE could not be installed from npm."
  touch "client/.installed-$CLAUDE"
fi

# npm may leave the command a placeholder; the program itself lies in the package of the platform.
for program in client/node_modules/@anthropic-ai/claude-code-*/claude; do
  if "$program" --version >/dev/null 2>&1; then
    ln -sfn "$program" claude
    break
  fi
done
[ -x claude ] || fail "npm installed no Claude Code program for this platform."
