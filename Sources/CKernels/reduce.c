#include "reduce.h"

#include <string.h>

#include "twice.h"

// An error sum is only right where no multiplication and addition are rounded as one.
#pragma STDC FP_CONTRACT OFF

// The loop's body, with `counts` as 0 or 1 for each row: one loop for rows of which all count, one for the others.
#define EACH_ROW(...)                                                                                            \
  if (selected) {                                                                                                 \
    for (size_t row = 0; row < count; row++) {                                                                    \
      uint8_t counts = selected[row];                                                                             \
      __VA_ARGS__                                                                                                 \
    }                                                                                                             \
  } else {                                                                                                        \
    for (size_t row = 0; row < count; row++) {                                                                    \
      const uint8_t counts = 1;                                                                                   \
      __VA_ARGS__                                                                                                 \
    }                                                                                                             \
  }

// 65,536 values of 16 bits have a sum of 32.
#define SUM(T, Sum, bits, missing)                                                                                \
  TWICE(void, tally_sum_##bits, (const T *values, size_t count, const uint8_t *selected, struct tally_sums *total), \
        (values, count, selected, total), {                                                                       \
          Sum sum = 0;                                                                                            \
          uint32_t known = 0;                                                                                     \
          EACH_ROW({                                                                                              \
            uint8_t is_known = counts & (uint8_t)(values[row] != missing);                                        \
            sum += (Sum)(T)(values[row] & (T) - (T)is_known);                                                     \
            known += is_known;                                                                                    \
          })                                                                                                      \
          total->sum += sum;                                                                                      \
          total->known += known;                                                                                  \
        })

SUM(int8_t, int32_t, 8, INT8_MIN)
SUM(int16_t, int32_t, 16, INT16_MIN)
SUM(int32_t, int64_t, 32, INT32_MIN)

#define SQUARES(T, Square, Sum, Part, bits, missing)                                                              \
  TWICE(void, tally_squares_##bits,                                                                               \
        (const T *values, size_t count, const uint8_t *selected, struct tally_squares *total),                    \
        (values, count, selected, total), {                                                                       \
          Part low = 0, high = 0;                                                                                 \
          Sum sum = 0;                                                                                            \
          uint32_t known = 0;                                                                                     \
          EACH_ROW({                                                                                              \
            uint8_t is_known = counts & (uint8_t)(values[row] != missing);                                        \
            T value = (T)(values[row] & (T) - (T)is_known);                                                       \
            Square square = (Square)value * (Square)value;                                                        \
            low += (uint32_t)square;                                                                              \
            if (sizeof(T) == 4) high += (Part)((uint64_t)square >> 32);                                           \
            sum += value;                                                                                         \
            known += is_known;                                                                                    \
          })                                                                                                      \
          *total = (struct tally_squares){.high = high, .low = low, .sum = sum, .known = known};                  \
        })

SQUARES(int8_t, int32_t, int32_t, uint32_t, 8, INT8_MIN)
SQUARES(int16_t, int32_t, int32_t, uint64_t, 16, INT16_MIN)
SQUARES(int32_t, int64_t, int64_t, uint64_t, 32, INT32_MIN)

#define EXTREMES(T, name, least, greatest, missing)                                                               \
  TWICE(int64_t, tally_extremes_##name,                                                                           \
        (const T *values, size_t count, const uint8_t *selected, T *low, T *high),                                \
        (values, count, selected, low, high), {                                                                   \
          T lowest = *low, highest = *high;                                                                       \
          uint32_t known = 0;                                                                                     \
          EACH_ROW({                                                                                              \
            uint8_t is_known = counts & (uint8_t)(values[row] != missing);                                        \
            T keep = (T) - (T)is_known;                                                                           \
            T for_low = (T)((values[row] & keep) | ((T)greatest & (T)~keep));                                     \
            T for_high = (T)((values[row] & keep) | ((T)least & (T)~keep));                                       \
            lowest = for_low < lowest ? for_low : lowest;                                                         \
            highest = for_high > highest ? for_high : highest;                                                    \
            known += is_known;                                                                                    \
          })                                                                                                      \
          *low = lowest;                                                                                          \
          *high = highest;                                                                                        \
          return known;                                                                                           \
        })

EXTREMES(int8_t, i8, INT8_MIN, INT8_MAX, INT8_MIN)
EXTREMES(int16_t, i16, INT16_MIN, INT16_MAX, INT16_MIN)
EXTREMES(int32_t, i32, INT32_MIN, INT32_MAX, INT32_MIN)
EXTREMES(int64_t, i64, INT64_MIN, INT64_MAX, INT64_MIN)
EXTREMES(uint8_t, u8, 0, UINT8_MAX, 0)
EXTREMES(uint16_t, u16, 0, UINT16_MAX, 0)
EXTREMES(uint32_t, u32, 0, UINT32_MAX, 0)

