#include "kernels.h"

#include "twice.h"

#if defined(__x86_64__)
_Thread_local bool tally_plain_only;

void tally_use_plain_loops(bool only) { tally_plain_only = only; }
#else
void tally_use_plain_loops(bool only) { (void)only; }
#endif
