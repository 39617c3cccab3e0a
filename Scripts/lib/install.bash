# What the machine must have. Says what it installs, and installs only what is missing.

as_root() {
    ((EUID == 0)) || command -v sudo >/dev/null || fail "this needs root for '$1': run it as root, or install sudo"
    if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

# begin_as_root ARGUMENT…: unless this is root, the script begins again as root, with these arguments.
begin_as_root() {
    local variables=()
    ((EUID != 0)) || return 0
    command -v sudo >/dev/null || fail "this needs root: run it as root, or install sudo"
    mapfile -t variables < <(env | grep -E '^(PATH|LAB_[A-Z_]*|MY_DOCKER_NETWORK_[A-Z_]*)=')
    exec sudo -- env "${variables[@]}" "$0" "$@"
}

# install_packages PACKAGE…: Debian's (or Ubuntu's), without recommends, never starting a service.
install_packages() {
    local package missing=() log
    command -v apt-get >/dev/null ||
        fail "this needs apt-get (Debian or Ubuntu); elsewhere install by hand: $*"
    for package in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done
    ((${#missing[@]} > 0)) || return 0
    step "Installing from the distribution: ${missing[*]}"
    shown "apt-get install --no-install-recommends ${missing[*]}"
    log=$(mktemp)
    as_root bash -s -- "${missing[@]}" >"$log" 2>&1 <<'ROOT' || fail_showing "$log" "apt-get could not install ${missing[*]}"
set -euo pipefail
# The lab runs its own broker: a system service that a package would start is kept from starting, once.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q=2
apt-get install -y -q=2 --no-install-recommends "$@"
# Nor should it start at the next boot of a machine that had no broker until now.
if [[ -d /run/systemd/system && " $* " == *" rabbitmq-server "* ]]; then
    systemctl disable --quiet rabbitmq-server.service || true
fi
ROOT
    rm -f "$log"
}

require_swift() {
    local version needed=6.2
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1) || true
    printf '%s\n' "$needed" "${version:-0}" | sort --version-sort --check=quiet ||
        fail "this needs Swift $needed or newer (found: ${version:-none}); get it from" \
            "https://www.swift.org/install/linux/ and put its bin folder into PATH"
}

# beside COMMAND…: begins an installation beside what the script does until end_beside; there, if somebody must be asked for a
# password. One that has begun is not cut off: that leaves packages half installed.
beside() {
    BESIDE=("$@") BESIDE_LOG=$(mktemp)
    if ((EUID == 0)) || sudo -n true 2>/dev/null; then "$@" >"$BESIDE_LOG" 2>&1 & else : & fi
    BESIDE_PROCESS=$!
}
end_beside() {
    wait "$BESIDE_PROCESS" || fail_showing "$BESIDE_LOG" "what was installed beside the build failed"
    cat "$BESIDE_LOG" >&"$SAY_DESCRIPTOR"
    rm -f "$BESIDE_LOG"
    "${BESIDE[@]}"
}

# What building needs: Swift, librabbitmq, libcurl, and OpenSSL's static library for the static emitter.
install_for_building() {
    require_swift
    install_packages librabbitmq-dev libcurl4-openssl-dev libssl-dev pkg-config binutils git
}
install_for_broker() { install_packages rabbitmq-server iproute2 util-linux; }
install_for_names() { install_packages dnsmasq-base bind9-dnsutils iproute2; }
# Real engines, and what an image is made of.
install_for_engines() { install_packages docker.io docker-compose podman runc netavark slirp4netns conmon iptables busybox-static iproute2; }

# free_port: a TCP port on which nobody listens. Below the range from which the kernel takes ports for
# outgoing connections, else one of those could come first.
free_port() {
    local port tries
    for ((tries = 0; tries < 200; tries++)); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 10000))
        [[ -n $(ss -Hltn "sport = :$port") ]] || { printf '%s' "$port" && return; }
    done
    fail "no free TCP port found between 20000 and 29999"
}

# random_word: eight letters and digits, for names that nothing else on the machine has.
random_word() { od -An -N4 -tx4 /dev/urandom | tr -d ' \n'; }
# write_secret FILE: a new random password that only this user can read.
write_secret() { (umask 077 && head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$1"); }
