# A dnsmasq of the lab's own, which reads none of the machine's files, and a host service with a sink that it reads.

# nameserver_start FOLDER ADDRESS PORT [LINE…]: serves the hosts files in FOLDER/hosts.d on that address only, each LINE is
# added to its configuration. It runs as the user nobody, who must be able to read the folder.
nameserver_start() {
    mkdir -p "$1/hosts.d"
    printf '%s\n' local=/docker/ "hostsdir=$1/hosts.d" "listen-address=$2" "port=$3" bind-interfaces \
        no-hosts no-resolv bogus-priv user=nobody log-facility=- "pid-file=$1/dnsmasq.pid" "${@:4}" >"$1/dnsmasq.conf"
    ! nameserver_listens "$2" "$3" || fail "$2 port $3 is taken already; a name server listens there"
    start_daemon "dnsmasq" "$1/dnsmasq.log" 5 dnsmasq --keep-in-foreground --conf-file="$1/dnsmasq.conf"
    wait_until_or_ended 10 "$STARTED_PROCESS" nameserver_listens "$2" "$3" ||
        fail_showing "$1/dnsmasq.log" "dnsmasq does not listen on $2 port $3 after 10 s"
}
nameserver_listens() { [[ -n $(ss -Hlun "src = $1 and sport = :$2") ]]; }

# answers SERVER NAME ADDRESS [PORT]: that is the name's only address.
answers() { [[ $(dig +short +time=1 +tries=1 "@$1" -p "${4:-53}" "$2" A) == "$3" ]]; }

# host_view_prepare FOLDER ADDRESS: leaves FOLDER/on-host, which runs one command as the host would see names if its resolver
# were that address. Only in a mount namespace of that command: the machine's own resolv.conf stays as it is.
host_view_prepare() {
    printf 'nameserver %s\nsearch docker\n' "$2" >"$1/resolv.conf"
    # Without it a machine with systemd-resolved would not look at resolv.conf at all.
    printf 'hosts: files dns\n' >"$1/nsswitch.conf"
    cat >"$1/on-host" <<SCRIPT
#!/bin/bash
# Runs a command of the host with this folder's name server as its resolver, through libc as any program.
exec unshare --mount -- bash -c '
    for file in resolv.conf nsswitch.conf; do
        if [[ -e /etc/\$file ]]; then mount --bind "$1/\$file" "/etc/\$file"; fi
    done
    exec "\$@"' on-host "\$@"
SCRIPT
    chmod 755 "$1/on-host"
}

# host_service_start FOLDER TOOL NAME URL [PASSWORD-FILE]: writes FOLDER/config.toml, and returns once it is ready. Where
# HOST_SERVICE_LISTEN is set, it answers there itself, and there is no dnsmasq.
HOST_SERVICE_LISTEN=
host_service_start() {
    local settings=('kind = "dnsmasq"' "path = \"$1/hosts.d\"" "pid-file = \"$1/dnsmasq.pid\"")
    [[ -z $HOST_SERVICE_LISTEN ]] || settings=('kind = "dns"' "path = \"$1/names.d\"" "listen = [\"$HOST_SERVICE_LISTEN\"]")
    printf '%s\n' "host-name = \"$3\"" '[[transports]]' "url = \"$4\"" ${5:+"password-file = \"$5\""} \
        '[[sinks]]' "${settings[@]}" >"$1/config.toml"
    start_daemon "the host service" "$1/serve.log" 10 "$2" serve --config "$1/config.toml"
    wait_until_or_ended 30 "$STARTED_PROCESS" grep -qw ready "$1/serve.log" ||
        fail_showing "$1/serve.log" "the host service is not ready after 30 s"
}
