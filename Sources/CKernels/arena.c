#include "arena.h"

#include <string.h>

#include "twice.h"

enum { no = 0, unknown = 1, yes = 2 };

static inline size_t start_of(struct tally_texts texts, size_t row) { return texts.offsets[row] & 0x7fffffffu; }

// Every row no, or unknown where it is missing.
static void begin_outcomes(const uint32_t *restrict offsets, size_t count, uint8_t *restrict out) {
  for (size_t row = 0; row < count; row++) out[row] = (uint8_t)(offsets[row + 1] >> 31);
}

// About how often a byte occurs in texts, at most 255.
static inline unsigned frequency(uint8_t byte) {
  static const char common[] = " etaoinsrhldcumfpgwybvk";
  const char *place = byte ? strchr(common, byte) : 0;
  if (place) return 255 - 8 * (unsigned)(place - common);
  if (byte >= '0' && byte <= '9') return 70;
  if (byte >= 0x80) return 60;
  return byte >= 'A' && byte <= 'Z' ? 40 : 20;
}

// The two places of a part whose bytes are the rarest: equal if it has one byte.
static inline void choose_places(struct tally_part part, size_t *first, size_t *second) {
  *first = 0;
  for (size_t place = 1; place < part.count; place++) {
    if (frequency(part.bytes[place]) < frequency(part.bytes[*first])) *first = place;
  }
  *second = *first == 0 && part.count > 1 ? 1 : 0;
  for (size_t place = 0; place < part.count; place++) {
    bool is_other = place != *first && part.bytes[place] != part.bytes[*first];
    bool is_better = *second == *first || part.bytes[*second] == part.bytes[*first] ||
                     frequency(part.bytes[place]) < frequency(part.bytes[*second]);
    if (is_other && is_better) *second = place;
  }
}

static inline uint8_t small_letter(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte; }

static inline bool is_folded_part(const uint8_t *text, struct tally_part part) {
  for (size_t place = 0; place < part.count; place++) {
    if (small_letter(text[place]) != part.bytes[place]) return false;
  }
  return true;
}

// What a part is compared with eight bytes at a time.
struct words {
  uint64_t first, mask, last;
  size_t count, last_place;
};

static inline struct words words_of(struct tally_part part) {
  struct words words = {.count = part.count, .last_place = part.count < 8 ? 0 : part.count - 8};
  memcpy(&words.first, part.bytes, part.count < 8 ? part.count : 8);
  memcpy(&words.last, part.bytes + words.last_place, part.count < 8 ? part.count : 8);
  uint8_t mask[8] = {0};
  memset(mask, 0xff, part.count < 8 ? part.count : 8);
  memcpy(&words.mask, mask, 8);
  return words;
}

// Whether the part is at a place from which its length, and eight bytes, may be read.
static inline bool is_part(const uint8_t *text, struct tally_part part, const struct words *words) {
  uint64_t first, last;
  memcpy(&first, text, 8);
  if ((first & words->mask) != words->first) return false;
  if (words->count <= 8) return true;
  memcpy(&last, text + words->last_place, 8);
  return last == words->last && (words->count <= 16 || memcmp(text + 8, part.bytes + 8, part.count - 16) == 0);
}

// A search that has come to a row.
struct search {
  struct tally_texts texts;
  struct tally_part part;
  struct words words;
  uint8_t *out;
  size_t row, row_end;
};

// How many places are noted before they are looked at one by one: noting takes no branch that goes now here, now there.
enum { noted_places = 512 };

// Marks the row that a part lies in which begins at a place, behind all places before.
static inline void take(struct search *search, size_t place) {
  while (search->row_end <= place) search->row_end = start_of(search->texts, ++search->row + 1);
  // What runs over the end of its row is no part of it.
  if (place + search->part.count <= search->row_end) search->out[search->row] = yes;
}

static inline void look_at(struct search *search, size_t place, bool folds) {
  const uint8_t *text = search->texts.bytes + place;
  bool is_found = folds ? is_folded_part(text, search->part)
                  : place + 8 <= search->texts.readable ? is_part(text, search->part, &search->words)
                                                        : memcmp(text, search->part.bytes, search->part.count) == 0;
  if (is_found) take(search, place);
}

#if defined(__x86_64__)
#include <immintrin.h>

// Looks at each noted place; there are none after that.
static size_t look_at_all(struct search *search, const uint32_t *noted, size_t count, bool folds) {
  struct search local = *search;
  for (size_t index = 0; index < count; index++) look_at(&local, noted[index], folds);
  *search = local;
  return 0;
}

// Notes the places of the set bits, and up to two more that do not count; gives how many count.
static inline size_t note(uint32_t *noted, uint32_t place, unsigned hits) {
  size_t count = (size_t)__builtin_popcount(hits);
  for (size_t index = 0; index < 2 || index < count; index++) {
    noted[index] = place + (uint32_t)__builtin_ctz(hits | 1u << 31);
    hits &= hits - 1;
  }
  return count;
}

#define SMALL_LETTERS(bits, bytes)                                                                                \
  _mm##bits##_or_si##bits(bytes, _mm##bits##_and_si##bits(_mm##bits##_set1_epi8(0x20), is_capital_##bits(bytes)))
#define _mm128_or_si128 _mm_or_si128
#define _mm128_and_si128 _mm_and_si128
#define _mm128_set1_epi8 _mm_set1_epi8
#define _mm128_cmpgt_epi8 _mm_cmpgt_epi8
#define _mm128_cmpeq_epi8 _mm_cmpeq_epi8
#define _mm128_movemask_epi8 _mm_movemask_epi8
#define _mm128_loadu_si128 _mm_loadu_si128

