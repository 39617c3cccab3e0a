"""Locks a file as a service locks its pid file, says so, and waits."""
import fcntl
import sys
import time

file = open(sys.argv[1], "r+")
fcntl.lockf(file, fcntl.LOCK_EX)
print("locked", flush=True)
time.sleep(60)
