# shellcheck shell=bash
# Rust's core library for the Cortex-M33: from rustup, or built from Debian's packages in build/toolchain.

# shellcheck disable=SC2034  # debian_rust.sh and ci/setup read some of these

firmware_target=thumbv8m.main-none-eabihf
# The minimum Rust version of the workspaces (rust-version in Cargo.toml).
oldest_rust_minor=90

# ensure_rust_target BUILD: sets firmware_rustc, which is empty for cargo's default compiler, or the path of the
# compiler in BUILD/toolchain. TWINBENCH_RUST selects `auto` (the default), `rustup` or `debian`.
ensure_rust_target() {
    local build=$1 origin=${TWINBENCH_RUST:-auto}
    firmware_rustc=""
    have cargo || die "cargo is not installed" \
        "Install Rust with rustup: https://rustup.rs" "Then run ci/setup again."
    case "$origin" in
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
            die "rustup could not add $firmware_target" "Unset TWINBENCH_RUST to use Debian's packages instead." ;;
        debian) ensure_debian_toolchain "$build" ;;
        *) die "TWINBENCH_RUST is '$origin'" "Expected: auto, rustup or debian." ;;
    esac
}

# compiler_has_target RUSTC: true if the compiler runs and has the core library for the board.
compiler_has_target() {
    local folder
    folder=$("$1" --print target-libdir --target "$firmware_target" 2>/dev/null) || return 1
    compgen -G "$folder/libcore-*.rlib" >/dev/null
}

add_target_with_rustup() {
    have rustup || return 1
    step "adding $firmware_target with rustup"
    # Without a network, rustup would retry for minutes.
    if RUSTUP_MAX_RETRIES=1 RUSTUP_DOWNLOAD_TIMEOUT=20 at_most 240 env RUST_BACKTRACE=0 \
        rustup target add "$firmware_target" && compiler_has_target rustc; then
        return 0
    fi
    say "rustup could not download it"
    return 1
}

ensure_debian_toolchain() {
    local build=$1
    if ! compiler_has_target "$build/toolchain/bin/rustc"; then
        step "building a Rust toolchain for the board from Debian's packages (about a minute)"
        rm -rf "$build/toolchain" "$build/toolchain.part"
        mkdir -p "$build/toolchain.part"
        build_debian_toolchain "$build/toolchain.part" "$build/toolchain"
        compiler_has_target "$build/toolchain/bin/rustc" || die "the Rust toolchain in build/toolchain has no core library for $firmware_target" \
            "Delete build/toolchain, then run ci/setup again."
        # Libraries of different compilers cannot be mixed.
        rm -rf "$build/firmware-cargo"
    fi
    firmware_rustc=$build/toolchain/bin/rustc
}
