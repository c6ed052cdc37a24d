#include "compute.h"

#include <math.h>
#include <string.h>

#include "twice.h"

// What is computed block by block is what is computed of one row: no multiplication and addition are rounded as one.
#pragma STDC FP_CONTRACT OFF

#define WIDEN(T, bits, missing)                                                                                   \
  TWICE(void, tally_widen_##bits, (const T *restrict values, size_t count, int64_t *restrict out),                \
        (values, count, out), {                                                                                   \
          for (size_t row = 0; row < count; row++) out[row] = values[row] == missing ? INT64_MIN : values[row];   \
        })

WIDEN(int8_t, 8, INT8_MIN)
WIDEN(int16_t, 16, INT16_MIN)
WIDEN(int32_t, 32, INT32_MIN)

TWICE(void, tally_outcomes_of_8, (const int8_t *restrict values, size_t count, uint8_t *restrict out),
      (values, count, out), {
        for (size_t row = 0; row < count; row++) {
          uint8_t known = values[row] != 0 ? 2 : 0;
          out[row] = values[row] == INT8_MIN ? 1 : known;
        }
      })

// Sums and differences, with what they wrapped around to where they overflow.
#define ADDED(a, b) (int64_t)((uint64_t)(a) + (uint64_t)(b))
#define SUBTRACTED(a, b) (int64_t)((uint64_t)(a) - (uint64_t)(b))

#define SUM_OF_WHOLES(name, operation, overflowed)                                                                \
  TWICE(bool, name, (const int64_t *restrict a, const int64_t *restrict b, size_t count, int64_t *restrict out),  \
        (a, b, count, out), {                                                                                     \
          int64_t any = 0;                                                                                        \
          for (size_t row = 0; row < count; row++) {                                                              \
            int64_t x = a[row], y = b[row], result = operation(x, y);                                             \
            int64_t missing = -(int64_t)(x == INT64_MIN) | -(int64_t)(y == INT64_MIN);                            \
            int64_t lost = -(int64_t)((overflowed) < 0) | -(int64_t)(result == INT64_MIN);                        \
            out[row] = (missing | lost) != 0 ? INT64_MIN : result;                                                \
            any |= lost & ~missing;                                                                               \
          }                                                                                                       \
          return any != 0;                                                                                        \
        })

SUM_OF_WHOLES(tally_add_64, ADDED, (x ^ result) & (y ^ result))
SUM_OF_WHOLES(tally_subtract_64, SUBTRACTED, (x ^ y) & (x ^ result))

TWICE(void, tally_negate_64, (const int64_t *restrict values, size_t count, int64_t *restrict out),
      (values, count, out), {
        for (size_t row = 0; row < count; row++) out[row] = SUBTRACTED(0, values[row]);
      })

// Whether every value is missing or fits 32 bits.
#define ARE_NARROW(values)                                                                                        \
  for (size_t row = 0; row < count; row++) {                                                                      \
    wide |= (values[row] ^ (int64_t)(int32_t)values[row]) & -(int64_t)(values[row] != INT64_MIN);                 \
  }

TWICE(bool, tally_multiply_64,
      (const int64_t *restrict a, const int64_t *restrict b, size_t count, int64_t *restrict out), (a, b, count, out), {
        int64_t wide = 0;
        ARE_NARROW(a)
        ARE_NARROW(b)
        if (wide == 0) {
          for (size_t row = 0; row < count; row++) {
            int64_t missing = -(int64_t)(a[row] == INT64_MIN) | -(int64_t)(b[row] == INT64_MIN);
            int64_t product = (int64_t)(int32_t)a[row] * (int64_t)(int32_t)b[row];
            out[row] = missing != 0 ? INT64_MIN : product;
          }
          return false;
        }
        bool any = false;
        for (size_t row = 0; row < count; row++) {
          int64_t product;
          bool missing = (a[row] == INT64_MIN) | (b[row] == INT64_MIN);
          bool lost = __builtin_mul_overflow(a[row], b[row], &product);
          lost |= product == INT64_MIN;
          out[row] = (missing | lost) ? INT64_MIN : product;
          any |= lost & !missing;
        }
        return any;
      })

