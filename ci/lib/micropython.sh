# shellcheck shell=bash
# MicroPython's source: of the upstream tag, or else from Debian's source package.

micropython_version=1.25.0
micropython_upstream=https://github.com/micropython/micropython.git
# The commit that upstream's tag v1.25.0 names.
micropython_commit=f498a16c7db6d4b2de200b3e0856528dfe0613c3
# The Debian release that carries it, the version there, and the sha256 of its orig tarball.
micropython_debian_release=trixie
micropython_debian_version=1.25.0+ds-1
micropython_tarball_sha256=7b25be99a502f070b2de81dafc08da7051d992325d6e67daa9045a918fffdbea

# Sets micropython_dir. MICROPYTHON_DIR, where set, is checked and taken.
ensure_micropython() {
    local build=$1 found
    if [ -n "${MICROPYTHON_DIR:-}" ]; then
        micropython_dir=$(cd "$MICROPYTHON_DIR" 2>/dev/null && pwd) ||
            die "MICROPYTHON_DIR is $MICROPYTHON_DIR, which is not a folder"
        found=$(micropython_version_of "$micropython_dir")
        [ "$found" = "$micropython_version" ] ||
            die "MICROPYTHON_DIR ($micropython_dir) has MicroPython ${found:-of no known version}" \
                "Version $micropython_version is needed."
        return 0
    fi
    micropython_dir=$build/micropython
    [ "$(micropython_version_of "$micropython_dir")" != "$micropython_version" ] || return 0
    say "missing: the source of MicroPython $micropython_version"
    rm -rf "$micropython_dir" "$build/micropython.part"
    mkdir -p "$build/micropython.part"
    micropython_from_git "$build/micropython.part/source" ||
        micropython_from_debian "$build/micropython.part" ||
        die "the source of MicroPython $micropython_version could not be fetched" \
            "Unpack it anywhere and run: MICROPYTHON_DIR=<folder> ci/setup"
    mv "$build/micropython.part/source" "$micropython_dir"
    rm -rf "$build/micropython.part"
}

# micropython_version_of FOLDER: the version that its header states; nothing where there is none.
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
    # Ends when nothing comes for 20 s, and never asks for a password.
    GIT_TERMINAL_PROMPT=0 at_most 600 git -c http.lowSpeedLimit=1 -c http.lowSpeedTime=20 -c advice.detachedHead=false \
        clone --quiet --depth 1 --branch "v$micropython_version" "$micropython_upstream" "$folder" || {
        say "upstream cannot be reached here"
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
        say "there is no Debian package source on this machine"
        return 1
    }
    (cd "$folder" && private_apt apt-get -qq source --download-only --tar-only \
        "micropython=$micropython_debian_version") || return 1
    tarball=$(echo "$folder"/micropython_*.orig.tar.xz)
    [ "$(sha256_of "$tarball")" = "$micropython_tarball_sha256" ] ||
        die "Debian's tarball of MicroPython has another sha256 than expected" \
            "Found: $(sha256_of "$tarball")" "Expected: $micropython_tarball_sha256"
    mkdir "$folder/source"
    tar -xf "$tarball" -C "$folder/source" --strip-components 1
}
