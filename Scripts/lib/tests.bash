# shellcheck disable=SC2034
# Builds, and what the Swift tests need around them: the lab's broker, and the LAB_… names that tell them of it.

# The folder and the package that `swift build` and `swift test` are about.
HERE=(--package-path "$REPOSITORY" --scratch-path "$SCRATCH_PATH")

build_tests() {
    step "Building the programs and the tests"
    attended swift build "${HERE[@]}" --build-tests
}

# run_tests SECONDS ARGUMENT…: of those that are built; a test that hangs must not hang the script.
run_tests() { attended timeout --kill-after=10 "$1" swift test "${HERE[@]}" --skip-build "${@:2}"; }

# add_module_maps ARRAY: appends what tells Swift's compiler of this package's C modules.
add_module_maps() {
    local -n options=$1
    local map
    for map in "$REPOSITORY"/Sources/*/C*/{,include/}module.modulemap; do options+=(-Xcc "-fmodule-map-file=$map"); done
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

# The first my-docker-network's client library, for the tests that speak as it did. Kept between runs.
PYTHON_FOLDER=$REPOSITORY/.build/python
PYTHON=$PYTHON_FOLDER/bin/python
PIKA_VERSION=1.3.2
python_prepare() {
    ! "$PYTHON" -c "import pika; assert pika.__version__ == '$PIKA_VERSION'" 2>/dev/null || return 0
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3 python3-venv
    step "Making a Python with pika $PIKA_VERSION in $PYTHON_FOLDER"
    python3 -m venv --clear "$PYTHON_FOLDER" >&2
    "$PYTHON" -m pip install --quiet --disable-pip-version-check "pika==$PIKA_VERSION" >&2 ||
        fail "pip could not install pika $PIKA_VERSION from PyPI (its own words are above)"
}

# lab_start NAME: a lab in a folder of its own, for this script alone. Needs install_for_lab before it.
lab_start() {
    make_folder "$1"
    lab_prepare "${FOLDER:?}"
    source "$FOLDER/exports"
}

install_for_lab() {
    install_for_broker
    install_for_names
    install_for_engines
    # A server that speaks HTTP/2, for the tests of the management API.
    install_packages nghttp2-proxy
    python_prepare
}

# lab_prepare FOLDER: broker and users; leaves FOLDER/exports. Needs undo_begin FOLDER and install_for_lab before it.
lab_prepare() {
    step "Starting a private RabbitMQ in $1"
    remember file "$1/exports"
    broker_start "$1"
    step "Adding the virtual host $VIRTUAL_HOST and its users"
    broker_add_users "$1"
    broker_add_administrator "$1"
    lab_exports "$1" >"$1/exports"
}

lab_exports() { # FOLDER
    printf 'export %s=%q\n' LAB_AMQP_PORT "$BROKER_PORT" LAB_MANAGEMENT_PORT "$BROKER_MANAGEMENT_PORT" \
        LAB_ADMIN_USER administrator LAB_ADMIN_PASSWORD_FILE "$1/administrator.password" LAB_RABBITMQCTL "$BROKER_CONTROL" \
        LAB_PYTHON "$PYTHON" LAB_BIN "$SCRATCH_PATH/debug" LAB_DIRECTORY "$1" LAB_SCRIPTS "$SCRIPTS"
}

# require_lab: for a script that another one calls.
require_lab() { [[ -n ${LAB_AMQP_PORT:-} ]] || fail 'no lab: run eval "$(Scripts/lab start DIR)" first, or Scripts/test'; }

# link_static BUILD PROGRAM LIBRARY…: links the emitter that was built there once more, without any other file. The packages that
# this one depends on come as an archive, of which the linker takes the files that are needed, and not every file with a type
# in it. Equal functions stand once. No table helps to search the tables for unwinding: a static program registers those whole.
link_static() {
    local folder ours='/(DockerNetwork[A-Za-z]*|my_docker_network_emit)\.build/'
    folder=$(dirname "$2")
    mkdir -p "$folder"
    grep -E "$ours" "$1/my-docker-network-emit.product/Objects.LinkFileList" >"$folder/ours"
    grep -vE "$ours" "$1/my-docker-network-emit.product/Objects.LinkFileList" >"$folder/others"
    rm -f "$folder/libothers.a"
    ar qcs "$folder/libothers.a" "@$folder/others"
    attended swiftc -static-stdlib -static-executable -emit-executable -o "$2.new" -module-name my_docker_network_emit \
        "@$folder/ours" "$folder/libothers.a" "${@:3}" -Xlinker --defsym -Xlinker main=my_docker_network_emit_main \
        -Xlinker --gc-sections -Xlinker --icf=all -Xlinker --no-eh-frame-hdr
    rm "$folder/libothers.a"
    # Put in place whole: a container that is being made never gets half of it.
    strip "$2.new"
    mv -f "$2.new" "$2"
    ! readelf --program-headers "$2" | grep -q INTERP || fail "$2 asks for a dynamic loader: it is not fully static"
}

# The programs as they are shipped: optimised, Swift's runtime inside, and the static emitter beside them. In folders of their
# own: other flags than the usual build's, which would undo that build's work.
SHIPPED_PROGRAMS=(my-docker-network my-docker-network-emit)
SHIPPED_SCRATCH_PATH=${MY_DOCKER_NETWORK_SHIPPED_SCRATCH_PATH:-$REPOSITORY/.build/shipped}
STATIC_EMITTER=$SCRATCH_PATH/static/my-docker-network-emit

# build_shipped: leaves them in SHIPPED_SCRATCH_PATH/release, and STATIC_EMITTER.
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
