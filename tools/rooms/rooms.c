/* tools/rooms/rooms.c: keeps the rooms apart (make lint).
 *
 * usage: ninja -C BUILD -t deps | rooms BUILD
 *
 * Purpose    three checks on what the compiler really read:
 *            1. an object of a room depends only on rooms that the order allows, however deep the
 * include stands;
 *            2. a third-party header is included only by files of its home;
 *            3. base/clock.h is included only where reading the clock is allowed.
 * Input      the dependency log of ninja: "OBJECT: #deps …" and one indented path a line, relative
 * to BUILD. Output     one line per breach, "file: what"; exit 1 if there is any, 2 if the input
 * makes no sense.
 *
 * Check 1 looks at all dependencies of an object, since a struct that leaks through a header of a
 * neighbour is still seen. Checks 2 and 3 look at the include lines themselves: talloc.h reaches
 * every room through base/mem.h, and that is what base is for. */
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* The order of the rooms (ARCHITECTURE.md). A room always sees itself. */
static const struct {
        const char *room;
        const char *sees;
} order[] = {
    {"base", ""},
    {"domain", "base"},
    {"store", "base domain"},
    {"search", "base domain"},
    {"views", "base domain"},
    {"document", "base domain"},
    {"intake", "base"},
    {"outside", "base"},
    {"app", "base domain store search intake outside"},
    {"pages", "base domain app views document"},
    {"web", "base domain app pages"},
    {"jobs", "base domain app pages views document intake outside"},
    {"main", "base domain store search views document intake outside app pages web jobs"},
};

/* Third-party headers: the beginning of the name between < and >, and the rooms that may write it.
 */
static const struct {
        const char *header;
        const char *home;
} homes[] = {
    {"talloc.h", "base"},         {"unicode/", "base"},     {"opencc", "base"},
    {"sodium", "base"},           {"openssl/", "base"},     {"jansson.h", "base"},
    {"zlib.h", "base"},           {"libdeflate.h", "base"}, {"brotli/", "base"},
    {"sqlite3", "store search"},  {"libpq-fe.h", "store"},  {"microhttpd.h", "web"},
    {"pango/", "document"},       {"cairo", "document"},    {"glib", "document"},
    {"fontconfig/", "document"},  {"hb", "document"},       {"xlsxwriter", "document"},
    {"zip.h", "document intake"}, {"magic.h", "intake"},    {"libxml/", "intake"},
    {"seccomp.h", "intake"},      {"curl/", "outside"},
};

/* The C library. A header that is neither here nor above has no home and is refused. */
static const char *const libc[] = {
    "arpa/",      "assert.h",    "ctype.h",    "dirent.h",    "endian.h",   "errno.h",
    "fcntl.h",    "fnmatch.h",   "ftw.h",      "getopt.h",    "glob.h",     "grp.h",
    "ifaddrs.h",  "immintrin.h", "inttypes.h", "langinfo.h",  "limits.h",   "linux/",
    "locale.h",   "malloc.h",    "math.h",     "netdb.h",     "net/",       "netinet/",
    "poll.h",     "pthread.h",   "pwd.h",      "regex.h",     "sched.h",    "semaphore.h",
    "setjmp.h",   "signal.h",    "spawn.h",    "stdalign.h",  "stdarg.h",   "stdatomic.h",
    "stdbool.h",  "stddef.h",    "stdint.h",   "stdio.h",     "stdlib.h",   "stdnoreturn.h",
    "string.h",   "strings.h",   "sys/",       "syslog.h",    "termios.h",  "time.h",
    "unistd.h",   "wchar.h",     "wctype.h",   "x86intrin.h", "execinfo.h", "threads.h",
    "features.h", "uchar.h",     "byteswap.h", "stdckdint.h", "float.h",
};

static const char *const clock_rooms = "base web jobs main";

enum { MAX_FILES = 20000, MAX_LINE = 4096 };

/* Project files whose include lines were read; a header counts once, not once an object. */
static char *seen[MAX_FILES];
static size_t n_seen;
static size_t n_breaches;

static void
breach(const char *file, const char *what, const char *subject, const char *why)
{
        printf("%s: %s %s: %s\n", file, what, subject, why);
        n_breaches++;
}

/* Is the word in the blank-separated list? */
static bool
listed(const char *list, const char *word)
{
        size_t n = strlen(word);

        for (const char *p = list; (p = strstr(p, word)); p += n)
                if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
                        return true;
        return false;
}

