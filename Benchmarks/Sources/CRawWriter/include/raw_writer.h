#pragma once

/// Makes DIRECTORY/raw-NUMBER hold one hosts line, or removes it where `line` is NULL: a temporary
/// dot file and a rename, and nothing else. Returns 0, or -1 with errno.
int raw_write(const char *directory, unsigned number, const char *line);
