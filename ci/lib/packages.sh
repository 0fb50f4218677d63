# shellcheck shell=bash
# Programs and libraries from the system's package manager.

# Prints what is missing, one line each: the Debian package and what needs it.
missing_debian_packages() {
    have arm-none-eabi-gcc || printf 'gcc-arm-none-eabi|compiles the C workloads and MicroPython\n'
    arm_newlib_present || printf 'libnewlib-arm-none-eabi|the C library of the firmware\n'
    have qemu-arm || printf 'qemu-user|tests compare the simulated core with it\n'
    have qemu-system-arm || printf 'qemu-system-arm|tests compare exceptions of the simulated core with it\n'
    have gdb-multiarch || printf 'gdb-multiarch|tests debug the simulated board with it\n'
    have openocd || printf 'openocd|tests debug the simulated board with it\n'
    have sigrok-cli || printf 'sigrok-cli|tests read recorded waveforms with it\n'
    have make || printf 'make|generates the headers of MicroPython\n'
    have python3 || printf 'python3|generates the headers of MicroPython\n'
    python_venv_present || printf 'python3-venv|installs the Python packages that tests compare with\n'
    have git || printf 'git|fetches MicroPython\n'
    have cc || printf 'gcc|links the host tool\n'
    have pkg-config || printf 'pkg-config|finds libudev for the host tool\n'
    udev_present || printf 'libudev-dev|the host tool finds debug probes with it\n'
    have shellcheck || printf 'shellcheck|checks the scripts\n'
}

# Without its C library, the compiler prints the bare file name instead of a path.
arm_newlib_present() {
    have arm-none-eabi-gcc && case "$(arm-none-eabi-gcc -print-file-name=libc.a)" in
        */*) true ;;
        *) false ;;
    esac
}

# Debian packages the modules for virtual environments separately from Python.
python_venv_present() { have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }

udev_present() { have pkg-config && pkg-config --exists libudev; }

# ensure_packages BUILD: adds BUILD/packages/bin to PATH where packages had to be unpacked there.
ensure_packages() {
    local build=$1
    [ ! -d "$build/packages/bin" ] || PATH=$build/packages/bin:$PATH
    case "$(uname -s)" in
        Darwin) ensure_brew_packages ;;
        Linux) ensure_apt_packages "$build/packages" ;;
        *) die "this system ($(uname -s)) is not supported" "Twinbench runs on Linux and macOS." ;;
    esac
}

# ensure_apt_packages FOLDER: installs what is missing. No installed package is removed: a package that conflicts with
# an installed one is unpacked into FOLDER instead.
ensure_apt_packages() {
    local folder=$1 listed package purpose fitting=() conflicting=()
    listed=$(missing_debian_packages)
    [ -n "$listed" ] || return 0
    while IFS='|' read -r package purpose; do
        say "missing: $package ($purpose)"
    done <<<"$listed"
    have apt-get || die "this system has no apt-get" \
        "Install the equivalents of: $(package_names "$listed")" "Then run ci/setup again."
    local -a as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || die "installing packages needs root, and sudo is not installed" \
            "As root, run: apt-get install --no-remove $(package_names "$listed")" "Then run ci/setup again."
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=500 update ||
        warn "apt-get update failed; using the package lists on this machine"
    while IFS='|' read -r package purpose; do
        package=$(with_version "$package")
        if can_install "$package"; then fitting+=("$package"); else conflicting+=("$package"); fi
    done <<<"$listed"
    if [ "${#fitting[@]}" -gt 0 ]; then
        step "installing ${fitting[*]} with apt-get"
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-remove \
            -o DPkg::Lock::Timeout=500 install --no-install-recommends "${fitting[@]}" ||
            die "apt-get could not install ${fitting[*]}" \
                "Fix what apt-get reports above, then run ci/setup again."
    fi
    [ "${#conflicting[@]}" -eq 0 ] || unpack_packages "$folder" "${conflicting[@]}"
    listed=$(missing_debian_packages)
    [ -z "$listed" ] || die "these packages are still missing: $(package_names "$listed")" \
        "apt-get cannot install them without removing other packages." \
        "Resolve the conflict, then run ci/setup again."
}

# package_names LIST: the packages of missing_debian_packages on one line.
package_names() { cut -d'|' -f1 <<<"$1" | paste -sd' '; }

# with_version PACKAGE: the package, with a version where another one would upgrade unrelated packages: libudev-dev
# needs exactly its own version of libudev1, which belongs to systemd.
with_version() {
    local package=$1 version
    if [ "$package" = libudev-dev ]; then
        version=$(dpkg-query --show --showformat='${Version}' libudev1 2>/dev/null) || version=
        ! can_install "$package=$version" || package=$package=$version
    fi
    printf '%s' "$package"
}

# can_install PACKAGE: true if apt-get can install it without removing a package.
can_install() { apt-get -qq --simulate --no-remove install --no-install-recommends "$1" >/dev/null 2>&1; }

# unpack_packages FOLDER PACKAGE...: unpacks packages and their missing dependencies into FOLDER, adds a wrapper for
# each program to FOLDER/bin, and FOLDER/bin to PATH.
unpack_packages() {
    local folder=$1 program libraries
    local -a archives
    shift
    step "unpacking $* into $folder: apt-get could install them only by removing other packages"
    mkdir -p "$folder/archives" "$folder/bin"
    mapfile -t archives < <(apt-get --simulate install --no-install-recommends "$@" | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
    (
        cd "$folder/archives" || exit 1
        apt-get -qq -o APT::Sandbox::User= download "${archives[@]}" || exit 1
        for archive in *.deb; do
            dpkg-deb -x "$archive" "$folder" && rm "$archive" || exit 1
        done
    ) || die "the packages could not be unpacked: ${archives[*]}"
    libraries=$(find "$folder" -maxdepth 3 -type d -path '*/lib/*-linux-gnu*' | paste -sd:)
    for program in "$folder"/usr/bin/*; do
        {
            printf '#!/bin/sh\n'
            printf 'LD_LIBRARY_PATH=%q exec %q "$@"\n' "$libraries" "$program"
        } >"$folder/bin/${program##*/}"
        chmod +x "$folder/bin/${program##*/}"
    done
    PATH=$folder/bin:$PATH
}

ensure_brew_packages() {
    local -a formulae=() casks=()
    arm_newlib_present || casks+=(gcc-arm-embedded)
    have qemu-system-arm || formulae+=(qemu)
    have make || formulae+=(make)
    have python3 || formulae+=(python)
    have git || formulae+=(git)
    have shellcheck || formulae+=(shellcheck)
    [ "${#formulae[@]}" -eq 0 ] || say "missing: brew install ${formulae[*]}"
    [ "${#casks[@]}" -eq 0 ] || say "missing: brew install --cask ${casks[*]}"
    if [ "${#formulae[@]}" -gt 0 ] || [ "${#casks[@]}" -gt 0 ]; then
        die "programs are missing" "Run the commands above, then ci/setup again."
    fi
}
