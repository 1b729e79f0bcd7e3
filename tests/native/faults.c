/* Makes calls of the system fail, for tests: loaded before the C library (LD_PRELOAD), built by tests/test_system_calls.py.

   Calls on files below FAULT_UNDER are counted. Number FAULT_NTH fails with FAULT_ERRNO, with FAULT_LASTING those after
   it too; FAULT_ERRNO=0 cuts writes short instead. FAULT_KINDS has a letter for each kind of call that counts: w for
   those that write, r for those that read, l for locks. What was counted, and what failed, stands in the file FAULT_TOLD.
   Nothing counts until FAULT_NTH is set, so that a process may load all it needs and set it in a child. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum fate { GOES_ON, FAILS, IS_CUT };

static int seen, failed;

/* Programs that are started from here are left alone. */
__attribute__((constructor)) static void begin(void) { unsetenv("LD_PRELOAD"); }

static int is_below(const char *path, int folder) {
  const char *top = getenv("FAULT_UNDER");
  char whole[8192], link[64];
  if (!top || !path) return 0;
  if (path[0] == '/') return !strncmp(path, top, strlen(top));
  if (folder == AT_FDCWD) return getcwd(whole, sizeof whole) && !strncmp(whole, top, strlen(top));
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  long size = syscall(SYS_readlinkat, AT_FDCWD, link, whole, sizeof whole - 1);
  return size > 0 && (whole[size] = 0, !strncmp(whole, top, strlen(top)));
}

static void tell(const char *name) {
  const char *path = getenv("FAULT_TOLD");
  char words[200];
  if (!path) return;
  int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  int size = snprintf(words, sizeof words, "%s\n", name);
  if (syscall(SYS_write, file, words, size) < 0) _exit(99);
  syscall(SYS_close, file);
}

static enum fate fate(char kind, const char *name, const char *path, int folder) {
  const char *nth = getenv("FAULT_NTH"), *kinds = getenv("FAULT_KINDS"), *code = getenv("FAULT_ERRNO");
  if (!nth || !code || !kinds || !strchr(kinds, kind) || !is_below(path, folder)) return GOES_ON;
  int at = seen++, wanted = atoi(nth);
  int lasts = getenv("FAULT_LASTING") != NULL && kind != 'l' && strcmp(name, "unlink");
  char words[100];
  snprintf(words, sizeof words, "seen %s", name);
  tell(words);
  if (at < wanted || (at > wanted && !lasts)) return GOES_ON;
  if (!failed++) {
    snprintf(words, sizeof words, "failed %s", name);
    tell(words);
  }
  errno = atoi(code);
  return errno ? FAILS : IS_CUT;
}

static enum fate fate_of_file(char kind, const char *name, int file) { return fate(kind, name, "", file); }

#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

static int opening(const char *name, int folder, const char *path, int flags, va_list rest) {
  int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
  if (fate(flags & WRITES ? 'w' : 'r', name, path, folder) == FAILS) return -1;
  return syscall(SYS_openat, folder, path, flags, mode);
}

#define OPEN(name)                                         \
  int name(const char *path, int flags, ...) {             \
    va_list rest;                                          \
    va_start(rest, flags);                                 \
    int found = opening("open", AT_FDCWD, path, flags, rest); \
    va_end(rest);                                          \
    return found;                                          \
  }
#define OPENAT(name)                                          \
  int name(int folder, const char *path, int flags, ...) {    \
    va_list rest;                                             \
    va_start(rest, flags);                                    \
    int found = opening("open", folder, path, flags, rest);   \
    va_end(rest);                                             \
    return found;                                             \
  }
OPEN(open) OPEN(open64) OPENAT(openat) OPENAT(openat64)

ssize_t write(int file, const void *from, size_t size) {
  enum fate now = fate_of_file('w', "write", file);
  if (now == FAILS) return -1;
  return syscall(SYS_write, file, from, now == IS_CUT && size > 1 ? size / 2 : size);
}

#define PWRITE(name)                                                     \
  ssize_t name(int file, const void *from, size_t size, off_t at) {      \
    enum fate now = fate_of_file('w', "pwrite", file);                   \
    if (now == FAILS) return -1;                                         \
    return syscall(SYS_pwrite64, file, from, now == IS_CUT && size > 1 ? size / 2 : size, at); \
  }
PWRITE(pwrite) PWRITE(pwrite64)

ssize_t read(int file, void *to, size_t size) {
  return fate_of_file('r', "read", file) == FAILS ? -1 : syscall(SYS_read, file, to, size);
}

#define PREAD(name)                                                \
  ssize_t name(int file, void *to, size_t size, off_t at) {        \
    enum fate now = fate_of_file('r', "pread", file);              \
    if (now == FAILS) return -1;                                   \
    return syscall(SYS_pread64, file, to, now == IS_CUT ? size / 2 : size, at); \
  }
PREAD(pread) PREAD(pread64)

/* A descriptor is gone whatever close says of it. */
int close(int file) {
  int is_read = (syscall(SYS_fcntl, file, F_GETFL) & O_ACCMODE) == O_RDONLY;
  enum fate now = fate_of_file(is_read ? 'r' : 'w', "close", file);
  int code = errno, done = syscall(SYS_close, file);
  if (now != FAILS) return done;
  errno = code;
  return -1;
}

#define BY_FILE(name, arguments, ...)                                             \
  int name arguments { return fate_of_file('w', #name, file) == FAILS ? -1 : syscall(SYS_##name, __VA_ARGS__); }
BY_FILE(fsync, (int file), file)
BY_FILE(fdatasync, (int file), file)
BY_FILE(fchmod, (int file, mode_t mode), file, mode)
BY_FILE(ftruncate, (int file, off_t size), file, size)
int ftruncate64(int file, off_t size) { return ftruncate(file, size); }

int flock(int file, int how) { return fate_of_file('l', "flock", file) == FAILS ? -1 : syscall(SYS_flock, file, how); }

static int control(int file, int what, void *with) {
  int locks = what == F_SETLK || what == F_SETLKW;
  return locks && fate_of_file('l', "fcntl", file) == FAILS ? -1 : syscall(SYS_fcntl, file, what, with);
}

#define FCNTL(name)                    \
  int name(int file, int what, ...) {  \
    va_list rest;                      \
    va_start(rest, what);              \
    void *with = va_arg(rest, void *); \
    va_end(rest);                      \
    return control(file, what, with);  \
  }
FCNTL(fcntl) FCNTL(fcntl64)

#define BY_NAME(name, path, arguments, ...)                                            \
  int name arguments { return fate('w', #name, path, AT_FDCWD) == FAILS ? -1 : syscall(__VA_ARGS__); }
BY_NAME(rename, to, (const char *from, const char *to), SYS_renameat, AT_FDCWD, from, AT_FDCWD, to)
BY_NAME(link, to, (const char *from, const char *to), SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0)
BY_NAME(unlink, path, (const char *path), SYS_unlinkat, AT_FDCWD, path, 0)
BY_NAME(mkdir, path, (const char *path, mode_t mode), SYS_mkdirat, AT_FDCWD, path, mode)

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  if (fate('w', "link", to, to_folder) == FAILS) return -1;
  return syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}