typedef double lanes __attribute__((vector_size(8 * tally_lanes)));
typedef int64_t masks __attribute__((vector_size(8 * tally_lanes)));
typedef uint8_t bytes __attribute__((vector_size(tally_lanes)));

// The loop's body, with eight rows' values as `value`, and in `is_known` all ones for those that count; past the last row
// nothing is known.
#define EACH_LANES(...)                                                                                          \
  for (size_t row = 0; row < count; row += tally_lanes) {                                                         \
    size_t rest = count - row < tally_lanes ? count - row : tally_lanes;                                          \
    lanes value = (lanes){0} / (lanes){0};                                                                        \
    bytes counts = {1, 1, 1, 1, 1, 1, 1, 1};                                                                      \
    if (rest == tally_lanes) {                                                                                    \
      memcpy(&value, values + row, sizeof value);                                                                 \
      if (selected) memcpy(&counts, selected + row, sizeof counts);                                               \
    } else {                                                                                                      \
      memcpy(&value, values + row, 8 * rest);                                                                     \
      if (selected) memcpy(&counts, selected + row, rest);                                                        \
    }                                                                                                             \
    masks is_known = (masks)(value == value) & -__builtin_convertvector(counts, masks);                           \
    __VA_ARGS__                                                                                                   \
  }

#define MASKED(value) ((lanes)((masks)(value) & is_known))

#define ADD(sum, error, value)                                                                                    \
  do {                                                                                                            \
    lanes added = value, next = sum + added, taken = next - sum;                                                  \
    error += (sum - (next - taken)) + (added - taken);                                                            \
    sum = next;                                                                                                   \
  } while (0)

#define SET(total, sums, errors, knowns)                                                                          \
  do {                                                                                                            \
    memcpy(total->sum, &sums, sizeof sums);                                                                       \
    memcpy(total->error, &errors, sizeof errors);                                                                 \
    total->known = 0;                                                                                             \
    for (int lane = 0; lane < tally_lanes; lane++) total->known -= knowns[lane];                                  \
  } while (0)

TWICE(void, tally_sum_double,
      (const double *values, size_t count, const uint8_t *selected, struct tally_lane_sums *total),
      (values, count, selected, total), {
        lanes sum = {0}, error = {0};
        masks known = {0};
        EACH_LANES({
          ADD(sum, error, MASKED(value));
          known += is_known;
        })
        SET(total, sum, error, known);
      })

TWICE(void, tally_deviations_double,
      (const double *values, size_t count, const uint8_t *selected, double mean, struct tally_lane_sums *total,
       double *distances),
      (values, count, selected, mean, total, distances), {
        lanes sum = {0}, error = {0}, plain = {0};
        masks known = {0};
        EACH_LANES({
          lanes distance = MASKED(value - mean);
          ADD(sum, error, distance * distance);
          plain += distance;
          known += is_known;
        })
        SET(total, sum, error, known);
        memcpy(distances, &plain, sizeof plain);
      })

TWICE(int64_t, tally_extremes_double,
      (const double *values, size_t count, const uint8_t *selected, double *low, double *high),
      (values, count, selected, low, high), {
        lanes lowest = (lanes){0} + *low, highest = (lanes){0} + *high;
        masks known = {0};
        EACH_LANES({
          masks is_low = (masks)(value < lowest) & is_known, is_high = (masks)(value > highest) & is_known;
          lowest = (lanes)(((masks)value & is_low) | ((masks)lowest & ~is_low));
          highest = (lanes)(((masks)value & is_high) | ((masks)highest & ~is_high));
          known += is_known;
        })
        int64_t total = 0;
        for (int lane = 0; lane < tally_lanes; lane++) {
          if (lowest[lane] < *low) *low = lowest[lane];
          if (highest[lane] > *high) *high = highest[lane];
          total -= known[lane];
        }
        return total;
      })

#define ANY(T, bits)                                                                                              \
  TWICE(bool, tally_any_##bits, (const T *values, size_t count, T low, T span), (values, count, low, span), {     \
    uint8_t any = 0;                                                                                              \
    for (size_t row = 0; row < count; row++) any |= (uint8_t)((T)(values[row] - low) <= span);                    \
    return any;                                                                                                   \
  })

ANY(uint8_t, 8)
ANY(uint16_t, 16)
ANY(uint32_t, 32)
ANY(uint64_t, 64)

TWICE(bool, tally_any_double, (const double *values, size_t count, double low, double high),
      (values, count, low, high), {
        uint8_t any = 0;
        for (size_t row = 0; row < count; row++) any |= (uint8_t)((values[row] >= low) & (values[row] <= high));
        return any;
      })
