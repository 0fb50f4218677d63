# shellcheck shell=bash
# A private apt configuration: sources, package lists and caches in one folder, derived from the Debian entries of the
# machine. Packages can be fetched and unpacked without installing them and without changing the machine's sources.

# private_apt_create FOLDER [SOURCE_RELEASE]: adds entries for the installed release and its security suite, and a
# source entry for SOURCE_RELEASE. Fails if the machine has no Debian entry.
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

# machine_repository RELEASE: prints its address in the apt configuration of the machine.
machine_repository() {
    local address
    # shellcheck disable=SC2016  # apt expands these, not the shell
    address=$(apt-get indextargets --format '$(RELEASE)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' -v release="$1" '$1 == release && !found { found = $2 } END { print found }')
    [ -n "$address" ] && printf '%s' "$address"
}

# private_apt COMMAND ARGUMENTS...: runs apt-get or apt-cache with the private configuration.
private_apt() {
    local command=$1
    shift
    "$command" -o Dir::Etc::sourcelist="$private_apt_folder/sources.list" \
        -o Dir::Etc::sourceparts="$private_apt_folder/parts" \
        -o Dir::State::lists="$private_apt_folder/lists" \
        -o Dir::Cache="$private_apt_folder/cache" \
        -o APT::Sandbox::User= -o DPkg::Lock::Timeout=500 "$@"
}
