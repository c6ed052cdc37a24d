// Makes one call of the system fail, or notes which are made, in a program that this library is loaded into before the
// others.
//
// TALLY_FAULT is "CALL NTH WHAT SUFFIX": at the NTH call of `read`, `write`, `fsync`, `rename` or `link` on a file whose
// path ends in SUFFIX, WHAT happens: an error by its number (the call and all after it fail), `shrink`, `grow`,
// `rewrite` or `vanish` (the file does, and the call goes on), or `slow` (the call and all after it take 20 ms longer).
//
// TALLY_CLOCK is by how many seconds the time of day is ahead.
//
// TALLY_CALLS is a file that gets a line for each call that opens, makes, moves or removes a file, starts a program or
// makes a connection: "read PATH", "change PATH", "start PATH" or "connect".
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static struct {
  char call[16];
  int nth;
  char what[16];
  char suffix[256];
} fault;
static atomic_int met;

__attribute__((constructor)) static void read_fault(void) {
  const char *text = getenv("TALLY_FAULT");
  if (text == NULL || sscanf(text, "%15s %d %15s %255s", fault.call, &fault.nth, fault.what, fault.suffix) != 4) {
    fault.nth = 0;
  }
}

static void alter(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return;
  if (strcmp(fault.what, "shrink") == 0 && truncate(path, status.st_size / 2) != 0) abort();
  if (strcmp(fault.what, "vanish") == 0 && unlink(path) != 0) abort();
  bool grows = strcmp(fault.what, "grow") == 0, rewrites = strcmp(fault.what, "rewrite") == 0;
  if (!grows && !rewrites) return;
  int file = open(path, grows ? O_WRONLY | O_APPEND : O_WRONLY);
  if (file < 0 || dprintf(file, "9,9\n") < 0) abort();
  close(file);
}

// Whether this call is to fail; `errno` is set.
static bool fails(const char *call, const char *path) {
  if (fault.nth == 0 || strcmp(call, fault.call) != 0) return false;
  size_t length = strlen(path), end = strlen(fault.suffix);
  if (length < end || strcmp(path + length - end, fault.suffix) != 0) return false;
  int nth = atomic_fetch_add(&met, 1) + 1;
  int number = atoi(fault.what);
  if (nth >= fault.nth && strcmp(fault.what, "slow") == 0) usleep(20000);
  if (number == 0 && nth == fault.nth) alter(path);
  if (number != 0 && nth >= fault.nth) {
    errno = number;
    return true;
  }
  return false;
}

static bool fails_on(const char *call, int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count < 0) return false;
  path[count] = 0;
  return fails(call, path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void note(const char *call, const char *path) {
  const char *log = getenv("TALLY_CALLS");
  if (log == NULL) return;
  int old = errno, file = NEXT(open)(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || dprintf(file, "%s %s\n", call, path) < 0) abort();
  close(file);
  errno = old;
}

ssize_t read(int file, void *target, size_t count) {
  return fails_on("read", file) ? -1 : NEXT(read)(file, target, count);
}

ssize_t pread(int file, void *target, size_t count, off_t offset) {
  return fails_on("read", file) ? -1 : NEXT(pread)(file, target, count, offset);
}

ssize_t pread64(int file, void *target, size_t count, off64_t offset) {
  return fails_on("read", file) ? -1 : NEXT(pread64)(file, target, count, offset);
}

ssize_t write(int file, const void *source, size_t count) {
  return fails_on("write", file) ? -1 : NEXT(write)(file, source, count);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  const char *ahead = getenv("TALLY_CLOCK");
  int code = NEXT(clock_gettime)(clock, time);
  if (code == 0 && clock == CLOCK_REALTIME && ahead != NULL) time->tv_sec += atol(ahead);
  return code;
}

int fsync(int file) { return fails_on("fsync", file) ? -1 : NEXT(fsync)(file); }

int rename(const char *from, const char *to) {
  note("change", to);
  return fails("rename", to) ? -1 : NEXT(rename)(from, to);
}

int link(const char *from, const char *to) {
  note("change", to);
  return fails("link", to) ? -1 : NEXT(link)(from, to);
}

#define OPEN(name, arguments, ...)                                                                                      \
  int name arguments {                                                                                                  \
    note((flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT) ? "read" : "change", path);                              \
    va_list rest;                                                                                                       \
    va_start(rest, flags);                                                                                              \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                           \
    va_end(rest);                                                                                                       \
    return NEXT(name)(__VA_ARGS__, mode);                                                                               \
  }

OPEN(open, (const char *path, int flags, ...), path, flags)
OPEN(open64, (const char *path, int flags, ...), path, flags)
OPEN(openat, (int folder, const char *path, int flags, ...), folder, path, flags)
OPEN(openat64, (int folder, const char *path, int flags, ...), folder, path, flags)

FILE *fopen(const char *path, const char *mode) {
  note(strpbrk(mode, "wa+") == NULL ? "read" : "change", path);
  return NEXT(fopen)(path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
  note(strpbrk(mode, "wa+") == NULL ? "read" : "change", path);
  return NEXT(fopen64)(path, mode);
}

int mkstemps(char *template, int suffix) {
  note("change", template);
  return NEXT(mkstemps)(template, suffix);
}

int mkdir(const char *path, mode_t mode) {
  note("change", path);
  return NEXT(mkdir)(path, mode);
}

int unlink(const char *path) {
  note("change", path);
  return NEXT(unlink)(path);
}

int posix_spawn(
    pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const arguments[], char *const environment[]) {
  note("start", path);
  return NEXT(posix_spawn)(process, path, actions, attributes, arguments, environment);
}

int execve(const char *path, char *const arguments[], char *const environment[]) {
  note("start", path);
  return NEXT(execve)(path, arguments, environment);
}

int socket(int domain, int type, int protocol) {
  note("connect", "");
  return NEXT(socket)(domain, type, protocol);
}

int connect(int file, const struct sockaddr *address, socklen_t length) {
  note("connect", "");
  return NEXT(connect)(file, address, length);
}
