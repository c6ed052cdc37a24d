#ifndef TALLY_ARENA_H
#define TALLY_ARENA_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Tests of rows of free text: row i is bytes[offsets[i]] up to bytes[offsets[i + 1]], of offsets without their top bit,
// which says of the row that ends there that it is missing. `readable` bytes of memory may be read from `bytes` on.
// A row's outcome is 0 for no, 1 for unknown, 2 for yes. The part is not empty, and its length is below 2^31.
struct tally_texts {
  const uint8_t *bytes;
  size_t readable;
  const uint32_t *offsets;
  size_t count;
};

struct tally_part {
  const uint8_t *bytes;
  size_t count;
};

/// Whether each row contains a part.
void tally_contains(struct tally_texts texts, struct tally_part part, uint8_t *out);

/// The same of rows and a part of ASCII alone, where capital letters equal small ones; the part has no capitals.
void tally_contains_folded(struct tally_texts texts, struct tally_part part, uint8_t *out);

/// Whether each row begins, or ends, with a part, or is it.
void tally_begins(struct tally_texts texts, struct tally_part part, uint8_t *out);
void tally_ends(struct tally_texts texts, struct tally_part part, uint8_t *out);
void tally_is(struct tally_texts texts, struct tally_part part, uint8_t *out);

/// Whether some byte of all rows is none of ASCII.
bool tally_has_others(struct tally_texts texts);
#endif
