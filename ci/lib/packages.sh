# shellcheck shell=bash
# The programs and libraries that come from the system's package manager.

# What is needed, in the order it is reported: a test that says it is there, the Debian packages, what for.
missing_debian_packages() {
    have arm-none-eabi-gcc || printf 'gcc-arm-none-eabi|the C workloads and MicroPython are compiled with it\n'
    arm_newlib_present || printf 'libnewlib-arm-none-eabi|the C library that the firmware links\n'
    have qemu-arm || printf 'qemu-user|the simulated processor is tested against it\n'
    have qemu-system-arm || printf 'qemu-system-arm|its exceptions are tested against it\n'
    have gdb-multiarch || printf 'gdb-multiarch|the simulated board is debugged with it in the tests\n'
    have openocd || printf 'openocd|the simulated board is debugged with it in the tests\n'
    have sigrok-cli || printf 'sigrok-cli|recorded waveforms are opened with it in the tests\n'
    have make || printf 'make|MicroPython generates its headers with it\n'
    have python3 || printf 'python3|MicroPython generates its headers with it\n'
    python_venv_present || printf 'python3-venv|the tests compare with Python packages in an environment of their own\n'
    have git || printf 'git|MicroPython is fetched with it\n'
    have cc || printf 'gcc|Rust links with it\n'
    have pkg-config || printf 'pkg-config|the host tool finds libudev with it\n'
    udev_present || printf 'libudev-dev|the host tool finds debug probes with it\n'
}

# A compiler without its C library names the bare file, one with it names a path.
arm_newlib_present() {
    have arm-none-eabi-gcc && case "$(arm-none-eabi-gcc -print-file-name=libc.a)" in
        */*) true ;;
        *) false ;;
    esac
}

# Debian splits the module that brings pip off Python.
python_venv_present() { have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }

udev_present() { have pkg-config && pkg-config --exists libudev; }

ensure_packages() {
    case "$(uname -s)" in
        Darwin) ensure_brew_packages ;;
        Linux) ensure_apt_packages ;;
        *) die "this system ($(uname -s)) is not supported" "Twinbench runs on Linux and macOS." ;;
    esac
}

ensure_apt_packages() {
    local listed package purpose names=()
    listed=$(missing_debian_packages)
    [ -n "$listed" ] || return 0
    while IFS='|' read -r package purpose; do
        say "missing: $package ($purpose)"
        names+=("$package")
    done <<<"$listed"
    if ! have apt-get; then
        die "this system has no apt-get" \
            "Install the equivalents of: ${names[*]}" "Then run ci/setup again."
    fi
    local -a as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || die "installing needs root, and there is no sudo" \
            "As root: apt-get install ${names[*]}" "Then run ci/setup again."
        as_root=(sudo)
    fi
    step "installing ${names[*]} with apt-get"
    "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=500 update ||
        warn "apt-get update failed; going on with the package lists that are there"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
        -o DPkg::Lock::Timeout=500 install --no-install-recommends "${names[@]}" ||
        die "apt-get could not install ${names[*]}" \
            "Mend what apt-get says above, then run ci/setup again."
}

ensure_brew_packages() {
    local -a formulae=() casks=()
    arm_newlib_present || casks+=(gcc-arm-embedded)
    have qemu-system-arm || formulae+=(qemu)
    have make || formulae+=(make)
    have python3 || formulae+=(python)
    have git || formulae+=(git)
    [ "${#formulae[@]}" -eq 0 ] || say "missing: brew install ${formulae[*]}"
    [ "${#casks[@]}" -eq 0 ] || say "missing: brew install --cask ${casks[*]}"
    if [ "${#formulae[@]}" -gt 0 ] || [ "${#casks[@]}" -gt 0 ]; then
        die "programs are missing" "Run the lines above, then ci/setup again."
    fi
}
