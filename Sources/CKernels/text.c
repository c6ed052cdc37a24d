#define _GNU_SOURCE
#include "scan.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#if defined(__APPLE__)
#include <xlocale.h>
#endif

static inline bool continues(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// The length of the valid sequence that begins with a byte above 0x7F; 0 if there is none.
static inline size_t sequence_length(const uint8_t *text, size_t rest) {
  uint8_t first = text[0];
  if (first < 0xC2 || rest < 2) return 0;
  if (first < 0xE0) return continues(text[1]) ? 2 : 0;
  if (rest < 3 || !continues(text[1]) || !continues(text[2])) return 0;
  if (first < 0xF0) {
    // Neither a longer spelling than needed nor half of a UTF-16 pair.
    bool is_valid = !(first == 0xE0 && text[1] < 0xA0) && !(first == 0xED && text[1] >= 0xA0);
    return is_valid ? 3 : 0;
  }
  if (first > 0xF4 || rest < 4 || !continues(text[3])) return 0;
  bool is_valid = !(first == 0xF0 && text[1] < 0x90) && !(first == 0xF4 && text[1] >= 0x90);
  return is_valid ? 4 : 0;
}

size_t tally_invalid_utf8(const uint8_t *text, size_t length) {
  size_t place = 0;
  while (place < length) {
    if (text[place] < 0x80) {
      uint64_t word;
      while (place + 8 <= length && (memcpy(&word, text + place, 8), (word & 0x8080808080808080ull) == 0)) place += 8;
      while (place < length && text[place] < 0x80) place++;
      continue;
    }
    size_t sequence = sequence_length(text + place, length - place);
    if (sequence == 0) return place;
    place += sequence;
  }
  return length;
}

size_t tally_count_lines(const uint8_t *text, size_t length, uint8_t next) {
  if (length == 0) return 0;
  size_t count = 0, place = 0;
  while (place + 1 < length) {
    size_t end = length - 1 - place > 255 ? place + 255 : length - 1;
    uint8_t block = 0;
    for (; place < end; place++) {
      block += (uint8_t)((text[place] == '\n') | ((text[place] == '\r') & (text[place + 1] != '\n')));
    }
    count += block;
  }
  uint8_t last = text[length - 1];
  return count + (size_t)(last == '\n' || (last == '\r' && next != '\n'));
}

double tally_nearest_double(const char *text) {
#if defined(__GLIBC__) || defined(__APPLE__)
  static locale_t plain;
  locale_t locale = __atomic_load_n(&plain, __ATOMIC_ACQUIRE);
  if (!locale) {
    locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    __atomic_store_n(&plain, locale, __ATOMIC_RELEASE);
  }
  return locale ? strtod_l(text, NULL, locale) : strtod(text, NULL);
#else
  // musl's strtod knows no locale.
  return strtod(text, NULL);
#endif
}
