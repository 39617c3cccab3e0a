"""Runs a program on a terminal of its own, types at it, and ends with its status.

Usage: terminal.py WORD KEYS PROGRAM [ARGUMENT...]
When the program has printed WORD, KEYS are typed: "c" is Control-C.
"""
import os
import pty
import sys

word, keys, program = sys.argv[1].encode(), sys.argv[2], sys.argv[3:]
process, terminal = pty.fork()
if process == 0:
    os.execv(program[0], program)
seen = b""
while True:
    try:
        read = os.read(terminal, 4096)
    except OSError:
        # The program's side is closed.
        read = b""
    if not read:
        break
    seen += read
    if keys and word in seen:
        os.write(terminal, keys.replace("c", "\x03").encode())
        keys = ""
sys.stdout.buffer.write(seen)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
