# shellcheck shell=bash
# A Rust compiler from Debian's packages, with core, alloc and compiler_builtins for the board, unpacked into one
# folder. Nothing is installed, and the rustup installation does not change.
# shellcheck disable=SC2154  # rust_target.sh sets firmware_target and oldest_rust_minor

# build_debian_toolchain PART FINAL: builds the toolchain in PART and renames it to FINAL when complete.
build_debian_toolchain() {
    local part=$1 final=$2 minor
    private_apt_create "$part/apt" ||
        die "no Debian package source offers a Rust compiler" \
            "With a network, run: rustup target add $firmware_target" "Then run ci/setup again."
    minor=$(debian_rust_minor)
    fetch_debian_rust "$part" "$minor"
    assemble_toolchain "$part"
    build_core_libraries "$part"
    rm -rf "$part/apt" "$part/usr/src" "$part/usr/lib/rustlib/src"
    mv "$part" "$final"
}

# debian_rust_minor: prints the minor version of the newest rustc-web in the private apt configuration.
debian_rust_minor() {
    local version minor
    version=$(private_apt apt-cache policy rustc-web | sed -n 's/^ *Candidate: //p')
    minor=$(printf '%s' "$version" | sed -n 's/^1\.\([0-9]*\)\..*/\1/p')
    if [ -z "$minor" ] || [ "$minor" -lt "$oldest_rust_minor" ]; then
        die "Debian's rustc-web is ${version:-not available}; 1.$oldest_rust_minor or newer is needed" \
            "With a network, run: rustup target add $firmware_target" "Then run ci/setup again."
    fi
    printf '%s' "$minor"
}

# fetch_debian_rust PART MINOR: downloads the packages of the compiler and unpacks them into PART.
fetch_debian_rust() {
    local part=$1 minor=$2 package
    local -a packages llvm
    mapfile -t llvm < <(private_apt apt-cache depends "libstd-rust-web-1.$minor" |
        sed -n 's/^ *Depends: \(libllvm[0-9]*\)$/\1/p')
    packages=(rustc-web "libstd-rust-web-1.$minor" libstd-rust-web-dev rust-web-src rust-web-clippy "${llvm[@]}")
    (
        cd "$part/apt/cache/archives" || exit 1
        private_apt apt-get -qq download "${packages[@]}" || exit 1
        for package in *.deb; do
            dpkg-deb -x "$package" "$part" && rm "$package" || exit 1
        done
    ) || die "the Debian packages of Rust could not be downloaded: ${packages[*]}"
}

# assemble_toolchain PART: adds bin/ with wrappers that start the compiler and clippy with their libraries, and the
# linker of the installed toolchain.
assemble_toolchain() {
    local part=$1 host libraries program linker
    host=$(rustc -vV | sed -n 's/^host: //p')
    libraries=$(basename "$(dirname "$(echo "$part"/usr/lib/*/librustc_driver-*.so)")")
    mkdir -p "$part/bin" "$part/usr/lib/rustlib/$host/bin"
    for program in rustc cargo-clippy clippy-driver; do
        {
            printf '#!/bin/sh\n'
            # shellcheck disable=SC2016  # the generated script expands it
            printf 'usr=${0%%/*}/../usr\n'
            # shellcheck disable=SC2016
            printf 'LD_LIBRARY_PATH=$usr/lib/%s${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} exec "$usr/bin/%s" "$@"\n' \
                "$libraries" "$program"
        } >"$part/bin/$program"
        chmod +x "$part/bin/$program"
    done
    linker=$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld
    [ -x "$linker" ] || die "the installed Rust toolchain has no rust-lld" \
        "Install Rust with rustup, then run ci/setup again."
    # A copy would not find the libraries next to the original.
    ln -s "$linker" "$part/usr/lib/rustlib/$host/bin/rust-lld"
}

# build_core_libraries PART: builds core, alloc and compiler_builtins as dependencies of an empty crate.
build_core_libraries() {
    local part=$1 libraries
    local crate=$part/apt/empty
    libraries=$part/usr/lib/rustlib/$firmware_target/lib
    if [ ! -e "$part/usr/lib/rustlib/src/rust/library" ]; then
        mkdir -p "$part/usr/lib/rustlib/src"
        ln -sfn "$(echo "$part"/usr/src/rustc-*)" "$part/usr/lib/rustlib/src/rust"
    fi
    mkdir -p "$crate/src"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$crate/Cargo.toml"
    printf '#![no_std]\n' >"$crate/src/lib.rs"
    # Fat link-time optimisation of the firmware needs bitcode in the libraries.
    (cd "$crate" && RUSTC="$part/bin/rustc" RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes" \
        cargo build --quiet --release --target "$firmware_target" --target-dir "$crate/out" \
        -Z build-std=core,alloc,compiler_builtins -Z build-std-features=compiler-builtins-mem) ||
        die "building core for $firmware_target failed"
    mkdir -p "$libraries"
    cp "$crate/out/$firmware_target/release/deps/"lib{core,alloc,compiler_builtins}-*.rlib "$libraries/"
}
