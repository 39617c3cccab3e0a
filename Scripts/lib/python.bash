# The Python side of the 2014 interoperability tests: pika, as the first my-docker-network used it.

PYTHON_FOLDER=$REPOSITORY/.build/python
PIKA_VERSION=1.3.2

# python_prepare: leaves a Python with pika; sets PYTHON. Kept between runs.
python_prepare() {
    PYTHON=$PYTHON_FOLDER/bin/python
    ! "$PYTHON" -c "import pika; assert pika.__version__ == '$PIKA_VERSION'" 2>/dev/null || return 0
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3 python3-venv
    step "Making a Python with pika $PIKA_VERSION in $PYTHON_FOLDER"
    python3 -m venv --clear "$PYTHON_FOLDER" >&2
    "$PYTHON" -m pip install --quiet --disable-pip-version-check "pika==$PIKA_VERSION" >&2 ||
        fail "pip could not install pika $PIKA_VERSION from PyPI (its own words are above)"
}
