#ifndef TALLY_KEYS_H
#define TALLY_KEYS_H
#include <stddef.h>
#include <stdint.h>

/// A key in a table, its number from 1 (0: free), and how many rows have it.
struct tally_key_slot {
  uint64_t key;
  uint32_t number;
  uint32_t rows;
};

/// Keys numbered from 1 as they are met: open addressing.
struct tally_key_table {
  /// 2 to the power of 64 - shift.
  struct tally_key_slot *slots;
  uint64_t shift;
  /// The first row of each number, from 1; there is room for `limit`.
  uint32_t *firsts;
  uint32_t count;
  /// More keys have no place.
  uint32_t limit;
};

/// Where the search for a key begins.
static inline uint64_t tally_key_hash(uint64_t key) { return (key ^ key >> 32) * 0x9E3779B97F4A7C15u; }

/// The slot that has a key, or the free one where it belongs.
static inline struct tally_key_slot *tally_key_place(const struct tally_key_table *table, uint64_t key) {
  uint64_t last = (UINT64_C(1) << (64 - table->shift)) - 1, place = tally_key_hash(key) >> table->shift;
  while (table->slots[place].number && table->slots[place].key != key) place = (place + 1) & last;
  return table->slots + place;
}

/// Numbers the keys of some rows of a block: those at `places`, or the first `count` where it is NULL. Writes their
/// numbers at the same places of `numbers` unless that is NULL. The block's first row is `first_row`. Stops before a
/// new key that has no place; gives how many keys are done.
size_t tally_number_keys(struct tally_key_table *table, const uint64_t *keys, const uint32_t *places, size_t count,
                         uint32_t first_row, uint32_t *numbers);

/// Moves the first of each different key to the front, in no order that means anything; gives how many there are.
/// `slots` are 2 to the power of `bits` zeros, more than there are keys. The highest `skipped` bits of the keys' hashes
/// are all the same.
size_t tally_different_keys(uint64_t *keys, size_t count, uint64_t *slots, unsigned bits, unsigned skipped);

#endif