/* "../src/base/day.h", "src/store/sql.h" (generated), "src/base/libbase.a.p/day.c.o" → "base".
 * False outside src. */
static bool
room_of(const char *path, char ret_room[static 32])
{
        const char *end;

        while (!strncmp(path, "../", 3))
                path += 3;
        if (strncmp(path, "src/", 4))
                return false;
        path += 4;
        end = strchr(path, '/');
        if (!end || end - path >= 32)
                return false;
        memcpy(ret_room, path, (size_t)(end - path));
        ret_room[end - path] = '\0';
        return true;
}

static const char *
sees(const char *room)
{
        for (size_t i = 0; i < N(order); i++)
                if (!strcmp(order[i].room, room))
                        return order[i].sees;
        return NULL;
}

static void
check_third_party(const char *file, const char *room, const char *header)
{
        for (size_t i = 0; i < N(homes); i++) {
                if (strncmp(header, homes[i].header, strlen(homes[i].header)))
                        continue;
                if (!listed(homes[i].home, room))
                        breach(file, "includes", header, "its home is another room");
                return;
        }
        for (size_t i = 0; i < N(libc); i++)
                if (!strncmp(header, libc[i], strlen(libc[i])))
                        return;
        breach(file, "includes", header, "a header without a home (see tools/rooms)");
}

/* One line of source; anything but an include is none of our business. */
static void
check_line(const char *file, const char *room, const char *line)
{
        char header[MAX_LINE], open;

        if (sscanf(line, " # include %c%4095[^>\"]", &open, header) != 2)
                return;
        if (open == '<')
                check_third_party(file, room, header);
        else if (!strcmp(header, "base/clock.h") && !listed(clock_rooms, room))
                breach(file, "includes", header, "this room takes the time as an argument");
}

static bool
first_time(const char *path)
{
        for (size_t i = 0; i < n_seen; i++)
                if (!strcmp(seen[i], path))
                        return false;
        if (n_seen == MAX_FILES) {
                fprintf(stderr, "rooms: more than %d files\n", MAX_FILES);
                exit(2);
        }
        seen[n_seen++] = strdup(path);
        return true;
}

/* Reads the include lines of one file of the project. Generated files lie below the build folder.
 */
static void
check_file(const char *build, const char *path, const char *room)
{
        char full[PATH_MAX], line[MAX_LINE];
        FILE *f;

        if (!first_time(path))
                return;
        snprintf(full, sizeof full, "%s/%s", build, path);
        f = fopen(full, "r");
        if (!f) {
                fprintf(stderr, "rooms: cannot read %s\n", full);
                exit(2);
        }
        while (fgets(line, sizeof line, f))
                check_line(path, room, line);
        fclose(f);
}

static void
check_order(const char *object, const char *room, const char *path, const char *other)
{
        const char *may = sees(room);

        if (!may)
                breach(object, "belongs to", room, "a room that is not in the order");
        else if (strcmp(room, other) && !listed(may, other))
                breach(object, "depends on", path, "the order of the rooms forbids it");
}

int
main(int argc, char **argv)
{
        char line[MAX_LINE], object[MAX_LINE] = "", room[32] = "", other[32];
        size_t n_objects = 0;

        if (argc != 2) {
                fprintf(stderr, "usage: ninja -C BUILD -t deps | rooms BUILD\n");
                return 2;
        }
        while (fgets(line, sizeof line, stdin)) {
                line[strcspn(line, "\n")] = '\0';
                if (!isspace(
                        (unsigned char)line[0])) { /* a new object, or the blank line before it */
                        line[strcspn(line, ":")] = '\0';
                        snprintf(object, sizeof object, "%s", line);
                        if (!room_of(object, room))
                                room[0] = '\0';
                        n_objects += room[0] != '\0';
                } else if (room[0]) {
                        const char *path = line + strspn(line, " ");

                        if (!room_of(path, other))
                                continue;
                        check_order(object, room, path, other);
                        check_file(argv[1], path, other);
                }
        }
        if (!n_objects) {
                fprintf(stderr, "rooms: no object of any room in the input; was it built?\n");
                return 2;
        }
        fprintf(stderr, "rooms: %zu objects, %zu files, %zu breaches\n", n_objects, n_seen,
                n_breaches);
        return n_breaches ? 1 : 0;
}
