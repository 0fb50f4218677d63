# shellcheck shell=bash
# Cargo in the firmware workspace, with the compiler that ci/setup selected. Source it from the top of the repository.

[ -e build/env.sh ] || die "build/env.sh is missing" "Run ci/setup first."
# shellcheck source=/dev/null
. build/env.sh

# in_target COMMAND...: runs the command in the firmware workspace.
in_target() {
    (
        cd target || exit 1
        [ -z "$FIRMWARE_RUSTC" ] || export RUSTC=$FIRMWARE_RUSTC
        "$@"
    )
}

firmware_cargo() { in_target cargo "$@"; }

# Clippy must have the version of the compiler.
firmware_clippy() {
    if [ -n "$FIRMWARE_RUSTC" ]; then
        in_target "${FIRMWARE_RUSTC%/*}/cargo-clippy" clippy "$@"
    else
        in_target cargo clippy "$@"
    fi
}