// Whole numbers between -2^51 and 2^51 as doubles and back, without an instruction that converts them.
static inline double small_double(int64_t value) {
  uint64_t bits = (uint64_t)value + 0x4338000000000000u;
  double result;
  memcpy(&result, &bits, sizeof result);
  return result - 0x1.8p52;
}

static inline int64_t small_whole(double value) {
  double shifted = value + 0x1.8p52;
  uint64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  return (int64_t)(bits - 0x4338000000000000u);
}

// Outside -2^51 … 2^51 - 1.
static inline uint64_t is_large(int64_t value) { return ((uint64_t)value + (1ull << 51)) >> 52; }

TWICE(bool, tally_modulo_64,
      (const int64_t *restrict a, const int64_t *restrict b, size_t count, int64_t *restrict out), (a, b, count, out), {
        uint64_t large = 0;
        int64_t any = 0;
        for (size_t row = 0; row < count; row++) {
          int64_t missing = -(int64_t)(a[row] == INT64_MIN) | -(int64_t)(b[row] == INT64_MIN);
          large |= (is_large(a[row]) | is_large(b[row])) & (uint64_t)~missing;
          any |= -(int64_t)(b[row] == 0) & ~missing;
        }
        if (large == 0) {
          for (size_t row = 0; row < count; row++) {
            int64_t missing =
              -(int64_t)(a[row] == INT64_MIN) | -(int64_t)(b[row] == INT64_MIN) | -(int64_t)(b[row] == 0);
            double x = small_double(a[row] & ~missing), y = small_double((b[row] & ~missing) | (missing & 1));
            // The quotient is at most one too great; its product with the divisor is exact.
            double rest = x - floor(x / y) * y;
            double wrong = y > 0 ? rest : -rest;
            int64_t result = small_whole(wrong < 0 ? rest + y : rest);
            out[row] = missing != 0 ? INT64_MIN : result;
          }
          return any != 0;
        }
        for (size_t row = 0; row < count; row++) {
          out[row] = INT64_MIN;
          // Only the smallest number divided by -1 overflows, and that is missing.
          if (a[row] == INT64_MIN || b[row] == INT64_MIN || b[row] == 0) continue;
          int64_t rest = a[row] % b[row];
          out[row] = rest != 0 && (rest < 0) != (b[row] < 0) ? rest + b[row] : rest;
        }
        return any != 0;
      })

TWICE(bool, tally_modulo_by_64,
      (const int64_t *restrict a, int64_t divisor, size_t count, int64_t *restrict out), (a, divisor, count, out), {
        uint64_t large = is_large(divisor);
        double y = (double)divisor, reciprocal = 1 / y, size = fabs(y), sign = y < 0 ? -1 : 1;
        for (size_t row = 0; row < count; row++) {
          int64_t missing = -(int64_t)(a[row] == INT64_MIN);
          large |= is_large(a[row]) & (uint64_t)~missing;
          double x = small_double(a[row] & ~missing);
          // The quotient is at most one too great or too small; its product with the divisor is exact.
          double rest = (x - floor(x * reciprocal) * y) * sign;
          rest += rest < 0 ? size : 0;
          rest -= rest >= size ? size : 0;
          out[row] = missing != 0 ? INT64_MIN : small_whole(rest * sign);
        }
        return large == 0;
      })

#define OF_DOUBLES(name, operator)                                                                                \
  TWICE(bool, name, (const double *restrict a, const double *restrict b, size_t count, double *restrict out),     \
        (a, b, count, out), {                                                                                     \
          uint64_t any = 0;                                                                                       \
          for (size_t row = 0; row < count; row++) {                                                              \
            double result = a[row] operator b[row];                                                               \
            bool given = (a[row] == a[row]) & (b[row] == b[row]);                                                 \
            bool finite = result - result == 0;                                                                   \
            out[row] = finite ? result : NAN;                                                                     \
            any |= (uint64_t)(given & !finite);                                                                   \
          }                                                                                                       \
          return any != 0;                                                                                        \
        })

