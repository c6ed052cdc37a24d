#include <string.h>
#include <zlib.h>

// zlib's own name for this is a macro, which Swift does not see. Reads gzip and nothing else.
static inline int tally_inflate_begin(z_stream *stream) {
  memset(stream, 0, sizeof *stream);
  return inflateInit2(stream, 16 + MAX_WBITS);
}
