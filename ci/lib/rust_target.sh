# shellcheck shell=bash
# The Rust standard library for the board's processor: from rustup, or else built from Debian's
# packages into build/toolchain.

# shellcheck disable=SC2034  # some of these are read by debian_rust.sh and ci/setup

firmware_target=thumbv8m.main-none-eabihf
# The oldest Rust that the workspaces accept (rust-version in Cargo.toml).
oldest_rust_minor=90

# Sets firmware_rustc: empty for cargo's own compiler, or the path of the one in build/toolchain.
# TWINBENCH_RUST chooses: `auto` (the default), `rustup` or `debian` only.
ensure_rust_target() {
    local build=$1 choice=${TWINBENCH_RUST:-auto}
    firmware_rustc=""
    have cargo || die "cargo is not installed" \
        "Install Rust with rustup: its page is https://rustup.rs" "Then run ci/setup again."
    case "$choice" in
        auto)
            ! compiler_has_target rustc || return 0
            if compiler_has_target "$build/toolchain/bin/rustc"; then
                firmware_rustc=$build/toolchain/bin/rustc
                return 0
            fi
            say "missing: the Rust target $firmware_target"
            ! add_target_with_rustup || return 0
            ensure_debian_toolchain "$build"
            ;;
        rustup) compiler_has_target rustc || add_target_with_rustup ||
            die "rustup could not add $firmware_target" "Without TWINBENCH_RUST=rustup, ci/setup has another way." ;;
        debian) ensure_debian_toolchain "$build" ;;
        *) die "TWINBENCH_RUST is '$choice'" "It can be auto, rustup or debian." ;;
    esac
}

# compiler_has_target RUSTC: whether that compiler runs and has core for the board.
compiler_has_target() {
    local folder
    folder=$("$1" --print target-libdir --target "$firmware_target" 2>/dev/null) || return 1
    compgen -G "$folder/libcore-*.rlib" >/dev/null
}

add_target_with_rustup() {
    have rustup || return 1
    step "adding $firmware_target with rustup"
    # Offline, rustup would retry for minutes.
    if RUSTUP_MAX_RETRIES=1 RUSTUP_DOWNLOAD_TIMEOUT=20 at_most 240 env RUST_BACKTRACE=0 \
        rustup target add "$firmware_target" && compiler_has_target rustc; then
        return 0
    fi
    say "rustup cannot download here"
    return 1
}

ensure_debian_toolchain() {
    local build=$1
    if ! compiler_has_target "$build/toolchain/bin/rustc"; then
        step "building a Rust toolchain for the board from Debian's packages (about a minute)"
        rm -rf "$build/toolchain" "$build/toolchain.part"
        mkdir -p "$build/toolchain.part"
        build_debian_toolchain "$build/toolchain.part" "$build/toolchain"
        compiler_has_target "$build/toolchain/bin/rustc" || die "the toolchain in build/toolchain does not work"
        # Libraries of another compiler cannot be mixed with those of this one.
        rm -rf "$build/firmware-cargo"
    fi
    firmware_rustc=$build/toolchain/bin/rustc
}
