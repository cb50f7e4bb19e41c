/* Faults between the programs and the file system, by LD_PRELOAD.

   Counts the calls that touch files below a prefix and, at the n-th, kills the process or lets the call fail.
   Armed by `fault_arm` in the process itself; a child inherits nothing (it must arm anew). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OFF = 0, COUNT = 1, KILL = 2, FAIL_ONCE = 3, FAIL_ON = 4 };
enum { FD_MAX = 65536 };

static char prefix[4096];
static size_t prefix_length;
static atomic_int mode;
static atomic_long seen, seen_reads, target;
static int error_number, with_reads;
static long clock_offset;
static atomic_uchar ours[FD_MAX];

void fault_arm(const char *folder, int new_mode, long nth, int number, int reads)
{
    strncpy(prefix, folder, sizeof prefix - 1);
    prefix_length = strlen(prefix);
    error_number = number;
    with_reads = reads;
    atomic_store(&seen, 0);
    atomic_store(&seen_reads, 0);
    atomic_store(&target, nth);
    atomic_store(&mode, new_mode);
}

long fault_seen(void) { return atomic_load(&seen); }

long fault_seen_reads(void) { return atomic_load(&seen_reads); }

void fault_clock(long seconds) { clock_offset = seconds; }

/* 1: the call must fail with errno set. */
static int struck(void)
{
    int now = atomic_load(&mode);
    if (now == OFF) return 0;
    long number = atomic_fetch_add(&seen, 1) + 1;
    long aim = atomic_load(&target);
    if (now == COUNT || number < aim) return 0;
    if (now == KILL) kill(getpid(), SIGKILL);
    if (now == FAIL_ONCE && number > aim) return 0;
    errno = error_number;
    return 1;
}

static int struck_reading(void)
{
    if (atomic_load(&mode) == COUNT) atomic_fetch_add(&seen_reads, 1);
    return with_reads && struck();
}

static int below(const char *path) { return prefix_length && path && !strncmp(path, prefix, prefix_length); }
static int own(int fd) { return fd >= 0 && fd < FD_MAX && atomic_load(&ours[fd]); }
static void mark(int fd, int is_ours) { if (fd >= 0 && fd < FD_MAX) atomic_store(&ours[fd], is_ours); }

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define WRITES(flags) ((flags) & (O_CREAT | O_WRONLY | O_RDWR | O_TRUNC))

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(name); \
        mode_t rights = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); rights = va_arg(more, mode_t); va_end(more); } \
        if (below(path) && WRITES(flags) && struck()) return -1; \
        int fd = real(path, flags, rights); \
        mark(fd, below(path)); \
        return fd; \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) \
    { \
        REAL(name); \
        mode_t rights = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); rights = va_arg(more, mode_t); va_end(more); } \
        if (below(path) && WRITES(flags) && struck()) return -1; \
        int fd = real(folder, path, flags, rights); \
        mark(fd, below(path)); \
        return fd; \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) { REAL(close); mark(fd, 0); return real(fd); }

/* A full disk takes the first half of what is written, then nothing. */
#define HALF(count) (error_number == ENOSPC && (count) > 1 && atomic_load(&seen) == atomic_load(&target))

ssize_t write(int fd, const void *bytes, size_t count)
{
    REAL(write);
    if (own(fd) && struck()) return HALF(count) ? real(fd, bytes, count / 2) : -1;
    return real(fd, bytes, count);
}

#define PWRITE(name, offset_type) \
    ssize_t name(int fd, const void *bytes, size_t count, offset_type at) \
    { \
        REAL(name); \
        if (own(fd) && struck()) return HALF(count) ? real(fd, bytes, count / 2, at) : -1; \
        return real(fd, bytes, count, at); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    REAL(writev);
    if (own(fd) && struck()) return -1;
    return real(fd, parts, count);
}

ssize_t read(int fd, void *bytes, size_t count)
{
    REAL(read);
    if (own(fd) && struck_reading()) return -1;
    return real(fd, bytes, count);
}

#define PREAD(name, offset_type) \
    ssize_t name(int fd, void *bytes, size_t count, offset_type at) \
    { \
        REAL(name); \
        if (own(fd) && struck_reading()) return -1; \
        return real(fd, bytes, count, at); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

int fsync(int fd) { REAL(fsync); if (own(fd) && struck()) return -1; return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); if (own(fd) && struck()) return -1; return real(fd); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); if (own(fd) && struck()) return -1; return real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); if (own(fd) && struck()) return -1; return real(fd, size); }

int rename(const char *from, const char *to)
{
    REAL(rename);
    if (below(to) && struck()) return -1;
    return real(from, to);
}

int unlink(const char *path)
{
    REAL(unlink);
    if (error_number != ENOSPC && below(path) && struck()) return -1;
    return real(path);
}

int mkdir(const char *path, mode_t rights)
{
    REAL(mkdir);
    if (below(path) && struck()) return -1;
    return real(path, rights);
}

int clock_gettime(clockid_t which, struct timespec *now)
{
    REAL(clock_gettime);
    int result = real(which, now);
    if (!result && which == CLOCK_REALTIME) now->tv_sec += clock_offset;
    return result;
}
