#ifndef TALLY_TEXTS_H
#define TALLY_TEXTS_H
#include <stddef.h>
#include <stdint.h>

/// Free texts of consecutive rows, one after the other: row i of them ends at `offsets[i + 1]`, whose top bit says that it
/// is missing, and begins where the row before it ends.
struct tally_segment {
  /// The number of rows before it.
  uint64_t first_row;
  const uint8_t *bytes;
  const uint32_t *offsets;
};

/// How long texts are together, and how many are missing.
struct tally_text_sizes {
  uint64_t bytes, missing;
};

/// Finds the texts of some rows in segments, of which there is at least one: where they begin and how long they are,
/// with the top bit set of a missing one, whose row may be UINT32_MAX.
struct tally_text_sizes tally_find_texts(const struct tally_segment *segments, size_t segment_count,
                                         const uint32_t *rows, size_t count, const uint8_t **starts,
                                         uint32_t *lengths);

/// Copies texts one after the other to `bytes + end`, and writes where each ends, with the top bit of its length.
void tally_copy_texts(const uint8_t *const *starts, const uint32_t *lengths, size_t count, uint8_t *bytes, uint32_t end,
                      uint32_t *ends);

#endif
