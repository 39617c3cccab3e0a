# shellcheck disable=SC2034
# Real containers on a bridge of the lab's own: docker where an engine answers, else podman.
# containers_prepare sets ENGINE (docker or podman), ENGINE_COMMAND (what a person types), GATEWAY (the bridge's address, at
# which the host can be reached), BRIDGE, NETWORK and IMAGE.

install_for_containers() {
    install_packages iproute2 util-linux busybox-static
    docker_answers || install_packages podman runc netavark conmon iptables
}

# podman can answer in docker's stead, but creates a bridge only with the first container: then podman it is. With ONLY_PODMAN
# also where docker answers: all that podman makes lies in this run's folder, and goes with it.
ONLY_PODMAN=
docker_answers() {
    local engine
    [[ -z $ONLY_PODMAN ]] && command -v docker >/dev/null || return 1
    engine=$(timeout 10 docker version --format '{{range .Server.Components}}{{.Name}} {{end}}' 2>/dev/null) || return 1
    [[ $engine != *Podman* ]]
}

# containers_prepare FOLDER EMITTER: the bridge exists after it, and the image of busybox and, if any, the static emitter.
IMAGE_ENTRY=(--change 'ENTRYPOINT ["/bin/my-docker-network-emit"]' --change 'CMD ["run"]')
containers_prepare() {
    local word applet
    word=$(random_word)
    BRIDGE=mdn-$word NETWORK=my-docker-network-$word IMAGE=localhost/my-docker-network-$word:latest
    SUBNET=$(choose_subnet)
    GATEWAY=$SUBNET.1
    mkdir -p "$1"/root/{bin,dev,etc,proc,run/secrets,sys,tmp}
    cp /bin/busybox ${2:+"$2"} "$1/root/bin/"
    for applet in cat getent hostname ip nslookup ping ps sh sleep; do ln -sf busybox "$1/root/bin/$applet"; done
    # Container engines turn forwarding on; it goes back to what it was.
    remember setting /proc/sys/net/ipv4/ip_forward "$(</proc/sys/net/ipv4/ip_forward)"
    if docker_answers; then
        docker_prepare "$1"
    elif ! podman_prepare "$1" >>"$1/podman.log" 2>&1; then
        tail -n 20 "$1/podman.log" >&2
        say "podman cannot run a container here (the last lines of its log are above)"
        exit 69
    fi
}

docker_prepare() {
    ENGINE=docker ENGINE_COMMAND=docker
    remember docker "$NETWORK" "$IMAGE"
    docker network create --driver bridge --subnet "$SUBNET.0/24" --gateway "$GATEWAY" \
        --opt com.docker.network.bridge.name="$BRIDGE" "$NETWORK" >/dev/null
    tar -C "$1/root" -c . | docker import "${IMAGE_ENTRY[@]}" - "$IMAGE" >/dev/null
}

undo_docker() { # NETWORK IMAGE
    docker ps -aq --filter "network=$1" | xargs -r docker rm -f >/dev/null
    docker network rm "$1" >/dev/null 2>&1 || true
    docker rmi -f "$2" >/dev/null 2>&1 || true
}

# Images, networks and settings are in the lab's folder, so that the machine's own are left alone.
podman_prepare() {
    local base=$1/engine network=$1/engine/networks/$NETWORK.json
    ENGINE=podman ENGINE_COMMAND=$1/podman
    # Short names: podman takes no longer ones.
    (umask 077 && mkdir -p "$base"/{images,run,tmp,networks})
    # runc starts where crun does not (old control groups); without limits of its own podman asks for more open files than
    # a restricted machine grants.
    printf '%s\n' '[engine]' 'runtime = "runc"' 'lock_type = "file"' 'events_logger = "file"' \
        '[containers]' 'default_ulimits = ["nofile=16384:16384", "nproc=16384:16384"]' >"$base/containers.conf"
    cat >"$1/podman" <<COMMAND
#!/bin/bash
# podman with images, networks and settings of this folder's own.
export CONTAINERS_CONF='$base/containers.conf'
exec podman --root '$base/images' --runroot '$base/run' --tmpdir '$base/tmp' --network-config-dir '$base/networks' "\$@"
COMMAND
    chmod 755 "$1/podman"
    remember podman "$1" "$NETWORK" "$IMAGE" "$BRIDGE" "$(iptables -S NETAVARK_FORWARD 2>/dev/null | head -n 1)"
    # Without --disable-dns podman would start its own name server on the address where ours listens. It refuses a network
    # of which the host has an address, so the bridge comes after it; its file names our bridge, where podman would choose
    # one that an idle network of the machine's own podman may have.
    "$1/podman" network create --disable-dns --subnet "$SUBNET.0/24" --gateway "$GATEWAY" "$NETWORK" &&
        sed -i "s/\"network_interface\": *\"[^\"]*\"/\"network_interface\": \"$BRIDGE\"/" "$network" &&
        grep -q "\"$BRIDGE\"" "$network" &&
        tar -C "$1/root" -c . | "$1/podman" import -q "${IMAGE_ENTRY[@]}" - "$IMAGE" &&
        podman_try "$1" "$NETWORK" "$IMAGE" && bridge_make
}

