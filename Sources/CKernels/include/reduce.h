#ifndef TALLY_REDUCE_H
#define TALLY_REDUCE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What becomes of a block of at most 65,536 values. Rows where `selected` is 0 and not 1 do not count; where it is
// null, all do. The smallest whole number, the code 0 and NaN are missing, and skipped.

/// The sum and number of known values, added to what is there.
struct tally_sums {
  int64_t sum;
  int64_t known;
};

void tally_sum_8(const int8_t *values, size_t count, const uint8_t *selected, struct tally_sums *total);
void tally_sum_16(const int16_t *values, size_t count, const uint8_t *selected, struct tally_sums *total);
void tally_sum_32(const int32_t *values, size_t count, const uint8_t *selected, struct tally_sums *total);

/// The sum of known values' squares, which is `high` · 2^32 + `low`, beside their sum and number; sets what is there.
struct tally_squares {
  uint64_t high, low;
  int64_t sum;
  int64_t known;
};

void tally_squares_8(const int8_t *values, size_t count, const uint8_t *selected, struct tally_squares *total);
void tally_squares_16(const int16_t *values, size_t count, const uint8_t *selected, struct tally_squares *total);
void tally_squares_32(const int32_t *values, size_t count, const uint8_t *selected, struct tally_squares *total);

/// Lowers `low` to the smallest known value and raises `high` to the largest; gives how many are known.
int64_t tally_extremes_i8(const int8_t *values, size_t count, const uint8_t *selected, int8_t *low, int8_t *high);
int64_t tally_extremes_i16(const int16_t *values, size_t count, const uint8_t *selected, int16_t *low, int16_t *high);
int64_t tally_extremes_i32(const int32_t *values, size_t count, const uint8_t *selected, int32_t *low, int32_t *high);
int64_t tally_extremes_i64(const int64_t *values, size_t count, const uint8_t *selected, int64_t *low, int64_t *high);
int64_t tally_extremes_u8(const uint8_t *values, size_t count, const uint8_t *selected, uint8_t *low, uint8_t *high);
int64_t tally_extremes_u16(const uint16_t *values, size_t count, const uint8_t *selected, uint16_t *low, uint16_t *high);
int64_t tally_extremes_u32(const uint32_t *values, size_t count, const uint8_t *selected, uint32_t *low, uint32_t *high);
int64_t tally_extremes_double(const double *values, size_t count, const uint8_t *selected, double *low, double *high);

enum { tally_lanes = 8 };

/// Eight sums side by side, each of every eighth row, with what rounding took from each (Knuth's two-sum): the same on
/// every machine.
struct tally_lane_sums {
  double sum[tally_lanes], error[tally_lanes];
  int64_t known;
};

/// The sums of known values; sets what is there.
void tally_sum_double(const double *values, size_t count, const uint8_t *selected, struct tally_lane_sums *total);

/// The sums of the squared distances of known values from `mean`, and in `distances` the plain distances'; sets what is
/// there.
void tally_deviations_double(const double *values, size_t count, const uint8_t *selected, double mean,
                             struct tally_lane_sums *total, double *distances);

/// Whether a value lies in `low` … `low + span`, as unsigned.
bool tally_any_8(const uint8_t *values, size_t count, uint8_t low, uint8_t span);
bool tally_any_16(const uint16_t *values, size_t count, uint16_t low, uint16_t span);
bool tally_any_32(const uint32_t *values, size_t count, uint32_t low, uint32_t span);
bool tally_any_64(const uint64_t *values, size_t count, uint64_t low, uint64_t span);
bool tally_any_double(const double *values, size_t count, double low, double high);
#endif
