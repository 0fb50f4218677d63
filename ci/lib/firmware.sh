# shellcheck shell=bash
# Cargo on the firmware's workspace, with the compiler that ci/setup chose. To be used from the top of the repository.

[ -e build/env.sh ] || die "build/env.sh is missing" "Run ci/setup first."
# shellcheck source=/dev/null
. build/env.sh

# in_target COMMAND...: in the firmware's workspace.
in_target() {
    (
        cd target || exit 1
        [ -z "$FIRMWARE_RUSTC" ] || export RUSTC=$FIRMWARE_RUSTC
        "$@"
    )
}

firmware_cargo() { in_target cargo "$@"; }

# The linter must be of the compiler's own version.
firmware_clippy() {
    if [ -n "$FIRMWARE_RUSTC" ]; then
        in_target "${FIRMWARE_RUSTC%/*}/cargo-clippy" clippy "$@"
    else
        in_target cargo clippy "$@"
    fi
}
