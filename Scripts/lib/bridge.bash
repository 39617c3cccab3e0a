# A bridge of the lab's own, on a network that the machine has no route to.

# choose_subnet: prints the first three numbers of an IPv4 /24, such as 10.213.7, that collides with no
# route of this machine (the default route aside).
choose_subnet() {
    local prefix tries
    for ((tries = 0; tries < 100; tries++)); do
        prefix=10.$((190 + RANDOM % 60)).$((RANDOM % 256))
        if subnet_is_free "$prefix.0/24"; then
            printf '%s' "$prefix"
            return 0
        fi
    done
    fail "no free IPv4 /24 found in 10.190.0.0 to 10.249.255.0: each collides with a route of this machine"
}

# Neither a route inside it, nor one that covers it.
subnet_is_free() {
    [[ -z $(ip -4 route show table all root "$1") ]] || return 1
    ! ip -4 route show table all match "$1" | grep -qv -e '^default' -e '^unreachable default'
}

# bridge_make NAME ADDRESS/LENGTH. One end of a veth pair stays plugged in: the bridge keeps its carrier,
# and podman does not remove it with the last container (dnsmasq and the broker listen on its address).
bridge_make() {
    # An address of its own: else it takes that of one of its ports, changes it when that port goes, and
    # every container sends to the old one for a while.
    ip link add "$1" address "$(random_hardware_address)" type bridge
    ip address add "$2" dev "$1"
    ip link set "$1" up
    ip link add "$1-k" type veth peer name "$1-p"
    ip link set "$1-p" up
    ip link set "$1-k" master "$1" up
}

# Locally administered, unicast.
random_hardware_address() { printf '02:%s' "$(od -An -N5 -tx1 /dev/urandom | tr ' ' ':' | cut -c 2-)"; }

undo_bridge() {
    link_delete "$1-k"
    link_delete "$1"
}

link_delete() {
    [[ ! -e /sys/class/net/$1 ]] || ip link delete "$1"
}

# Container engines turn forwarding on; it goes back to what it was.
remember_forwarding() {
    local file=/proc/sys/net/ipv4/ip_forward
    remember setting "$file" "$(<"$file")"
}
