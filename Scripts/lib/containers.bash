# Real containers on a bridge of the lab's own: docker where an engine answers, else podman, else network
# namespaces, which stand in for them where no container can run.
#
# containers_prepare sets ENGINE (docker, podman or namespaces), ENGINE_COMMAND (what a person types),
# GATEWAY (the bridge's address, at which the host can be reached), BRIDGE and IMAGE.

# A file that is /etc/hosts in every container started from now on; empty: each gets one of its own.
CONTAINER_HOSTS=

install_for_containers() {
    install_packages iproute2 util-linux busybox-static
    docker_answers || install_packages podman runc netavark conmon iptables
}

# podman can answer in docker's stead, but makes a bridge only with the first container: then podman it is.
docker_answers() {
    local engine
    command -v docker >/dev/null || return 1
    engine=$(timeout 10 docker version --format '{{range .Server.Components}}{{.Name}} {{end}}' 2>/dev/null) ||
        return 1
    [[ $engine != *Podman* ]]
}

# containers_prepare FOLDER EMITTER: the bridge exists after it, and the image.
containers_prepare() {
    local folder=$1 word
    word=$(random_word)
    BRIDGE=mdn-$word
    NETWORK=my-docker-network-$word
    IMAGE=localhost/my-docker-network-$word:latest
    SUBNET=$(choose_subnet)
    GATEWAY=$SUBNET.1
    containers_root "$folder/root" "$2"
    remember_forwarding
    if docker_answers; then
        docker_prepare "$folder"
    elif podman_prepare "$folder"; then
        ENGINE=podman
    else
        namespaces_prepare "$folder"
    fi
}

# The whole root file system of the demonstration's image: busybox, the emitter, and the libraries that it
# links, each where the emitter looks for it. A static one links none.
containers_root() {
    local root=$1 applet library
    mkdir -p "$root"/{bin,dev,etc,proc,run/secrets,sys,tmp}
    cp /bin/busybox "$2" "$root/bin/"
    while IFS= read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done < <(linked_libraries "$2")
    for applet in cat getent hostname ip nslookup ping ps sh sleep; do
        ln -sf busybox "$root/bin/$applet"
    done
}

# linked_libraries PROGRAM: the path of each, the loader's too; nothing for a static program.
linked_libraries() {
    local words
    words=$(ldd "$1" 2>/dev/null) || return 0
    if grep -q 'not found' <<<"$words"; then fail "$1: a library is missing: $(grep 'not found' <<<"$words")"; fi
    sed -n -E 's/^[[:space:]]*(.* => )?(\/[^ ]+) \(0x.*/\2/p' <<<"$words"
}

image_import() { # COMMAND…: the engine's import
    "$@" --change 'ENTRYPOINT ["/bin/my-docker-network-emit"]' --change 'CMD ["run"]' - "$IMAGE"
}

# docker

docker_prepare() {
    ENGINE=docker ENGINE_COMMAND=docker
    remember docker "$NETWORK" "$IMAGE"
    docker network create --driver bridge --subnet "$SUBNET.0/24" --gateway "$GATEWAY" \
        --opt com.docker.network.bridge.name="$BRIDGE" "$NETWORK" >/dev/null
    tar -C "$1/root" -c . | image_import docker import >/dev/null
}

undo_docker() { # NETWORK IMAGE
    local containers
    containers=$(docker ps -aq --filter "network=$1")
    # shellcheck disable=SC2086  # several words
    [[ -z $containers ]] || docker rm -f $containers >/dev/null
    docker network rm "$1" >/dev/null 2>&1 || true
    docker rmi -f "$2" >/dev/null 2>&1 || true
}

# podman: images, networks and settings in the lab's folder, so that the machine's own are left alone.

podman_prepare() {
    local folder=$1
    command -v podman >/dev/null || return 1
    ENGINE_COMMAND=$folder/podman
    podman_write_command "$folder"
    remember podman "$folder" "$NETWORK" "$IMAGE" "$BRIDGE" "$(netavark_rules)"
    # Without --disable-dns podman would start its own name server on the address where dnsmasq listens.
    # It refuses a network of which the host has an address, so the bridge comes after it.
    if "$ENGINE_COMMAND" network create --disable-dns --subnet "$SUBNET.0/24" --gateway "$GATEWAY" "$NETWORK" &&
        podman_use_bridge "$folder/containers/networks/$NETWORK.json" &&
        tar -C "$folder/root" -c . | image_import "$ENGINE_COMMAND" import -q &&
        podman_try "$folder" "$NETWORK" "$IMAGE" &&
        bridge_make "$BRIDGE" "$GATEWAY/24"; then
        return 0
    fi >>"$folder/podman.log" 2>&1
    say "podman cannot run a container here: $(tail -n 1 "$folder/podman.log")"
    return 1
}

