#ifndef TALLY_JOINS_H
#define TALLY_JOINS_H
#include "keys.h"

/// Where keys find their numbers.
struct tally_lookup {
  /// The number of each key below `direct_count`; NULL: they are in the table.
  const uint32_t *direct;
  uint64_t direct_count;
  const struct tally_key_table *table;
  /// Says of most keys that are not in the table that they are not: 2 to the power of 64 - `bloom_shift` words, in one
  /// of which each key has three bits. NULL: every key is looked up.
  const uint64_t *bloom;
  uint64_t bloom_shift;
  /// Gets 1 at each number that a key found; several threads may write to it.
  uint8_t *seen;
};

/// How often keys were found, and how often the filter let them pass.
struct tally_found {
  size_t found, passed;
};

/// No key: it has no number.
static const uint64_t tally_no_key = UINT64_MAX;

/// Writes the number of each key of a block of at most 4,096, 0 where it has none.
struct tally_found tally_look_up(const struct tally_lookup *lookup, const uint64_t *keys, size_t count,
                                 uint32_t *numbers);

/// Writes a bit for each number, the lowest of the first word for the first: 1 where it is not 0.
void tally_pack_numbers(const uint32_t *numbers, size_t count, uint64_t *words);

/// Adds a key to the words of a filter.
void tally_bloom_add(uint64_t *words, uint64_t shift, uint64_t key);

#endif
