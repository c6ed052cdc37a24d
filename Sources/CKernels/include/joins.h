#ifndef TALLY_JOINS_H
#define TALLY_JOINS_H
#include <stdbool.h>

#include "keys.h"

/// Where keys find their numbers by their hashes.
struct tally_lookup {
  const struct tally_key_table *table;
  /// Says of most keys that are not in the table that they are not: 2 to the power of 64 - `bloom_shift` words, in one
  /// of which each key has three bits. NULL: every key is looked up.
  const uint64_t *bloom;
  uint64_t bloom_shift;
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

/// Writes a bit for each number, the lowest of the first word for the first: 1 where it is not 0. Writes those that are
/// not 0 side by side as well; gives how many. `kept` may be `numbers`.
size_t tally_keep_numbers(const uint32_t *numbers, size_t count, uint64_t *words, uint32_t *kept);

/// The same of the numbers that `direct` has at some slots; a bit that is 0 in `mask` stays 0, and NULL has only ones.
/// Rows whose slot is `none`, which has number 0, are passed over the fastest.
size_t tally_look_up_slots(const uint32_t *direct, uint32_t none, const uint32_t *slots, const uint64_t *mask,
                           size_t count, uint64_t *words, uint32_t *kept);

/// Writes the numbers that stand side by side in `kept` to the places whose bits are 1, and 0 to the others.
void tally_spread_numbers(const uint32_t *kept, const uint64_t *words, size_t count, uint32_t *numbers);

/// Writes 1 to `seen` at each number; several threads may do so.
void tally_see(const uint32_t *numbers, size_t count, uint8_t *seen);

/// Whether a number below `count`, from 1, is not seen; others may be seeing it.
bool tally_has_unseen(const uint8_t *seen, size_t count);

/// Adds a key to the words of a filter.
void tally_bloom_add(uint64_t *words, uint64_t shift, uint64_t key);

#endif
