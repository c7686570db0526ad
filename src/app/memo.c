#include "app/memo.h"

#include <pthread.h>
#include <stdatomic.h>

enum { SLOTS = 256, BRANCHES_MAX = 1024, SITES_MAX = 64 };

struct site {
        struct site *next;
        struct public_site site;
};

struct branch {
        struct branch *next;
        struct memo_branch key;
        const struct public_column *columns;
        size_t n;
};

/* All that is known at one change number. Written under the memo's lock; what hangs from mem is
 * never changed once it was handed out. */
struct known {
        _Atomic unsigned refs;
        TALLOC_CTX *mem;
        int64_t change_no;
        struct branch *slots[SLOTS];
        size_t n;
        struct site *sites;
        size_t n_sites;
};

struct memo {
        pthread_mutex_t lock;
        struct known *now; /* of the latest change number met; NULL at the beginning */
};

/* What a region holds while something of `known` was handed to it. */
struct hold {
        struct known *known;
};

static void
drop(struct known *k)
{
        if (k && atomic_fetch_sub(&k->refs, 1) == 1)
                talloc_free(k->mem);
}

static int
let_go(struct hold *h)
{
        drop(h->known);
        return 0;
}

static int
memo_free(struct memo *m)
{
        drop(m->now);
        (void)pthread_mutex_destroy(&m->lock);
        return 0;
}

struct memo *
memo_new(TALLOC_CTX *mem)
{
        struct memo *m = mem_new(mem, struct memo);

        (void)pthread_mutex_init(&m->lock, NULL);
        talloc_set_destructor(m, memo_free);
        return m;
}

static size_t
slot_of(const struct memo_branch *key)
{
        return (size_t)((uint64_t)key->scope * 31 + (uint64_t)key->column) % SLOTS;
}

static const struct branch *
find(const struct known *k, const struct memo_branch *key)
{
        for (const struct branch *b = k->slots[slot_of(key)]; b; b = b->next)
                if (b->key.scope == key->scope && b->key.column == key->column &&
                    strcmp(b->key.level, key->level) == 0)
                        return b;
        return NULL;
}

/* What is known at the change number, locked; NULL: nothing, and not locked. */
static struct known *
known_at(struct memo *m, int64_t change_no)
{
        if (!m)
                return NULL;
        (void)pthread_mutex_lock(&m->lock);
        if (m->now && m->now->change_no == change_no)
                return m->now;
        (void)pthread_mutex_unlock(&m->lock);
        return NULL;
}

/* Lets the memo go; when something was found, it stays for as long as mem. */
static void
found(TALLOC_CTX *mem, struct memo *m, struct known *k, bool any)
{
        struct hold *h;

        if (any)
                atomic_fetch_add(&k->refs, 1);
        (void)pthread_mutex_unlock(&m->lock);
        if (!any)
                return;
        h = mem_new(mem, struct hold);
        h->known = k;
        talloc_set_destructor(h, let_go);
}

static const struct site *
find_site(const struct known *k, int64_t id)
{
        for (const struct site *s = k->sites; s; s = s->next)
                if (s->site.id == id)
                        return s;
        return NULL;
}

bool
memo_find_site(TALLOC_CTX *mem, struct memo *m, int64_t change_no, int64_t id,
               struct public_site *ret)
{
        struct known *k = known_at(m, change_no);
        const struct site *s = k ? find_site(k, id) : NULL;

        if (k)
                found(mem, m, k, s != NULL);
        if (s)
                *ret = s->site;
        return s != NULL;
}

bool
memo_find(TALLOC_CTX *mem, struct memo *m, int64_t change_no, const struct memo_branch *key,
          const struct public_column **ret, size_t *ret_n)
{
        struct known *k = known_at(m, change_no);
        const struct branch *b = k ? find(k, key) : NULL;

        if (k)
                found(mem, m, k, b != NULL);
        if (b) {
                *ret = b->columns;
                *ret_n = b->n;
        }
        return b != NULL;
}