# One short container on the network. When nothing else is plugged into the bridge, podman takes the bridge
# and its packet filter rules away with it.
podman_try() { "$1/podman" run --rm --network "$2" --entrypoint /bin/sh "$3" -c 'exit 0'; }

# The network's file is ours alone: it names our bridge, where podman would choose podman1 or so, which an
# idle network of the machine's own podman may have.
podman_use_bridge() {
    sed -i "s/\"network_interface\": *\"[^\"]*\"/\"network_interface\": \"$BRIDGE\"/" "$1"
    grep -q "\"$BRIDGE\"" "$1"
}

podman_write_command() {
    local base=$1/containers
    mkdir -p "$base"/{images,run,tmp,networks}
    chmod 700 "$base"
    # runc starts where crun does not (old control groups); without limits of its own podman asks for
    # more open files than a restricted machine grants.
    printf '%s\n' '[engine]' 'runtime = "runc"' 'lock_type = "file"' 'events_logger = "file"' \
        '[containers]' 'default_ulimits = ["nofile=16384:16384", "nproc=16384:16384"]' >"$base/containers.conf"
    cat >"$1/podman" <<COMMAND
#!/bin/bash
# podman with images, networks and settings of this folder's own.
export CONTAINERS_CONF='$base/containers.conf'
exec podman --root '$base/images' --runroot '$base/run' --tmpdir '$base/tmp' --network-config-dir '$base/networks' "\$@"
COMMAND
    chmod 755 "$1/podman"
}

undo_podman() { # FOLDER NETWORK IMAGE BRIDGE RULES
    link_delete "$4-k"
    "$1/podman" rm -f -t 0 -a >/dev/null 2>&1 || true
    if [[ -e /sys/class/net/$4 ]]; then
        # The last container went while our port was still plugged in: let podman tidy up after one more.
        podman_try "$1" "$2" "$3" >/dev/null 2>&1 || true
    fi
    "$1/podman" network rm "$2" >/dev/null 2>&1 || true
    link_delete "$4"
    umount -q "$1/containers/images/overlay" 2>/dev/null || true
    rm -rf "$1/containers" "$1/podman"
    [[ $5 == kept ]] || netavark_rules_remove
}

# netavark leaves its empty chains behind. Where there were none before, there shall be none after.
netavark_rules() {
    if iptables -S NETAVARK_FORWARD >/dev/null 2>&1; then printf kept; else printf none; fi
}

netavark_rules_remove() {
    # Rules of a network that somebody else started meanwhile stay, and so do the chains then.
    [[ $(iptables -S NETAVARK_FORWARD 2>/dev/null) == '-N NETAVARK_FORWARD' ]] || return 0
    iptables -D FORWARD -m comment --comment 'netavark firewall plugin rules' -j NETAVARK_FORWARD
    iptables -X NETAVARK_FORWARD
    iptables -t nat -D PREROUTING -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
    iptables -t nat -D OUTPUT -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
    iptables -t nat -D POSTROUTING -j NETAVARK-HOSTPORT-MASQ
    local chain
    for chain in DNAT MASQ SETMARK; do
        iptables -t nat -F "NETAVARK-HOSTPORT-$chain"
        iptables -t nat -X "NETAVARK-HOSTPORT-$chain"
    done
} 2>/dev/null

# What docker and podman have in common: the command line.

# container_command NAME HOSTNAME URLS KEY: sets CONTAINER_COMMAND, one word an element. KEY is the password's
# file; over a Unix socket, the folder of that, which is at the same place in the container.
container_command() {
    CONTAINER_COMMAND=(
        "$ENGINE_COMMAND" run -d --name "$1" --hostname "$2"
        --network "$NETWORK" --dns "$GATEWAY" --dns-search docker
        -e "MY_DOCKER_NETWORK_URL=$3"
    )
    [[ -z $CONTAINER_HOSTS ]] || CONTAINER_COMMAND+=(-v "$CONTAINER_HOSTS:/etc/hosts:ro")
    if [[ $3 == unix:* ]]; then
        CONTAINER_COMMAND+=(-v "$4:$4:ro")
    else
        CONTAINER_COMMAND+=(-e MY_DOCKER_NETWORK_PASSWORD_FILE=/run/secrets/my-docker-network
            -v "$4:/run/secrets/my-docker-network:ro")
    fi
    CONTAINER_COMMAND+=("$IMAGE")
}