// Searches places in steps of a vector's bytes; gives the first place that was not looked at.
#define SEARCH(bits, attribute)                                                                                   \
  attribute static inline __m##bits##i is_capital_##bits(__m##bits##i bytes) {                                    \
    return _mm##bits##_and_si##bits(_mm##bits##_cmpgt_epi8(bytes, _mm##bits##_set1_epi8('A' - 1)),                \
                                    _mm##bits##_cmpgt_epi8(_mm##bits##_set1_epi8('Z' + 1), bytes));               \
  }                                                                                                               \
  attribute static size_t search_##bits(struct search *search, size_t from, size_t to, size_t first,              \
                                        size_t second, bool folds) {                                              \
    uint32_t noted[noted_places + 34];                                                                            \
    size_t noted_count = 0;                                                                                       \
    struct tally_texts texts = search->texts;                                                                     \
    __m##bits##i one = _mm##bits##_set1_epi8((char)search->part.bytes[first]);                                    \
    __m##bits##i other = _mm##bits##_set1_epi8((char)search->part.bytes[second]);                                 \
    size_t place = from;                                                                                          \
    for (; place + bits / 8 <= to; place += bits / 8) {                                                           \
      const uint8_t *text = texts.bytes + place;                                                                  \
      __m##bits##i ones = _mm##bits##_loadu_si##bits((const __m##bits##i *)(text + first));                       \
      __m##bits##i others = _mm##bits##_loadu_si##bits((const __m##bits##i *)(text + second));                    \
      if (folds) {                                                                                                \
        ones = SMALL_LETTERS(bits, ones);                                                                         \
        others = SMALL_LETTERS(bits, others);                                                                     \
      }                                                                                                           \
      unsigned hits = (unsigned)_mm##bits##_movemask_epi8(_mm##bits##_and_si##bits(                               \
        _mm##bits##_cmpeq_epi8(ones, one), _mm##bits##_cmpeq_epi8(others, other)));                               \
      noted_count += note(noted + noted_count, (uint32_t)place, hits);                                            \
      if (noted_count >= noted_places) noted_count = look_at_all(search, noted, noted_count, folds);              \
    }                                                                                                             \
    look_at_all(search, noted, noted_count, folds);                                                               \
    return place;                                                                                                 \
  }

SEARCH(128, )
SEARCH(256, __attribute__((target("avx2,bmi,popcnt"))))

static size_t search_vectors(struct search *search, size_t from, size_t to, size_t first, size_t second, bool folds) {
  return has_avx2() ? search_256(search, from, to, first, second, folds)
                                        : search_128(search, from, to, first, second, folds);
}
#else
static size_t search_vectors(struct search *search, size_t from, size_t to, size_t first, size_t second, bool folds) {
  if (folds) return from;
  // The library's search of one byte is as fast as this machine is.
  while (from < to) {
    const uint8_t *sought = search->texts.bytes + from + first;
    const uint8_t *hit = memchr(sought, search->part.bytes[first], to - from);
    if (!hit) return to;
    size_t place = from + (size_t)(hit - sought);
    if (search->texts.bytes[place + second] == search->part.bytes[second]) look_at(search, place, false);
    from = place + 1;
  }
  return to;
}
#endif

static void find_part(struct tally_texts texts, struct tally_part part, bool folds, uint8_t *out) {
  begin_outcomes(texts.offsets, texts.count, out);
  size_t from = start_of(texts, 0), end = start_of(texts, texts.count);
  if (end - from < part.count) return;
  size_t to = end - part.count + 1;
  size_t first, second;
  choose_places(part, &first, &second);
  struct search search = {.texts = texts, .part = part, .words = words_of(part), .out = out,
                          .row = 0, .row_end = start_of(texts, 1)};
  // A vector at the last places ends with the last byte.
  size_t place = search_vectors(&search, from, to, first, second, folds);
  for (; place < to; place++) {
    uint8_t byte = folds ? small_letter(texts.bytes[place]) : texts.bytes[place];
    if (byte == part.bytes[0]) look_at(&search, place, folds);
  }
}

void tally_contains(struct tally_texts texts, struct tally_part part, uint8_t *out) {
  find_part(texts, part, false, out);
}

void tally_contains_folded(struct tally_texts texts, struct tally_part part, uint8_t *out) {
  find_part(texts, part, true, out);
}

// Whether the part is at the place `place` of each row whose length is no other than `fits` says.
#define PART_AT(name, place, fits)                                                                                \
  TWICE(void, name, (struct tally_texts texts, struct tally_part part, uint8_t *out), (texts, part, out), {       \
    struct words words = words_of(part);                                                                          \
    for (size_t row = 0; row < texts.count; row++) {                                                              \
      size_t start = start_of(texts, row), end = start_of(texts, row + 1);                                        \
      out[row] = (uint8_t)(texts.offsets[row + 1] >> 31);                                                         \
      if (!(fits)) continue;                                                                                      \
      const uint8_t *text = texts.bytes + (place);                                                                \
      bool holds = (place) + 8 <= texts.readable ? is_part(text, part, &words)                                    \
                                                 : memcmp(text, part.bytes, part.count) == 0;                     \
      if (holds) out[row] = yes;                                                                                  \
    }                                                                                                             \
  })

// A missing row is empty, and the part is not.
PART_AT(tally_begins, start, end - start >= part.count)
PART_AT(tally_ends, end - part.count, end - start >= part.count)
PART_AT(tally_is, start, end - start == part.count)

TWICE(bool, tally_has_others, (struct tally_texts texts), (texts), {
  const uint8_t *bytes = texts.bytes;
  size_t end = start_of(texts, texts.count);
  uint8_t any = 0;
  for (size_t place = start_of(texts, 0); place < end; place++) any |= bytes[place];
  return any >= 0x80;
})
