# The host service, as the lab runs it: its transports in order of preference, one dnsmasq sink until
# host_service_swap_sinks.

# host_service_start FOLDER TOOL NAME PASSWORD-FILE URL…: writes FOLDER/config.toml, and returns once the
# service says that it is ready. Expects the name server of nameserver_start in the same folder. Sets
# HOST_SERVICE.
host_service_start() {
    local folder=$1 tool=$2
    host_service_settings "$@" >"$folder/config.toml"
    start_daemon "the host service" "$folder/serve.log" 10 "$tool" serve --config "$folder/config.toml"
    HOST_SERVICE=$STARTED_PROCESS
    wait_until 30 host_service_ready_or_ended "$STARTED_PROCESS" "$folder" ||
        fail "the host service was not ready within 30 s; see $folder/serve.log"
    if ! process_start "$STARTED_PROCESS" >/dev/null; then
        tail -n 5 "$folder/serve.log" >&2
        fail "the host service ended (its last lines are above)"
    fi
}

host_service_settings() { # FOLDER TOOL NAME PASSWORD-FILE URL…
    local folder=$1 name=$3 password=$4 url
    shift 4
    printf 'host-name = "%s"\n' "$name"
    for url in "$@"; do
        printf '\n[[transports]]\nurl = "%s"\n' "$url"
        # Over a Unix socket the kernel says who it is.
        [[ $url == unix:* ]] || printf 'password-file = "%s"\n' "$password"
    done
    host_service_sinks "$folder" dnsmasq
}

host_service_sinks() { # FOLDER KIND…
    local folder=$1 kind
    shift
    for kind in "$@"; do
        printf '\n[[sinks]]\nkind = "%s"\n' "$kind"
        case $kind in
        dnsmasq) printf 'path = "%s"\npid-file = "%s"\n' "$folder/hosts.d" "$folder/dnsmasq.pid" ;;
        hosts) printf 'path = "%s"\n' "$folder/hosts" ;;
        esac
    done
}

# host_service_swap_sinks FOLDER KIND…: puts these sinks in the place of those in FOLDER/config.toml, has the
# service read it again, and returns once it goes on with them.
host_service_swap_sinks() {
    local folder=$1 before
    before=$(host_service_swaps "$folder")
    sed '/^\[\[sinks\]\]/,$d' "$folder/config.toml" | sed '$d' >"$folder/config.toml.new"
    host_service_sinks "$@" >>"$folder/config.toml.new"
    mv "$folder/config.toml.new" "$folder/config.toml"
    kill -HUP "$HOST_SERVICE"
    wait_until 30 host_service_swapped "$folder" "$before" ||
        fail "the host service did not go on with other sinks within 30 s; see $folder/serve.log"
}

host_service_swaps() { grep -c 'goes on with the new configuration' "$1/serve.log" || true; }

host_service_swapped() { (($(host_service_swaps "$1") > $2)); }

host_service_ready_or_ended() {
    process_start "$1" >/dev/null || return 0
    grep -qw ready "$2/serve.log"
}
