#include "keys.h"

// How many keys ahead a slot is fetched into the cache: memory answers that late.
enum { AHEAD = 32 };

size_t tally_number_keys(struct tally_key_table *table, const uint64_t *keys, const uint32_t *places, size_t count,
                         uint32_t first_row, uint32_t *numbers) {
  const struct tally_key_table known = *table;
  for (size_t done = 0; done < count; done++) {
    if (done + AHEAD < count) {
      uint64_t later = keys[places ? places[done + AHEAD] : done + AHEAD];
      __builtin_prefetch(known.slots + (tally_key_hash(later) >> known.shift), 1);
    }
    size_t row = places ? places[done] : done;
    struct tally_key_slot *slot = tally_key_place(&known, keys[row]);
    if (!slot->number) {
      if (table->count == table->limit) return done;
      table->firsts[table->count++] = first_row + (uint32_t)row;
      *slot = (struct tally_key_slot){keys[row], table->count, 0};
    }
    slot->rows++;
    if (numbers) numbers[row] = slot->number;
  }
  return count;
}

size_t tally_different_keys(uint64_t *keys, size_t count, uint64_t *slots, unsigned bits, unsigned skipped) {
  size_t different = 0, last = ((size_t)1 << bits) - 1;
  uint8_t has_zero = 0;
  for (size_t row = 0; row < count; row++) {
    uint64_t key = keys[row];
    if (!key) {
      // A slot that holds 0 is free, so the key 0 is noted apart.
      keys[different] = 0;
      different += !has_zero;
      has_zero = 1;
      continue;
    }
    size_t place = (size_t)(tally_key_hash(key) << skipped >> (64 - bits));
    while (slots[place] && slots[place] != key) place = (place + 1) & last;
    keys[different] = key;
    different += !slots[place];
    slots[place] = key;
  }
  return different;
}