OF_DOUBLES(tally_add_double, +)
OF_DOUBLES(tally_subtract_double, -)
OF_DOUBLES(tally_multiply_double, *)
OF_DOUBLES(tally_divide_double, /)

TWICE(void, tally_negate_double, (const double *restrict values, size_t count, double *restrict out),
      (values, count, out), {
        for (size_t row = 0; row < count; row++) out[row] = -values[row];
      })

// The high half times 2^32 is exact, so that only the last addition rounds.
TWICE(void, tally_to_double, (const int64_t *restrict values, size_t count, double *restrict out),
      (values, count, out), {
        for (size_t row = 0; row < count; row++) {
          uint64_t value = (uint64_t)values[row];
          uint64_t low_bits = (value & 0xffffffffu) | 0x4330000000000000u;
          uint64_t high_bits = (value >> 32) ^ 0x4530000080000000u;
          double low, high;
          memcpy(&low, &low_bits, sizeof low);
          memcpy(&high, &high_bits, sizeof high);
          double result = (high - 0x1.00000801p84) + low;
          out[row] = values[row] == INT64_MIN ? NAN : result;
        }
      })

#define TO_WHOLE(name, rounded)                                                                                   \
  TWICE(void, name, (const double *restrict values, size_t count, int64_t *restrict out), (values, count, out), { \
    bool any_large = false;                                                                                       \
    for (size_t row = 0; row < count; row++) any_large |= fabs(values[row]) >= 0x1p51;                            \
    if (!any_large) {                                                                                             \
      for (size_t row = 0; row < count; row++) {                                                                  \
        double value = values[row];                                                                               \
        int64_t result = small_whole(rounded);                                                                    \
        out[row] = value != value ? INT64_MIN : result;                                                           \
      }                                                                                                           \
      return;                                                                                                     \
    }                                                                                                             \
    for (size_t row = 0; row < count; row++) {                                                                    \
      double value = values[row];                                                                                 \
      value = rounded;                                                                                            \
      out[row] = value > -0x1p63 && value < 0x1p63 ? (int64_t)value : INT64_MIN;                                  \
    }                                                                                                             \
  })

// The greatest double below a half: a half itself would lift the double before it.
TO_WHOLE(tally_round, trunc(value + copysign(0x1.fffffffffffffp-2, value)))
TO_WHOLE(tally_floor, floor(value))
TO_WHOLE(tally_ceiling, ceil(value))

TWICE(uint64_t, tally_reach_64, (const int64_t *restrict values, size_t count), (values, count), {
  uint64_t reach = 0;
  for (size_t row = 0; row < count; row++) {
    uint64_t magnitude = values[row] < 0 ? -(uint64_t)values[row] : (uint64_t)values[row];
    reach |= values[row] == INT64_MIN ? 0 : magnitude;
  }
  return reach;
})

// 2^31 is added to the high half, so that it is not negative.
#define ADD_HALVES(selected)                                                                                      \
  {                                                                                                               \
    uint64_t counts = (selected) & (uint64_t)(values[row] != INT64_MIN);                                          \
    uint64_t value = (uint64_t)values[row] & -counts;                                                             \
    low += value & 0xffffffffu;                                                                                   \
    high += (value >> 32) ^ 0x80000000u;                                                                          \
    known += counts;                                                                                              \
  }

// Halves of at most 65,536 values have sums of 48 bits.
TWICE(void, tally_sum_64,
      (const int64_t *restrict values, size_t count, const uint8_t *restrict selected, struct tally_wide_sum *total),
      (values, count, selected, total), {
        uint64_t low = 0, high = 0, known = 0;
        if (selected) {
          for (size_t row = 0; row < count; row++) ADD_HALVES(selected[row])
        } else {
          for (size_t row = 0; row < count; row++) ADD_HALVES(1)
        }
        *total = (struct tally_wide_sum){.high = (int64_t)high - ((int64_t)count << 31), .low = low, .known = (int64_t)known};
      })
