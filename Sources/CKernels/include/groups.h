#ifndef TALLY_GROUPS_H
#define TALLY_GROUPS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How the values of a key become whole numbers from 0: what they are above `low`, without the lowest `shift` bits.
struct tally_code {
  uint64_t low, shift;
  /// The code of missing; known values have smaller ones.
  uint64_t last;
  /// The greatest value is 0; only of keys of 64 bits.
  bool is_descending;
};

/// For each stored type: writes `slots[i] * factor + code`, or `keys[i] << bits | code`, and the code alone where
/// `factor` or `bits` is 0. A value that is not among those the code is made for gets any code up to `last`.
#define TALLY_CODES(name, Value)                                                                                      \
  void tally_slots_##name(const Value *values, size_t count, struct tally_code code, uint32_t factor,                 \
                          uint32_t *slots);                                                                           \
  void tally_keys_##name(const Value *values, size_t count, struct tally_code code, uint32_t bits, uint64_t *keys);

TALLY_CODES(i8, int8_t)
TALLY_CODES(i16, int16_t)
TALLY_CODES(i32, int32_t)
TALLY_CODES(i64, int64_t)
TALLY_CODES(u8, uint8_t)
TALLY_CODES(u16, uint16_t)
TALLY_CODES(u32, uint32_t)
TALLY_CODES(double, double)

/// Moves the slots of the rows whose bits are set to the front, and writes where in the block each stood; gives how many
/// there are. `slots` and `places` have room for `count`, at most 65,536, rounded up to a multiple of 8.
size_t tally_keep_slots(const uint64_t *words, size_t count, uint32_t *slots, uint16_t *places);

#endif