static const char *
copy_of(TALLOC_CTX *mem, const char *s)
{
        return s ? mem_strdup(mem, s) : NULL;
}

static struct branch *
branch_of(TALLOC_CTX *mem, const struct memo_branch *key, const struct public_column *from,
          size_t n)
{
        struct public_column *to = mem_array(mem, struct public_column, n);
        struct branch *b = mem_new(mem, struct branch);

        for (size_t i = 0; i < n; i++) {
                to[i] = from[i];
                to[i].code = copy_of(mem, from[i].code);
                to[i].name = copy_of(mem, from[i].name);
                to[i].kind = copy_of(mem, from[i].kind);
                to[i].article = copy_of(mem, from[i].article);
                to[i].levels = copy_of(mem, from[i].levels);
                to[i].column_type = copy_of(mem, from[i].column_type);
                to[i].description = copy_of(mem, from[i].description);
                to[i].keywords = copy_of(mem, from[i].keywords);
                to[i].external_url = copy_of(mem, from[i].external_url);
        }
        *b = (struct branch){.key = *key, .columns = to, .n = n};
        b->key.level = mem_strdup(mem, key->level);
        return b;
}

static struct known *
known_new(int64_t change_no)
{
        TALLOC_CTX *mem = mem_root();
        struct known *k = mem_new(mem, struct known);

        atomic_init(&k->refs, 1);
        k->mem = mem;
        k->change_no = change_no;
        return k;
}

/* The same for writing: a later change number than what is known makes all of that old; *ret_old is to be dropped after the
 * lock. NULL, and not locked: a later change is known. */
static struct known *
known_from(struct memo *m, int64_t change_no, struct known **ret_old)
{
        if (!m)
                return NULL;
        (void)pthread_mutex_lock(&m->lock);
        if (!m->now || m->now->change_no < change_no) {
                *ret_old = m->now;
                m->now = known_new(change_no);
        }
        if (m->now->change_no == change_no)
                return m->now;
        (void)pthread_mutex_unlock(&m->lock);
        return NULL;
}

static struct site *
site_of(TALLOC_CTX *mem, const struct public_site *from)
{
        struct site *s = mem_new(mem, struct site);
        struct public_site *to = &s->site;
        const char **const texts[] = {
            &to->code,        &to->name,      &to->host,       &to->id_code,   &to->organiser,
            &to->undertaker,  &to->contact,   &to->icp,        &to->police_no, &to->theme,
            &to->root_name,   &to->root_slug, &to->root_level, &to->address,   &to->phone,
            &to->postcode,    &to->email,     &to->mark_url,   &to->error_url, &to->parent_url,
            &to->parent_name, &to->notice};

        *to = *from;
        for (size_t i = 0; i < N(texts); i++)
                *texts[i] = copy_of(mem, *texts[i]);
        return s;
}

void
memo_keep_site(struct memo *m, int64_t change_no, const struct public_site *site)
{
        struct known *old = NULL, *k = known_from(m, change_no, &old);

        if (!k)
                return;
        if (k->n_sites < SITES_MAX && !find_site(k, site->id)) {
                struct site *s = site_of(k->mem, site);

                s->next = k->sites;
                k->sites = s;
                k->n_sites++;
        }
        (void)pthread_mutex_unlock(&m->lock);
        drop(old);
}

void
memo_keep(struct memo *m, int64_t change_no, const struct memo_branch *key,
          const struct public_column *columns, size_t n)
{
        struct known *old = NULL, *k = known_from(m, change_no, &old);

        if (!k)
                return;
        if (k->n < BRANCHES_MAX && !find(k, key)) {
                struct branch *b = branch_of(k->mem, key, columns, n);

                b->next = k->slots[slot_of(key)];
                k->slots[slot_of(key)] = b;
                k->n++;
        }
        (void)pthread_mutex_unlock(&m->lock);
        drop(old);
}
