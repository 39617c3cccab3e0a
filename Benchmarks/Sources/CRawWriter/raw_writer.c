#include "raw_writer.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int raw_write(const char *directory, unsigned number, const char *line) {
    char path[4096], temporary[4096];
    snprintf(path, sizeof path, "%s/raw-%u", directory, number);
    if (line == NULL) return unlink(path);
    snprintf(temporary, sizeof temporary, "%s/.raw", directory);
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return -1;
    size_t length = strlen(line);
    if (write(file, line, length) != (ssize_t)length || fchmod(file, 0644) != 0) {
        close(file);
        return -1;
    }
    close(file);
    return rename(temporary, path);
}
