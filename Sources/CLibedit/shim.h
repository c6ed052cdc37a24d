/* libedit's variadic calls, one wrapper for each shape of arguments: Swift cannot call them itself. */
#ifndef TALLY_LIBEDIT_SHIM_H
#define TALLY_LIBEDIT_SHIM_H
#include <stdio.h>
#include <histedit.h>
#endif
