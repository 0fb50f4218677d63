# shellcheck shell=bash
# An apt of our own: its sources, lists and caches lie in one folder, made from the machine's own
# Debian entries, so that packages can be fetched and unpacked without installing anything and
# without touching the machine's sources.

# private_apt_create FOLDER [SOURCE_RELEASE]: entries for the installed release and its security
# suite, and a source entry for SOURCE_RELEASE. Fails where the machine has no Debian entry.
private_apt_create() {
    local folder=$1 source_release=${2:-} codename main security signed=""
    private_apt_folder=$folder
    have apt-get || return 1
    codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    main=$(machine_repository "$codename") || return 1
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ ! -r "$keyring" ] || signed="[signed-by=$keyring] "
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/parts"
    {
        printf 'deb %s%s %s main\n' "$signed" "$main" "$codename"
        if security=$(machine_repository "$codename-security"); then
            printf 'deb %s%s %s-security main\n' "$signed" "$security" "$codename"
        fi
        if [ -n "$source_release" ]; then
            printf 'deb-src %s%s %s main\n' "$signed" "$main" "$source_release"
        fi
    } >"$folder/sources.list"
    private_apt apt-get -qq update
}

# machine_repository RELEASE: the address that the machine's own apt configuration gives for it.
machine_repository() {
    local address
    # shellcheck disable=SC2016  # apt expands these, not the shell
    address=$(apt-get indextargets --format '$(RELEASE)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' -v release="$1" '$1 == release && !found { found = $2 } END { print found }')
    [ -n "$address" ] && printf '%s' "$address"
}

# private_apt COMMAND ARGUMENTS...: apt-get or apt-cache on the private state.
private_apt() {
    local command=$1
    shift
    "$command" -o Dir::Etc::sourcelist="$private_apt_folder/sources.list" \
        -o Dir::Etc::sourceparts="$private_apt_folder/parts" \
        -o Dir::State::lists="$private_apt_folder/lists" \
        -o Dir::Cache="$private_apt_folder/cache" \
        -o APT::Sandbox::User= -o DPkg::Lock::Timeout=500 "$@"
}
