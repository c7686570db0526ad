#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void
close_endp(int *fd)
{
        if (*fd > STDERR_FILENO)
                (void)close(*fd);
}

static void
unlink_endp(const char **path)
{
        if (*path)
                (void)unlink(*path);
}

int
file_read(TALLOC_CTX *mem, const char *path, size_t max, char **ret, size_t *ret_n)
{
        _cleanup_(close_endp) int fd = -1;
        size_t n = 0, room = 0;
        struct stat st;
        char *out = NULL;

        fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return errno == ENOENT || errno == ENOTDIR ? FILE_NONE : err_errno("open %s", path);
        if (fstat(fd, &st) < 0)
                return err_errno("stat %s", path);
        if (S_ISDIR(st.st_mode)) {
                errno = EISDIR;
                return err_errno("read %s", path);
        }
        if (S_ISREG(st.st_mode)) {
                if ((uint64_t)st.st_size > max)
                        return FILE_TOO_BIG;
                room = (size_t)st.st_size;
        }
        for (;;) {
                ssize_t k;

                if (!out || n == room) { /* the size told may be wrong, or there is none */
                        room = n == room && out ? room * 2 : room;
                        room = room < 4096 ? 4096 : room;
                        out = mem_must(talloc_realloc_size(mem, out, room + 1));
                }
                k = read(fd, out + n, room - n);
                if (k < 0 && errno == EINTR)
                        continue;
                if (k < 0) {
                        talloc_free(out);
                        return err_errno("read %s", path);
                }
                if (k == 0)
                        break;
                n += (size_t)k;
                if (n > max) {
                        talloc_free(out);
                        return FILE_TOO_BIG;
                }
        }
        out[n] = '\0';
        *ret = out;
        *ret_n = n;
        return 0;
}

struct map {
        void *at;
        size_t n;
};

static int
unmap(struct map *m)
{
        (void)munmap(m->at, m->n);
        return 0;
}

int
file_map(TALLOC_CTX *mem, const char *path, const char **ret, size_t *ret_n)
{
        _cleanup_(close_endp) int fd = open(path, O_RDONLY | O_CLOEXEC);
        struct stat st;
        struct map *m;
        void *at;

        if (fd < 0)
                return errno == ENOENT || errno == ENOTDIR ? FILE_NONE : err_errno("open %s", path);
        if (fstat(fd, &st) < 0)
                return err_errno("stat %s", path);
        if (!S_ISREG(st.st_mode))
                return err_set(ERR_IO, "%s is no regular file", path);
        if (st.st_size == 0) {
                *ret = "";
                *ret_n = 0;
                return 0;
        }
        at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at == MAP_FAILED)
                return err_errno("mmap %s", path);
        m = mem_new(mem, struct map);
        m->at = at;
        m->n = (size_t)st.st_size;
        talloc_set_destructor(m, unmap);
        *ret = at;
        *ret_n = m->n;
        return 0;
}

static int
write_all(int fd, const char *p, size_t n)
{
        while (n) {
                ssize_t k = write(fd, p, n);

                if (k < 0 && errno == EINTR)
                        continue;
                if (k < 0)
                        return -1;
                p += k;
                n -= (size_t)k;
        }
        return 0;
}

/* A rename is on disk when its folder is. */
static int
sync_folder(const char *path)
{
        const char *slash = strrchr(path, '/');
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *folder = slash == path ? "/"
                             : slash       ? mem_strndup(mem, path, (size_t)(slash - path))
                                           : ".";
        _cleanup_(close_endp) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        if (fd < 0 || fsync(fd) < 0)
                return err_errno("sync %s", folder);
        return 0;
}

static int
write_beside(const char *path, const void *bytes, size_t n, unsigned mode, bool replace)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *name = mem_printf(mem, "%s.XXXXXX", path);
        _cleanup_(unlink_endp) const char *leftover = NULL;
        _cleanup_(close_endp) int fd = mkostemp(name, O_CLOEXEC);

        if (fd < 0)
                return err_errno("create %s", name);
        leftover = name;
        if (fchmod(fd, (mode_t)mode) < 0 || write_all(fd, bytes, n) < 0 || fsync(fd) < 0)
                return err_errno("write %s", name);
        if (!replace && link(name, path) < 0)
                return errno == EEXIST ? FILE_THERE : err_errno("link %s", path);
        if (replace && rename(name, path) < 0)
                return err_errno("rename %s", path);
        if (replace)
                leftover = NULL;
        return sync_folder(path);
}

int
file_write(const char *path, const void *bytes, size_t n, unsigned mode)
{
        int r = write_beside(path, bytes, n, mode, true);

        return err_fold(r);
}

int
file_create(const char *path, const void *bytes, size_t n, unsigned mode)
{
        int r = write_beside(path, bytes, n, mode, false);

        return r < 0 ? err_trace(r) : r;
}

int
file_mkdirs(const char *path)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *p = mem_strdup(mem, path);
        struct stat st;

        for (char *s = p + 1; *p; s++) {
                char c = *s;

                if (c != '/' && c != '\0')
                        continue;
                *s = '\0';
                if (mkdir(p, 0750) < 0 && errno != EEXIST)
                        return err_errno("mkdir %s", p);
                *s = c;
                if (c == '\0')
                        break;
        }
        if (stat(path, &st) < 0 || !S_ISDIR(st.st_mode))
                return err_set(ERR_IO, "%s is no folder", path);
        return 0;
}

bool
file_exists(const char *path)
{
        return access(path, F_OK) == 0;
}
