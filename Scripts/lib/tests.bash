# shellcheck shell=bash
# Builds, and what the Swift tests need around them: the lab's broker, and the LAB_… names that tell them of it.

build_tests() {
    step "Building the programs and the tests"
    attended swift build --package-path "$REPOSITORY" --scratch-path "$SCRATCH_PATH" --build-tests
}

# add_module_maps ARRAY: appends what tells Swift's compiler of this package's C modules.
add_module_maps() {
    local -n options=$1
    local map
    for map in "$REPOSITORY"/Sources/*/C*/module.modulemap; do options+=(-Xcc "-fmodule-map-file=$map"); done
}

# symbol_graphs LIBRARY FOLDER: leaves there what the debug build of a library declares in public.
symbol_graphs() {
    local words=() target
    target=$(swift -print-target-info | python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["triple"])')
    words=(-module-name "$1" -I "$SCRATCH_PATH/debug/Modules" -target "$target"
        -minimum-access-level public -skip-synthesized-members -output-dir "$2")
    add_module_maps words
    swift symbolgraph-extract "${words[@]}" || fail "$1: no symbol graph (the tool's own words are above)"
}

# lab_start NAME: a lab in a folder of its own, for this script alone.
lab_start() {
    make_folder "$1"
    lab_prepare "${FOLDER:?}"
    # shellcheck source=/dev/null
    source "$FOLDER/exports"
}

# lab_prepare FOLDER: broker, users and Python; leaves FOLDER/exports. Needs undo_begin FOLDER before it.
lab_prepare() {
    local folder=$1
    install_for_broker
    install_for_names
    install_for_http
    install_for_engines
    python_prepare
    step "Starting a private RabbitMQ in $folder"
    remember file "$folder/exports"
    broker_start "$folder"
    step "Adding the virtual host $VIRTUAL_HOST and its users"
    broker_add_users "$folder"
    broker_add_administrator "$folder"
    lab_exports "$folder" >"$folder/exports"
}

lab_exports() { # FOLDER
    printf 'export %s=%q\n' \
        LAB_AMQP_PORT "$BROKER_PORT" \
        LAB_MANAGEMENT_PORT "$BROKER_MANAGEMENT_PORT" \
        LAB_ADMIN_USER administrator \
        LAB_ADMIN_PASSWORD_FILE "$1/administrator.password" \
        LAB_RABBITMQCTL "$BROKER_CONTROL" \
        LAB_PYTHON "$PYTHON" \
        LAB_BIN "$SCRATCH_PATH/debug" \
        LAB_DIRECTORY "$1" \
        LAB_SCRIPTS "$SCRIPTS"
}

# The programs as they are shipped: optimised, Swift's runtime inside, and the static emitter beside them.
SHIPPED_PROGRAMS=(my-docker-network my-docker-network-emit)

# A folder of its own, as for the static emitter: other flags than the usual build's, which would undo that build's work.
SHIPPED_SCRATCH_PATH=${MY_DOCKER_NETWORK_SHIPPED_SCRATCH_PATH:-$REPOSITORY/.build/shipped}

# build_shipped: leaves them in SHIPPED_SCRATCH_PATH/release.
build_shipped() {
    local program
    for program in "${SHIPPED_PROGRAMS[@]}"; do
        step "Building $program, as it is shipped"
        attended swift build --package-path "$REPOSITORY" --scratch-path "$SHIPPED_SCRATCH_PATH" \
            -c release --static-swift-stdlib --product "$program"
    done
    step "Building the static emitter"
    attended "$SCRIPTS/build-emitter-static"
}
