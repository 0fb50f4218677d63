# shellcheck shell=bash
# Messages of the scripts in ci/: one fact per line, errors with what to do.

say() { printf '%s\n' "$*"; }
step() { printf '==> %s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
# die MESSAGE [ADVICE...]
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# have COMMAND: true if the command is on PATH.
have() { command -v "$1" >/dev/null 2>&1; }

# at_most SECONDS COMMAND...: runs the command with a time limit (where `timeout` exists).
at_most() {
    local seconds=$1
    shift
    if have timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

# sha256_of FILE: its SHA-256, in hexadecimal.
sha256_of() {
    if have sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}
