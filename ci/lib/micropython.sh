# shellcheck shell=bash
# The source of MicroPython: the upstream tag, or Debian's source package if upstream is not reachable.

micropython_version=1.25.0
micropython_upstream=https://github.com/micropython/micropython.git
# The commit of the upstream tag v1.25.0.
micropython_commit=f498a16c7db6d4b2de200b3e0856528dfe0613c3
# The Debian release with this version, the version of its package, and the SHA-256 of its orig tarball.
micropython_debian_release=trixie
micropython_debian_version=1.25.0+ds-1
micropython_tarball_sha256=7b25be99a502f070b2de81dafc08da7051d992325d6e67daa9045a918fffdbea

# ensure_micropython BUILD: sets micropython_dir. Uses MICROPYTHON_DIR if it is set and has the right version.
ensure_micropython() {
    local build=$1 found
    if [ -n "${MICROPYTHON_DIR:-}" ]; then
        micropython_dir=$(cd "$MICROPYTHON_DIR" 2>/dev/null && pwd) ||
            die "MICROPYTHON_DIR ($MICROPYTHON_DIR) is not a folder"
        found=$(micropython_version_of "$micropython_dir")
        [ "$found" = "$micropython_version" ] ||
            die "MICROPYTHON_DIR ($micropython_dir) has MicroPython ${found:-of an unknown version}" \
                "Expected: $micropython_version"
        return 0
    fi
    micropython_dir=$build/micropython
    [ "$(micropython_version_of "$micropython_dir")" != "$micropython_version" ] || return 0
    say "missing: the source of MicroPython $micropython_version"
    rm -rf "$micropython_dir" "$build/micropython.part"
    mkdir -p "$build/micropython.part"
    micropython_from_git "$build/micropython.part/source" ||
        micropython_from_debian "$build/micropython.part" ||
        die "the source of MicroPython $micropython_version could not be downloaded" \
            "Unpack it into any folder and run: MICROPYTHON_DIR=<folder> ci/setup"
    mv "$build/micropython.part/source" "$micropython_dir"
    rm -rf "$build/micropython.part"
}

# micropython_version_of FOLDER: prints the version in its header; prints nothing if there is no header.
micropython_version_of() {
    local header=$1/py/mpconfig.h
    [ -r "$header" ] || return 0
    awk '$1 == "#define" && $2 ~ /^MICROPY_VERSION_(MAJOR|MINOR|MICRO)$/ { part[$2] = $3 }
        END { printf "%s.%s.%s", part["MICROPY_VERSION_MAJOR"], part["MICROPY_VERSION_MINOR"], part["MICROPY_VERSION_MICRO"] }' \
        "$header"
}

micropython_from_git() {
    local folder=$1 commit
    step "fetching MicroPython v$micropython_version from $micropython_upstream"
    # Fails after 20 s without data, and never asks for a password.
    GIT_TERMINAL_PROMPT=0 at_most 600 git -c http.lowSpeedLimit=1 -c http.lowSpeedTime=20 -c advice.detachedHead=false \
        clone --quiet --depth 1 --branch "v$micropython_version" "$micropython_upstream" "$folder" || {
        say "upstream is not reachable"
        return 1
    }
    commit=$(git -C "$folder" rev-parse HEAD)
    [ "$commit" = "$micropython_commit" ] ||
        die "upstream's tag v$micropython_version is commit $commit" "Expected: $micropython_commit"
}

micropython_from_debian() {
    local folder=$1 tarball
    step "fetching MicroPython $micropython_version from Debian's source package"
    private_apt_create "$folder/apt" "$micropython_debian_release" || {
        say "this machine has no Debian package source"
        return 1
    }
    (cd "$folder" && private_apt apt-get -qq source --download-only --tar-only \
        "micropython=$micropython_debian_version") || return 1
    tarball=$(echo "$folder"/micropython_*.orig.tar.xz)
    [ "$(sha256_of "$tarball")" = "$micropython_tarball_sha256" ] ||
        die "Debian's tarball of MicroPython has the wrong SHA-256" \
            "Found: $(sha256_of "$tarball")" "Expected: $micropython_tarball_sha256"
    mkdir "$folder/source"
    tar -xf "$tarball" -C "$folder/source" --strip-components 1
}
