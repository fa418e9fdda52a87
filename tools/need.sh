# need.sh: what ./run and ./check share. Finds out what is missing by trying it, not by asking for packages, so
# that a tool from elsewhere counts and apt is left alone when all is there. To be sourced.

missing=()

# need PACKAGE COMMAND…: PACKAGE is missing where COMMAND fails
need() {
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}

has() { command -v "$1"; }

any_compiler() { has gcc || has cc; }

# finds_header HEADER COMPILER FLAG…
finds_header() { printf '#include <%s>\n' "$1" | "${@:2}" -x c -E -; }

need_to_build() {
    need gcc any_compiler
    need libc6-dev finds_header stdio.h "$(any_compiler)"
    need meson has meson
    need ninja-build has ninja
    need pkg-config has pkg-config
    need libjansson-dev pkg-config --exists jansson
    need libsodium-dev pkg-config --exists libsodium
    need libgumbo-dev pkg-config --exists gumbo
    need libxml2-dev pkg-config --exists libxml-2.0
    need libcurl4-openssl-dev pkg-config --exists libcurl
    need libarchive-dev pkg-config --exists libarchive
    need libcsv-dev finds_header csv.h "$(any_compiler)"
    need libxlsxwriter-dev pkg-config --exists xlsxwriter
    need libpsl-dev pkg-config --exists libpsl
    need zlib1g-dev pkg-config --exists zlib
    need libsqlite3-dev pkg-config --exists sqlite3
    need libmicrohttpd-dev pkg-config --exists libmicrohttpd
}

# Fresh Debian has no sudo for who gave root a password.
what_to_type() {
    if has sudo >/dev/null; then
        echo "sudo apt-get update && sudo apt-get install -y ${missing[*]}"
    else
        echo "su -c \"apt-get update && apt-get install -y ${missing[*]}\""
    fi
}

# Installs $missing, or says what to type and ends with 1.
install_missing() {
    [ ${#missing[@]} -eq 0 ] && return 0
    local as=()
    if ! command -v apt-get >/dev/null; then
        echo "missing: ${missing[*]} (Debian's names); install them with this system's package manager" >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "Something is missing that needs the right to install. Type this, then start again:" >&2
            echo "  $(what_to_type)" >&2
            exit 1
        fi
        as=(sudo -n)
    fi
    say "installing ${missing[*]}"
    local apt=("${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
    if ! quietly "${apt[@]}" update || ! quietly "${apt[@]}" install --no-install-recommends "${missing[@]}"; then
        echo "apt-get could not install: ${missing[*]}" >&2
        exit 1
    fi
}

say() { [ ! -t 2 ] || printf '%s\n' "$*" >&2; }

# Runs a command; shows what it printed only if it failed.
quietly() {
    local log status
    log=$(mktemp) || return 1
    "$@" >"$log" 2>&1 </dev/null
    status=$?
    [ $status -eq 0 ] || cat "$log" >&2
    rm -f "$log"
    return $status
}
