# shellcheck shell=bash
# A small guest under QEMU: Debian's kernel with an initramfs that holds busybox and the modules for USB/IP. Its
# userland is the host's, mounted read-only.

# Modules of the guest, without those that they depend on.
usb_guest_modules=(virtio_pci virtio_net 9pnet_virtio 9p vhci-hcd cdc-acm usbhid hid-generic)

# usb_guest_missing: prints why the guest cannot run here; nothing if it can.
usb_guest_missing() {
    [ "$(uname -sm)" = "Linux x86_64" ] || { printf 'this is no x86-64 Linux\n'; return 0; }
    have qemu-system-x86_64 || { printf 'qemu-system-x86_64 is missing (Debian: qemu-system-x86)\n'; return 0; }
    [ -x /bin/busybox ] || { printf 'busybox is missing (Debian: busybox-static)\n'; return 0; }
    have cpio || { printf 'cpio is missing\n'; return 0; }
    have usbip || [ -x /usr/sbin/usbip ] || { printf 'usbip is missing\n'; return 0; }
    [ -e "$1/vmlinux" ] || have apt-get || { printf 'there is no apt-get to fetch a kernel with\n'; return 0; }
}

# usb_guest_build FOLDER: puts vmlinux and initramfs.cpio there; quick when they are there already.
usb_guest_build() {
    local folder=$1
    mkdir -p "$folder"
    [ -e "$folder/kernel/boot" ] || usb_guest_fetch_kernel "$folder" || return 1
    [ -e "$folder/vmlinux" ] || usb_guest_unpack_kernel "$folder" || return 1
    usb_guest_initramfs "$folder"
}

usb_guest_fetch_kernel() {
    local folder=$1 package
    package=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends: linux-image/ && !found { found = $2 } END { print found }')
    [ -n "$package" ] || return 1
    step "fetching $package for the guest"
    rm -rf "$folder/kernel.part"
    mkdir -p "$folder/kernel.part"
    (cd "$folder/kernel.part" && apt-get -qq download "$package" && dpkg-deb -x ./*.deb . && rm ./*.deb) || return 1
    # dpkg-deb unpacks modules below /lib; depmod makes the list of their dependencies.
    depmod -b "$folder/kernel.part" "$(basename "$folder"/kernel.part/lib/modules/*)" || return 1
    mv "$folder/kernel.part" "$folder/kernel"
}

# QEMU starts an uncompressed kernel by its PVH note; unpacking under emulation takes as long as the boot.
usb_guest_unpack_kernel() {
    local folder=$1
    python3 - "$folder"/kernel/boot/vmlinuz-* "$folder/vmlinux.part" <<'PYTHON' || return 1
import lzma
import sys

image = open(sys.argv[1], "rb").read()
start = image.find(b"\xfd7zXZ\x00")
if start < 0:
    sys.exit("the kernel is not compressed by xz")
open(sys.argv[2], "wb").write(lzma.LZMADecompressor().decompress(image[start:]))
PYTHON
    mv "$folder/vmlinux.part" "$folder/vmlinux"
}

usb_guest_initramfs() {
    local folder=$1 root=$1/initramfs version module
    version=$(basename "$folder"/kernel/lib/modules/*)
    rm -rf "$root"
    mkdir -p "$root"/{bin,lib}
    cp /bin/busybox "$root/bin/busybox"
    install -m 755 ci/usb-guest/init "$root/init"
    for module in "${usb_guest_modules[@]}"; do
        modprobe -d "$PWD/$folder/kernel" -S "$version" --show-depends "$module" |
            awk '$1 == "insmod" { print $2 }'
    done | awk '!seen[$0]++' | while read -r module; do
        cp "$module" "$root/lib/"
        printf '/lib/%s\n' "$(basename "$module")"
    done >"$root/modules"
    [ -s "$root/modules" ] || return 1
    (cd "$root" && find . | cpio --quiet -o -H newc) >"$folder/initramfs.cpio"
}

# usb_guest_run FOLDER PORT SECONDS: boots the guest and shows its output. The tests find USB/IP at PORT of the host.
usb_guest_run() {
    local folder=$1 port=$2 limit=$3
    local -a accelerate=(-accel tcg -cpu max)
    if [ -w /dev/kvm ] && grep -qE '^flags.*\b(vmx|svm)\b' /proc/cpuinfo; then
        accelerate=(-accel kvm -cpu host)
    fi
    timeout "$limit" qemu-system-x86_64 -M q35 "${accelerate[@]}" -smp 1 -m 1024 -nodefaults -no-user-config \
        -display none -no-reboot -serial stdio \
        -kernel "$folder/vmlinux" -initrd "$folder/initramfs.cpio" \
        -append "console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on twinbench.top=$PWD twinbench.port=$port" \
        -netdev user,id=net -device virtio-net-pci,netdev=net \
        -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap </dev/null
}
