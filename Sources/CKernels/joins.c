#include "joins.h"

#include "twice.h"

#include <string.h>

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

static inline uint64_t low_ones(size_t count) { return count < 64 ? (UINT64_C(1) << count) - 1 : ~UINT64_C(0); }

TWICE(size_t, tally_keep_numbers, (const uint32_t *numbers, size_t count, uint64_t *words, uint32_t *kept),
      (numbers, count, words, kept), {
  size_t done = 0;
  for (size_t row = 0; row < count; row += 64) {
    size_t rest = count - row < 64 ? count - row : 64;
    uint64_t word = 0;
    for (size_t place = 0; place < rest; place++) {
      uint32_t number = numbers[row + place];
      kept[done] = number;
      done += number != 0;
      word |= (uint64_t)(number != 0) << place;
    }
    words[row / 64] = word;
  }
  return done;
})

TWICE(size_t, tally_look_up_slots,
      (const uint32_t *direct, uint32_t none, const uint32_t *slots, const uint64_t *mask, size_t count,
       uint64_t *words, uint32_t *kept),
      (direct, none, slots, mask, count, words, kept), {
  size_t done = 0;
  for (size_t row = 0; row < count; row += 64) {
    size_t rest = count - row < 64 ? count - row : 64;
    uint64_t wanted = low_ones(rest) & (mask ? mask[row / 64] : ~UINT64_C(0));
    uint64_t word = 0;
    for (size_t start = 0; start < rest; start += 8) {
      size_t end = rest - start < 8 ? rest : start + 8;
      uint32_t others = 0;
      if (end - start == 8) {
        for (size_t place = 0; place < 8; place++) others |= slots[row + start + place] ^ none;
      } else {
        others = 1;
      }
      if (!others || !(wanted >> start & 0xff)) continue;
      for (size_t place = start; place < end; place++) {
        uint32_t number = direct[slots[row + place]];
        uint64_t has = (number != 0) & (wanted >> place);
        kept[done] = number;
        done += has & 1;
        word |= (has & 1) << place;
      }
    }
    words[row / 64] = word;
  }
  return done;
})

void tally_spread_numbers(const uint32_t *kept, const uint64_t *words, size_t count, uint32_t *numbers) {
  for (size_t row = 0; row < count; row += 64) {
    size_t rest = count - row < 64 ? count - row : 64;
    uint64_t word = words[row / 64] & low_ones(rest);
    if (word == low_ones(rest)) {
      memcpy(numbers + row, kept, rest * sizeof *kept);
      kept += rest;
      continue;
    }
    memset(numbers + row, 0, rest * sizeof *numbers);
    for (; word; word &= word - 1) numbers[row + (size_t)__builtin_ctzll(word)] = *kept++;
  }
}

void tally_see(const uint32_t *numbers, size_t count, uint8_t *seen) {
  for (size_t row = 0; row < count; row++) {
    // Most numbers are seen before: reading leaves the cache line to all threads.
    uint8_t *place = seen + numbers[row];
    if (!__atomic_load_n(place, __ATOMIC_RELAXED)) __atomic_store_n(place, 1, __ATOMIC_RELAXED);
  }
}

bool tally_has_unseen(const uint8_t *seen, size_t count) {
  for (size_t number = 1; number < count; number++) {
    if (!__atomic_load_n(seen + number, __ATOMIC_RELAXED)) return true;
  }
  return false;
}

struct tally_found tally_look_up(const struct tally_lookup *lookup, const uint64_t *keys, size_t count,
                                 uint32_t *numbers) {
  struct tally_found result = {0, 0};
  uint16_t places[BLOCK + 1];
  result.passed = pass(lookup, keys, count, places);
  const struct tally_key_table table = *lookup->table;
  memset(numbers, 0, count * sizeof *numbers);
  for (size_t done = 0; done < result.passed; done++) {
    if (done + AHEAD < result.passed) {
      __builtin_prefetch(table.slots + (tally_key_hash(keys[places[done + AHEAD]]) >> table.shift));
    }
    uint32_t number = tally_key_place(&table, keys[places[done]])->number;
    numbers[places[done]] = number;
    result.found += number != 0;
  }
  return result;
}
