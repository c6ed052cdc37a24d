#include "texts.h"

#include <string.h>

// How many texts ahead memory is asked for what it gives late.
enum { AHEAD = 24 };

#define MISSING UINT32_C(0x80000000)

static inline const struct tally_segment *segment_of(const struct tally_segment *segments, size_t count, uint32_t row) {
  while (count > 1) {
    size_t half = count / 2;
    if (segments[half].first_row <= row) {
      segments += half;
      count -= half;
    } else {
      count = half;
    }
  }
  return segments;
}

struct tally_text_sizes tally_find_texts(const struct tally_segment *segments, size_t segment_count,
                                         const uint32_t *rows, size_t count, const uint8_t **starts,
                                         uint32_t *lengths) {
  struct tally_text_sizes sizes = {0, 0};
  const struct tally_segment *segment = segments;
  for (size_t place = 0; place < count; place++) {
    if (place + AHEAD < count && rows[place + AHEAD] != UINT32_MAX) {
      uint32_t later = rows[place + AHEAD];
      if (segment_count > 1) segment = segment_of(segments, segment_count, later);
      __builtin_prefetch(segment->offsets + (later - segment->first_row));
    }
    uint32_t row = rows[place];
    starts[place] = NULL;
    lengths[place] = MISSING;
    if (row != UINT32_MAX) {
      if (segment_count > 1) segment = segment_of(segments, segment_count, row);
      const uint32_t *offsets = segment->offsets + (row - segment->first_row);
      uint32_t start = offsets[0] & ~MISSING, end = offsets[1];
      starts[place] = segment->bytes + start;
      lengths[place] = end & MISSING ? MISSING : end - start;
    }
    sizes.missing += lengths[place] >> 31;
    sizes.bytes += lengths[place] & ~MISSING;
  }
  return sizes;
}

void tally_copy_texts(const uint8_t *const *starts, const uint32_t *lengths, size_t count, uint8_t *bytes, uint32_t end,
                      uint32_t *ends) {
  for (size_t place = 0; place < count; place++) {
    if (place + AHEAD < count) {
      const uint8_t *later = starts[place + AHEAD];
      __builtin_prefetch(later);
      // Most texts are shorter than the distance of two lines of the cache, and half of them lie in two.
      if (later) __builtin_prefetch(later + 32);
    }
    uint32_t length = lengths[place] & ~MISSING;
    const uint8_t *from = starts[place];
    uint8_t *to = bytes + end;
    // Texts are short: two overlapping moves are sooner done than a call.
    if (length >= 16 && length <= 64) {
      memcpy(to, from, 16);
      for (uint32_t done = 16; done + 16 < length; done += 16) memcpy(to + done, from + done, 16);
      memcpy(to + length - 16, from + length - 16, 16);
    } else if (length >= 8 && length < 16) {
      memcpy(to, from, 8);
      memcpy(to + length - 8, from + length - 8, 8);
    } else if (length >= 4 && length < 8) {
      memcpy(to, from, 4);
      memcpy(to + length - 4, from + length - 4, 4);
    } else if (length < 4) {
      for (uint32_t done = 0; done < length; done++) to[done] = from[done];
    } else {
      memcpy(to, from, length);
    }
    end += length;
    ends[place] = end | (lengths[place] & MISSING);
  }
}
