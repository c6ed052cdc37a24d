#define _GNU_SOURCE
#include "find.h"
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

// Parts up to this length are found by their first and last byte, sixteen places at a time; the worst case costs
// this many comparisons a byte. Longer ones go to the C library's two-way search.
enum { SHORT_PART = 32 };

ptrdiff_t tally_find(const uint8_t *text, size_t text_count, const uint8_t *part, size_t part_count) {
  if (part_count == 0) return 0;
  if (part_count > text_count) return -1;
  size_t place = 0;
  size_t places = text_count - part_count + 1;
  if (part_count == 1 || part_count > SHORT_PART) {
    const uint8_t *hit =
        part_count == 1 ? memchr(text, part[0], text_count) : memmem(text, text_count, part, part_count);
    return hit ? hit - text : -1;
  }
  __m128i first = _mm_set1_epi8((char)part[0]);
  __m128i last = _mm_set1_epi8((char)part[part_count - 1]);
  for (; place + 16 <= places; place += 16) {
    __m128i heads = _mm_loadu_si128((const __m128i *)(text + place));
    __m128i tails = _mm_loadu_si128((const __m128i *)(text + place + part_count - 1));
    unsigned hits = (unsigned)_mm_movemask_epi8(
        _mm_and_si128(_mm_cmpeq_epi8(heads, first), _mm_cmpeq_epi8(tails, last)));
    for (; hits; hits &= hits - 1) {
      size_t hit = place + (size_t)__builtin_ctz(hits);
      if (memcmp(text + hit + 1, part + 1, part_count - 2) == 0) return (ptrdiff_t)hit;
    }
  }
  for (; place < places; place++) {
    if (text[place] == part[0] && memcmp(text + place, part, part_count) == 0) return (ptrdiff_t)place;
  }
  return -1;
}
#else
ptrdiff_t tally_find(const uint8_t *text, size_t text_count, const uint8_t *part, size_t part_count) {
  if (part_count == 0) return 0;
  const uint8_t *hit = memmem(text, text_count, part, part_count);
  return hit ? hit - text : -1;
}
#endif
