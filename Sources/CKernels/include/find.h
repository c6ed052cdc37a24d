#ifndef TALLY_FIND_H
#define TALLY_FIND_H
#include <stddef.h>
#include <stdint.h>

/// Where `part` first occurs in `text`, in bytes; -1 if it does not. Takes time in proportion to their lengths.
ptrdiff_t tally_find(const uint8_t *text, size_t text_count, const uint8_t *part, size_t part_count);
#endif