# One short container on the network. When nothing else is plugged into the bridge, podman takes the bridge and its packet
# filter rules away with it.
podman_try() { "$1/podman" run --rm --network "$2" --entrypoint /bin/sh "$3" -c 'exit 0'; }
undo_podman() { # FOLDER NETWORK IMAGE BRIDGE NETAVARK-BEFORE
    link_delete "$4-k"
    "$1/podman" rm -f -t 0 -a >/dev/null 2>&1 || true
    # The last container may have gone while our port was still plugged in: let podman tidy up after one more.
    [[ ! -e /sys/class/net/$4 ]] || podman_try "$1" "$2" "$3" >/dev/null 2>&1 || true
    "$1/podman" network rm "$2" >/dev/null 2>&1 || true
    link_delete "$4"
    umount -q "$1/engine/images/overlay" 2>/dev/null || true
    rm -rf "$1/engine" "$1/podman"
    [[ -n ${5:-} ]] || netavark_chains_remove
}

# netavark leaves its empty chains behind. Where there were none before, there shall be none after; rules of a network that
# somebody else started meanwhile stay, and so do the chains then.
netavark_chains_remove() {
    local table
    [[ $(iptables -S NETAVARK_FORWARD 2>/dev/null) == '-N NETAVARK_FORWARD' ]] || return 0
    for table in filter nat; do
        iptables -t "$table" -S | sed -n '/NETAVARK/s/^-A/-D/p' | xargs -rL1 iptables -t "$table"
        iptables -t "$table" -S | sed -n 's/^-N NETAVARK/-X NETAVARK/p' | xargs -rL1 iptables -t "$table"
    done
}

# address_of CONTAINER: on the network.
address_of() { "$ENGINE_COMMAND" inspect --format "{{(index .NetworkSettings.Networks \"$NETWORK\").IPAddress}}" "$1"; }

# choose_subnet: prints the first three numbers of an IPv4 /24, such as 10.213.7, that collides with no route of this
# machine (the default route aside): neither with one inside it, nor with one that covers it.
choose_subnet() {
    local prefix tries
    for ((tries = 0; tries < 100; tries++)); do
        prefix=10.$((190 + RANDOM % 60)).$((RANDOM % 256))
        [[ -z $(ip -4 route show table all root "$prefix.0/24") ]] || continue
        ip -4 route show table all match "$prefix.0/24" | grep -qv -e '^default' -e '^unreachable default' && continue
        printf '%s' "$prefix" && return
    done
    fail "no free IPv4 /24 found in 10.190.0.0 to 10.249.255.0: each collides with a route of this machine"
}

# The bridge. One end of a veth pair stays plugged in: the bridge keeps its carrier, and podman does not remove it with the
# last container. With a hardware address of its own: else it takes that of one of its ports, changes it when that port goes,
# and containers send to the old one for a while.
bridge_make() {
    local bytes
    bytes=$(od -An -N5 -tx1 /dev/urandom)
    ip link add "$BRIDGE" address "02${bytes// /:}" type bridge
    ip address add "$GATEWAY/24" dev "$BRIDGE"
    ip link set "$BRIDGE" up
    ip link add "$BRIDGE-k" type veth peer name "$BRIDGE-p"
    ip link set "$BRIDGE-p" up
    ip link set "$BRIDGE-k" master "$BRIDGE" up
}
link_delete() { [[ ! -e /sys/class/net/$1 ]] || ip link delete "$1"; }
