#pragma once

#include <stdint.h>

/// What this process has asked the allocator for since its start.
struct allocation_count {
    /// How many blocks; a block that grows or shrinks is one more.
    uint64_t blocks;
    /// How many bytes, as asked for, not as rounded by the allocator.
    uint64_t bytes;
};

/// The two so far. The program that links this gets a malloc that counts and then does what glibc's does.
struct allocation_count allocation_count_now(void);
