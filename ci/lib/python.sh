# shellcheck shell=bash
# The Python packages that tests compare with, in a virtual environment of their own: build/python.

# Up to date when the list it was made from is the list of today; the copy is written last, when all is installed.
ensure_python_packages() {
    local folder=$1/python list=ci/python-requirements.txt
    ! cmp -s "$list" "$folder/installed.txt" || "$folder/bin/python" -c '' 2>/dev/null || rm -f "$folder/installed.txt"
    ! cmp -s "$list" "$folder/installed.txt" || return 0
    step "installing the Python packages of $list"
    rm -rf "$folder"
    python3 -m venv "$folder" ||
        die "python3 could not make a virtual environment in $folder" \
            "Install its module venv (Debian, Ubuntu: apt-get install python3-venv), then run ci/setup again."
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$list" || {
        rm -rf "$folder"
        die "pip could not install the packages of $list" \
            "Mend what pip says above, then run ci/setup again."
    }
    cp "$list" "$folder/installed.txt"
}
