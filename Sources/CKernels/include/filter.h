#ifndef TALLY_FILTER_H
#define TALLY_FILTER_H
#include <stddef.h>
#include <stdint.h>

/// What a range test writes for each row.
struct tally_outcomes {
  uint8_t inside, outside, missing;
};

/// Writes for each value whether `value - low <= span`, as unsigned: a comparison, an equality or a membership of
/// signed and unsigned values alike. `missing` is the bit pattern of a missing value.
void tally_test_8(const uint8_t *values, size_t count, uint8_t low, uint8_t span, uint8_t missing,
                  struct tally_outcomes outcomes, uint8_t *out);
void tally_test_16(const uint16_t *values, size_t count, uint16_t low, uint16_t span, uint16_t missing,
                   struct tally_outcomes outcomes, uint8_t *out);
void tally_test_32(const uint32_t *values, size_t count, uint32_t low, uint32_t span, uint32_t missing,
                   struct tally_outcomes outcomes, uint8_t *out);
void tally_test_64(const uint64_t *values, size_t count, uint64_t low, uint64_t span, uint64_t missing,
                   struct tally_outcomes outcomes, uint8_t *out);

/// Writes for each value whether `low <= value <= high`; NaN is missing.
void tally_test_double(const double *values, size_t count, double low, double high,
                       struct tally_outcomes outcomes, uint8_t *out);

/// Sets a bit for each of `count` bytes that equals `value` and whose bit in `mask` (null: all) is set; the rest of
/// the last word is zero. Returns how many bits it set.
size_t tally_pack(const uint8_t *bytes, size_t count, uint8_t value, const uint64_t *mask, uint64_t *words);
#endif
