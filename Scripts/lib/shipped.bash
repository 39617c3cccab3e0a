# shellcheck shell=bash
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
