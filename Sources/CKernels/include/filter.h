#ifndef TALLY_FILTER_H
#define TALLY_FILTER_H
#include <stddef.h>
#include <stdint.h>

// Conditions over a block of values, as bits: row i is bit i % 64 of word i / 64. The last word's bits past the rows
// are zero where a loop writes them, and ignored where it reads them.

/// Sets a bit of `inside` for each value with `value - low <= span`, as unsigned: a comparison, an equality or a
/// membership of signed and unsigned values alike; and one of `absent` for each that is `missing`.
void tally_find_8(const uint8_t *values, size_t count, uint8_t low, uint8_t span, uint8_t missing, uint64_t *inside,
                  uint64_t *absent);
void tally_find_16(const uint16_t *values, size_t count, uint16_t low, uint16_t span, uint16_t missing,
                   uint64_t *inside, uint64_t *absent);
void tally_find_32(const uint32_t *values, size_t count, uint32_t low, uint32_t span, uint32_t missing,
                   uint64_t *inside, uint64_t *absent);
void tally_find_64(const uint64_t *values, size_t count, uint64_t low, uint64_t span, uint64_t missing,
                   uint64_t *inside, uint64_t *absent);

/// The same for `low <= value <= high`; NaN is missing.
void tally_find_double(const double *values, size_t count, double low, double high, uint64_t *inside,
                       uint64_t *absent);

/// How many values are `missing` where a bit of `among` is set.
size_t tally_missing_8(const uint8_t *values, size_t count, uint8_t missing, const uint64_t *among);
size_t tally_missing_16(const uint16_t *values, size_t count, uint16_t missing, const uint64_t *among);
size_t tally_missing_32(const uint32_t *values, size_t count, uint32_t missing, const uint64_t *among);
size_t tally_missing_64(const uint64_t *values, size_t count, uint64_t missing, const uint64_t *among);
size_t tally_missing_double(const double *values, size_t count, const uint64_t *among);

/// Outcomes as bytes, 0 for no, 1 for unknown, 2 for yes, and as bits: `possible` is yes or unknown.
void tally_pack_outcomes(const uint8_t *outcomes, size_t count, uint64_t *yes, uint64_t *possible);
void tally_spread_outcomes(const uint64_t *yes, const uint64_t *possible, size_t count, uint8_t *outcomes);

struct tally_verdict {
  size_t yes, unknown;
};

/// How many rows are yes and unknown among those whose bit in `mask` (null: all) is set; writes their bits to `held`
/// and to `unknown` where these are not null.
struct tally_verdict tally_settle(const uint64_t *yes, const uint64_t *possible, size_t count, const uint64_t *mask,
                                  uint64_t *held, uint64_t *unknown);
#endif
