# A dnsmasq of the lab's own: never the machine's service, and it reads none of the machine's files.

# nameserver_start FOLDER ADDRESS PORT [LINE…]: serves the hosts files in FOLDER/hosts.d on that address
# only, each LINE is added to its configuration. The folder must be open to nobody, as whom it runs.
nameserver_start() {
    local folder=$1 address=$2 port=$3
    shift 3
    mkdir -p "$folder/hosts.d"
    nameserver_settings "$folder" "$address" "$port" "$@" >"$folder/dnsmasq.conf"
    [[ -z $(ss -Hlun "src = $address and sport = :$port") ]] ||
        fail "$address port $port is taken already; a name server listens there"
    start_daemon "dnsmasq" "$folder/dnsmasq.log" 5 dnsmasq --keep-in-foreground --conf-file="$folder/dnsmasq.conf"
    wait_until 10 nameserver_listens_or_ended "$STARTED_PROCESS" "$address" "$port" ||
        fail "dnsmasq did not listen on $address port $port within 10 s; see $folder/dnsmasq.log"
    if ! process_start "$STARTED_PROCESS" >/dev/null; then
        tail -n 5 "$folder/dnsmasq.log" >&2
        fail "dnsmasq did not start on $address port $port (its last lines are above)"
    fi
}

nameserver_settings() {
    local folder=$1 address=$2 port=$3
    shift 3
    printf '%s\n' \
        "# The names of containers, and nothing else: what is unknown under .docker does not exist." \
        'local=/docker/' \
        "hostsdir=$folder/hosts.d" \
        "listen-address=$address" \
        "port=$port" \
        'bind-interfaces' \
        'no-hosts' \
        'no-resolv' \
        'bogus-priv' \
        'user=nobody' \
        'log-facility=-' \
        "pid-file=$folder/dnsmasq.pid" \
        "$@"
}

nameserver_listens_or_ended() {
    process_start "$1" >/dev/null || return 0
    [[ -n $(ss -Hlun "src = $2 and sport = :$3") ]]
}

# host_view_prepare FOLDER ADDRESS: leaves FOLDER/on-host, which runs one command as the host would see
# names if its resolver were that address. Only in a mount namespace of that command: the machine's own
# resolv.conf stays as it is.
host_view_prepare() {
    printf 'nameserver %s\nsearch docker\n' "$2" >"$1/resolv.conf"
    # Without it a machine with systemd-resolved would not look at resolv.conf at all.
    printf 'hosts: files dns\n' >"$1/nsswitch.conf"
    cat >"$1/on-host" <<'SCRIPT'
#!/bin/bash
# Runs a command of the host with this folder's dnsmasq as its resolver, through libc as any program.
#     on-host getent hosts my-cool-host.docker
set -euo pipefail
export FOLDER
FOLDER=$(cd "$(dirname "$0")" && pwd)
exec unshare --mount -- bash -c '
    for file in resolv.conf nsswitch.conf; do
        if [[ -e /etc/$file ]]; then mount --bind "$FOLDER/$file" "/etc/$file"; fi
    done
    exec "$@"' on-host "$@"
SCRIPT
    chmod 755 "$1/on-host"
}
