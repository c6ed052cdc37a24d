#ifndef TALLY_SCAN_H
#define TALLY_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What a scan of delimited text found.
typedef struct {
  // Delimiters and row ends outside quotes, and row ends alone.
  size_t separators;
  size_t rows;
  // A quote is open where the scan ended.
  bool inside;
  bool has_quotes;
  // A quoted cell holds a quote written twice.
  bool has_doubled_quotes;
  // A quote opens or closes where no cell begins or ends: the masks do not tell how the row reads.
  bool has_stray_quotes;
  bool has_non_ascii;
} tally_scan_result;

// Finds the separators of delimited text that begins outside quotes, and writes their offsets.
//
// Rows end with LF, CRLF (the LF is the separator) or a CR alone. The scan ends at `length`, or after the first
// block of 64 bytes that holds a row end at or past `stop`. 64 bytes past `length` must be readable, and the
// first of them be the byte that follows in the text (0 at its end). Both arrays have room for `length` + 64.
void tally_scan(
  const uint8_t *text, size_t length, size_t stop, uint8_t delimiter, uint32_t *separators, uint32_t *rows,
  tally_scan_result *result);

// The same by one of the ways this machine has, the most portable first, for tests that compare them; false past the
// last.
bool tally_scan_by(
  size_t way, const uint8_t *text, size_t length, size_t stop, uint8_t delimiter, uint32_t *separators, uint32_t *rows,
  tally_scan_result *result);

// The offset of the first byte that is not part of valid UTF-8; `length` if there is none.
size_t tally_invalid_utf8(const uint8_t *text, size_t length);

// The number of LF, CRLF and single CR in `length` bytes; `next` is the byte that follows them.
size_t tally_count_lines(const uint8_t *text, size_t length, uint8_t next);

// The double nearest to a decimal number that ends with a zero byte, whatever the locale.
double tally_nearest_double(const char *text);

// 128 bits of 5^q for q in tally_power_first … tally_power_last, normalised, high word first.
enum { tally_power_first = -65, tally_power_last = 65 };
const void *tally_power_table(void);

#endif
