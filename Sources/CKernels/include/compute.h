#ifndef TALLY_COMPUTE_H
#define TALLY_COMPUTE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What expressions compute of a block of values. The smallest whole number and NaN are missing, and so is the result
// of a missing value. A condition's outcome is 0 for no, 1 for unknown, 2 for yes.

/// Stored whole numbers with 64 bits.
void tally_widen_8(const int8_t *values, size_t count, int64_t *out);
void tally_widen_16(const int16_t *values, size_t count, int64_t *out);
void tally_widen_32(const int32_t *values, size_t count, int64_t *out);

/// Stored whole numbers divided by a power of ten, as the division of doubles rounds it.
void tally_decimals_8(const int8_t *values, size_t count, double unit, double *out);
void tally_decimals_16(const int16_t *values, size_t count, double unit, double *out);
void tally_decimals_32(const int32_t *values, size_t count, double unit, double *out);
void tally_decimals_64(const int64_t *values, size_t count, double unit, double *out);

/// Stored booleans as outcomes.
void tally_outcomes_of_8(const int8_t *values, size_t count, uint8_t *out);

/// A result that 64 bits do not hold, or that is their smallest number, is missing; says whether there is one.
bool tally_add_64(const int64_t *a, const int64_t *b, size_t count, int64_t *out);
bool tally_subtract_64(const int64_t *a, const int64_t *b, size_t count, int64_t *out);
bool tally_multiply_64(const int64_t *a, const int64_t *b, size_t count, int64_t *out);
void tally_negate_64(const int64_t *values, size_t count, int64_t *out);

/// The rest has the divisor's sign; one of a division by 0 is missing; says whether there is one.
bool tally_modulo_64(const int64_t *a, const int64_t *b, size_t count, int64_t *out);
/// The same by one divisor that is not 0; false, and anything in `out`, where a number has more than 51 bits.
bool tally_modulo_by_64(const int64_t *a, int64_t divisor, size_t count, int64_t *out);

/// A result that is not finite is missing; says whether there is one.
bool tally_add_double(const double *a, const double *b, size_t count, double *out);
bool tally_subtract_double(const double *a, const double *b, size_t count, double *out);
bool tally_multiply_double(const double *a, const double *b, size_t count, double *out);
bool tally_divide_double(const double *a, const double *b, size_t count, double *out);
void tally_negate_double(const double *values, size_t count, double *out);

/// The nearest double of each whole number.
void tally_to_double(const int64_t *values, size_t count, double *out);

/// The nearest whole numbers, halves away from zero, the next below and the next above; missing beyond 64 bits.
void tally_round(const double *values, size_t count, int64_t *out);
void tally_floor(const double *values, size_t count, int64_t *out);
void tally_ceiling(const double *values, size_t count, int64_t *out);

/// Whether `a` equals `b`, or is below it.
void tally_equal_64(const int64_t *a, const int64_t *b, size_t count, uint8_t *out);
void tally_less_64(const int64_t *a, const int64_t *b, size_t count, uint8_t *out);
void tally_equal_double(const double *a, const double *b, size_t count, uint8_t *out);
void tally_less_double(const double *a, const double *b, size_t count, uint8_t *out);

/// The lesser, or the greater, of two outcomes, in `out`.
void tally_and(uint8_t *out, const uint8_t *other, size_t count);
void tally_or(uint8_t *out, const uint8_t *other, size_t count);
/// The opposite outcomes.
void tally_not(const uint8_t *outcomes, size_t count, uint8_t *out);
/// 1 where an outcome is `outcome`; says whether there is one.
bool tally_mark(const uint8_t *outcomes, size_t count, uint8_t outcome, uint8_t *marks);

/// 1 where a value is missing; says whether there is one.
bool tally_mark_missing_64(const int64_t *values, size_t count, uint8_t *marks);
bool tally_mark_missing_double(const double *values, size_t count, uint8_t *marks);

/// `first` where the outcome is yes, `second` where it is no, else missing.
void tally_choose_64(const uint8_t *outcomes, const int64_t *first, const int64_t *second, size_t count, int64_t *out);
void tally_choose_double(const uint8_t *outcomes, const double *first, const double *second, size_t count, double *out);

/// The bits of all known values' magnitudes, one over the other.
uint64_t tally_reach_64(const int64_t *values, size_t count);

/// 1 for each bit that is set, from the first word's lowest on.
void tally_spread(const uint64_t *words, size_t count, uint8_t *marks);

/// The sum of known values, which is `high` · 2^32 + `low`, and their number; sets what is there.
struct tally_wide_sum {
  int64_t high;
  uint64_t low;
  int64_t known;
};

void tally_sum_64(const int64_t *values, size_t count, const uint8_t *selected, struct tally_wide_sum *total);
#endif
