#include "joins.h"

#include "twice.h"

#include <stdbool.h>

// How many keys ahead a slot is fetched into the cache, and the most keys of a block.
enum { AHEAD = 32, BLOCK = 4096 };

/// Three bits of a word of the filter, by bits of the hash that choose no word of a filter below 2^46 words.
static inline uint64_t bloom_bits(uint64_t hash) {
  return UINT64_C(1) << (hash & 63) | UINT64_C(1) << (hash >> 6 & 63) | UINT64_C(1) << (hash >> 12 & 63);
}

/// The low bits of a product know little of the key's high bits.
static inline uint64_t bloom_hash(uint64_t key) {
  uint64_t hash = tally_key_hash(key);
  return hash ^ hash >> 32;
}

void tally_bloom_add(uint64_t *words, uint64_t shift, uint64_t key) {
  uint64_t hash = bloom_hash(key);
  words[hash >> shift] |= bloom_bits(hash);
}

static inline void see(uint8_t *seen, uint32_t number) {
  // Most numbers are seen before: reading leaves the cache line to all threads.
  if (!__atomic_load_n(seen + number, __ATOMIC_RELAXED)) __atomic_store_n(seen + number, 1, __ATOMIC_RELAXED);
}

static size_t look_up_directly(const struct tally_lookup *lookup, const uint64_t *keys, size_t count,
                               uint32_t *numbers) {
  size_t found = 0;
  for (size_t row = 0; row < count; row++) {
    bool has_place = keys[row] < lookup->direct_count;
    uint32_t number = lookup->direct[has_place ? keys[row] : 0];
    numbers[row] = has_place ? number : 0;
    found += numbers[row] != 0;
  }
  return found;
}

/// The places of the keys that may be in the table.
static size_t pass(const struct tally_lookup *lookup, const uint64_t *keys, size_t count, uint16_t *places) {
  size_t passed = 0;
  if (!lookup->bloom) {
    for (size_t row = 0; row < count; row++) {
      places[passed] = (uint16_t)row;
      passed += keys[row] != tally_no_key;
    }
    return passed;
  }
  for (size_t row = 0; row < count; row++) {
    uint64_t hash = bloom_hash(keys[row]), bits = bloom_bits(hash);
    places[passed] = (uint16_t)row;
    passed += ((lookup->bloom[hash >> lookup->bloom_shift] & bits) == bits) & (keys[row] != tally_no_key);
  }
  return passed;
}

TWICE(void, tally_pack_numbers, (const uint32_t *numbers, size_t count, uint64_t *words), (numbers, count, words), {
  for (size_t row = 0; row < count; row += 64) {
    size_t rest = count - row < 64 ? count - row : 64;
    uint64_t word = 0;
    if (rest == 64) {
      for (size_t place = 0; place < 64; place++) word |= (uint64_t)(numbers[row + place] != 0) << place;
    } else {
      for (size_t place = 0; place < rest; place++) word |= (uint64_t)(numbers[row + place] != 0) << place;
    }
    words[row / 64] = word;
  }
})

struct tally_found tally_look_up(const struct tally_lookup *lookup, const uint64_t *keys, size_t count,
                                 uint32_t *numbers) {
  struct tally_found result = {0, count};
  if (lookup->direct) {
    result.found = look_up_directly(lookup, keys, count, numbers);
  } else {
    uint16_t places[BLOCK + 1];
    size_t passed = pass(lookup, keys, count, places);
    const struct tally_key_table table = *lookup->table;
    for (size_t row = 0; row < count; row++) numbers[row] = 0;
    for (size_t done = 0; done < passed; done++) {
      if (done + AHEAD < passed) {
        __builtin_prefetch(table.slots + (tally_key_hash(keys[places[done + AHEAD]]) >> table.shift));
      }
      uint32_t number = tally_key_place(&table, keys[places[done]])->number;
      numbers[places[done]] = number;
      result.found += number != 0;
    }
    result.passed = passed;
  }
  if (lookup->seen) {
    for (size_t row = 0; row < count; row++) see(lookup->seen, numbers[row]);
  }
  return result;
}
