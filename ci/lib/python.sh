# shellcheck shell=bash
# Python packages for the tests, in the virtual environment build/python.

# The environment is up to date if its copy of the list equals the list. The copy is written last.
ensure_python_packages() {
    local folder=$1/python list=ci/python-requirements.txt
    ! cmp -s "$list" "$folder/installed.txt" || "$folder/bin/python" -c '' 2>/dev/null || rm -f "$folder/installed.txt"
    ! cmp -s "$list" "$folder/installed.txt" || return 0
    step "installing the Python packages of $list"
    rm -rf "$folder"
    python3 -m venv "$folder" ||
        die "python3 could not create a virtual environment in $folder" \
            "Install the module venv (Debian, Ubuntu: apt-get install python3-venv), then run ci/setup again."
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$list" || {
        rm -rf "$folder"
        die "pip could not install the packages of $list" \
            "Fix what pip reports above, then run ci/setup again."
    }
    cp "$list" "$folder/installed.txt"
}
