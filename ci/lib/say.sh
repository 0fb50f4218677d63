# shellcheck shell=bash
# How the scripts in ci/ speak: one line a fact, errors with what to do about them.

say() { printf '%s\n' "$*"; }
step() { printf '==> %s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# have COMMAND: whether a command is on the PATH.
have() { command -v "$1" >/dev/null 2>&1; }

# at_most SECONDS COMMAND...: runs it, ends it when it takes longer (where `timeout` exists).
at_most() {
    local seconds=$1
    shift
    if have timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

# sha256_of FILE
sha256_of() {
    if have sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}