# The same as a person would type it, in several lines for the eye.
container_command_text() {
    local text word
    text=$(printf '%q ' "${CONTAINER_COMMAND[@]}")
    for word in '--network ' '-e ' '-v ' localhost/; do
        text=${text// $word/ \\$'\n'          $word}
    done
    printf '%s' "${text% }"
}

# container_run FOLDER NAME HOSTNAME URLS KEY: URLS as in MY_DOCKER_NETWORK_URL, KEY as for container_command
container_run() {
    local folder=$1
    shift
    if [[ $ENGINE == namespaces ]]; then
        namespace_run "$folder" "$@"
        return
    fi
    container_command "$@"
    shown "$(container_command_text)"
    "${CONTAINER_COMMAND[@]}" >>"$folder/containers.log" 2>&1 || {
        tail -n 3 "$folder/containers.log" >&2
        fail "$ENGINE could not start the container $1 (its words are above)"
    }
}

# container_exec FOLDER NAME COMMAND…
container_exec() {
    container_inside "$1" "$2"
    "${CONTAINER_INSIDE[@]}" "${@:3}"
}

# container_inside FOLDER NAME: sets CONTAINER_INSIDE, the words that stand before a command for it to run there.
container_inside() {
    if [[ $ENGINE == namespaces ]]; then
        namespace_inside "$1/containers/$2"
    else
        CONTAINER_INSIDE=("$ENGINE_COMMAND" exec "$2")
    fi
}

# container_stop FOLDER NAME: SIGTERM, which the emitter answers by withdrawing its name.
container_stop() {
    if [[ $ENGINE == namespaces ]]; then
        namespace_stop "$1" "$2"
    else
        shown "$ENGINE_COMMAND stop $2"
        "$ENGINE_COMMAND" stop "$2" >>"$1/containers.log" 2>&1
        # Not by --rm: a container that ended by itself keeps its words until somebody has read them.
        "$ENGINE_COMMAND" rm "$2" >>"$1/containers.log" 2>&1
    fi
}

# container_kill FOLDER NAME: SIGKILL, which nobody can answer.
container_kill() {
    if [[ $ENGINE == namespaces ]]; then
        kill -KILL "$(<"$1/containers/$2.process")"
    else
        shown "$ENGINE_COMMAND kill $2"
        "$ENGINE_COMMAND" kill "$2" >>"$1/containers.log" 2>&1
    fi
}

container_log() {
    if [[ $ENGINE == namespaces ]]; then
        cat "$1/containers/$2.log"
    else
        "$ENGINE_COMMAND" logs "$2"
    fi
}

# Network namespaces: own network, own hostname, own root file system; the host's processes and users.

namespaces_prepare() {
    ENGINE=namespaces ENGINE_COMMAND=
    say "No container engine runs here: network namespaces stand in for containers."
    NAMESPACES=0
    mkdir -p "$1/containers"
    remember bridge "$BRIDGE"
    bridge_make "$BRIDGE" "$GATEWAY/24"
}

namespace_run() {
    local folder=$1 name=$2 hostname=$3 urls=$4 key=$5 space=$BRIDGE-$2 place=/run/secrets/my-docker-network
    local root=$folder/containers/$name number
    NAMESPACES=$((NAMESPACES + 1))
    number=$((NAMESPACES + 1))
    cp -a "$folder/root" "$root"
    printf 'nameserver %s\nsearch docker\n' "$GATEWAY" >"$root/etc/resolv.conf"
    : >"$root/etc/hosts"
    if [[ $urls == unix:* ]]; then
        place=$key
        mkdir -p "$root$place"
    else
        : >"$root$place"
    fi
    remember namespace "$space"
    ip netns add "$space"
    ip link add "mdn$number" netns "$space" type veth peer name "$BRIDGE-$number"
    ip link set "$BRIDGE-$number" master "$BRIDGE" up
    ip -n "$space" link set lo up
    ip -n "$space" link set "mdn$number" name eth0
    ip -n "$space" address add "$SUBNET.$number/24" dev eth0
    ip -n "$space" link set eth0 up
    ip -n "$space" route add default via "$GATEWAY"
    start_daemon "$name" "$folder/containers/$name.log" 5 \
        ip netns exec "$space" unshare --uts --mount -- bash -c '
            hostname "$1"
            mount -t proc proc "$2/proc"
            mount --bind -o ro "$3" "$2$5"
            if [[ -n $6 ]]; then mount --bind -o ro "$6" "$2/etc/hosts"; fi
            exec chroot "$2" /bin/busybox env -i PATH=/bin MY_DOCKER_NETWORK_URL="$4" \
                MY_DOCKER_NETWORK_PASSWORD_FILE=/run/secrets/my-docker-network \
                /bin/my-docker-network-emit run' \
        namespace "$hostname" "$root" "$key" "$urls" "$place" "$CONTAINER_HOSTS"
    printf '%s' "$STARTED_PROCESS" >"$root.process"
}

namespace_inside() { # ROOT
    CONTAINER_INSIDE=(nsenter --target "$(<"$1.process")" --net --uts --mount -- chroot "$1")
}

namespace_stop() {
    local process start
    process=$(<"$1/containers/$2.process")
    start=$(process_start "$process") || return 0
    kill -TERM "$process"
    wait_until 10 process_gone "$process" "$start" || fail "$2 did not end within 10 s of SIGTERM"
    undo_namespace "$BRIDGE-$2"
    rm -rf "$1/containers/$2"
}

undo_namespace() { [[ ! -e /run/netns/$1 ]] || ip netns delete "$1"; }
