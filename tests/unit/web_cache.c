#include "cm.h"

#include "web/cache.h"

static const struct instant noon = {1000000};

struct asking {
        struct page_cache_waiter waiter;
        struct reply *reply;
};

static enum page_cache_found
find(struct page_cache *c, const char *key, struct asking *a)
{
        a->reply = NULL;
        return page_cache_find(c, key, strlen(key), page_cache_hash(key, strlen(key)), noon,
                               &a->waiter, &a->reply);
}

static struct page_cache_waiter *
land(struct page_cache *c, const char *key, const char *text, const struct page_cache_facts *facts,
     bool *ret_late)
{
        struct reply *reply = reply_new(200, text, strlen(text));
        struct page_cache_waiter *w = page_cache_land(
            c, key, strlen(key), page_cache_hash(key, strlen(key)), reply, facts, ret_late);

        reply_drop(reply);
        return w;
}

static struct reply *
look(struct page_cache *c, const char *key, struct instant now)
{
        return page_cache_look(c, key, strlen(key), page_cache_hash(key, strlen(key)), now);
}

static bool
has(struct page_cache *c, const char *key)
{
        struct reply *reply = look(c, key, noon);

        reply_drop(reply);
        return reply != NULL;
}

/* Keeps a page that depends on (topic, ref) and was made at change 10. */
static void
keep(struct page_cache *c, const char *key, const char *topic, int64_t ref)
{
        struct page_dep dep = {.topic = page_topic(topic), .ref = ref};
        struct page_cache_facts facts = {
            .change_no = 10, .deps = &dep, .n_deps = 1, .valid_until = INSTANT_NONE};
        struct asking a;
        bool late;

        assert_int_equal(find(c, key, &a), CACHE_LEADING);
        assert_null(land(c, key, "page", &facts, &late));
        assert_false(late);
}

static void
a_page_is_made_once_for_all_who_ask(void **state)
{
        struct page_cache *c = page_cache_new(MiB(1));
        struct page_cache_facts facts = {.change_no = 1, .valid_until = INSTANT_NONE};
        struct asking a, b, d;
        struct page_cache_waiter *w;
        bool late;

        (void)state;
        assert_int_equal(find(c, "k", &a), CACHE_LEADING);
        assert_int_equal(find(c, "k", &b), CACHE_FOLLOWING);
        assert_int_equal(find(c, "k", &d), CACHE_FOLLOWING);
        assert_false(has(c, "k"));
        w = land(c, "k", "page", &facts, &late);
        assert_ptr_equal(w, &d.waiter);
        assert_ptr_equal(w->next, &b.waiter);
        assert_null(w->next->next);
        assert_int_equal(find(c, "k", &a), CACHE_FOUND);
        assert_int_equal(a.reply->size, 4);
        reply_drop(a.reply);
        page_cache_free(c);
}

static void
a_change_makes_old_what_depends_on_it_and_nothing_else(void **state)
{
        struct page_cache *c = page_cache_new(MiB(1));

        (void)state;
        keep(c, "unit 1", "scope", 1);
        keep(c, "unit 2", "scope", 2);
        keep(c, "any unit", "scope", 0);
        keep(c, "item 7", "item", 7);
        page_cache_apply(c, 11, "scope", 1);
        page_cache_applied(c, 11);
        assert_false(has(c, "unit 1"));
        assert_true(has(c, "unit 2"));
        assert_false(has(c, "any unit"));
        assert_true(has(c, "item 7"));
        page_cache_apply(c, 12, "scope", 0); /* all of the topic */
        page_cache_applied(c, 12);
        assert_false(has(c, "unit 2"));
        assert_true(has(c, "item 7"));
        assert_int_equal(page_cache_change_no(c), 12);
        page_cache_free(c);
}

static void
a_change_that_the_page_has_seen_does_not_make_it_old(void **state)
{
        struct page_cache *c = page_cache_new(MiB(1));

        (void)state;
        keep(c, "k", "item", 7);
        page_cache_apply(c, 10, "item", 7); /* the page was made from the snapshot of change 10 */
        page_cache_applied(c, 10);
        assert_true(has(c, "k"));
        page_cache_apply(c, 11, "item", 7);
        page_cache_applied(c, 11);
        assert_false(has(c, "k"));
        page_cache_free(c);
}

static void
a_hook_that_comes_late_is_heard(void **state)
{
        struct page_cache *c = page_cache_new(MiB(1));

        (void)state;
        keep(c, "k", "item", 7);
        page_cache_apply(c, 12, "item", 8);
        page_cache_applied(c, 12);
        assert_true(has(c, "k"));
        page_cache_apply(c, 11, "item", 7); /* an earlier commit, told later */
        page_cache_applied(c, 11);
        assert_false(has(c, "k"));
        assert_int_equal(page_cache_change_no(c), 12);
        page_cache_free(c);
}

static void
a_page_overtaken_while_it_was_made_is_not_kept(void **state)
{
        struct page_cache *c = page_cache_new(MiB(1));
        struct page_dep dep = {.topic = page_topic("item"), .ref = 7};
        struct page_cache_facts facts = {
            .change_no = 10, .deps = &dep, .n_deps = 1, .valid_until = INSTANT_NONE};
        struct asking a, b;
        bool late;

        (void)state;
        assert_int_equal(find(c, "k", &a), CACHE_LEADING);
        page_cache_apply(c, 11, "item", 7);
        page_cache_applied(c, 11);
        assert_int_equal(find(c, "k", &b), CACHE_FOLLOWING);
        assert_ptr_equal(land(c, "k", "old", &facts, &late), &b.waiter);
        assert_true(late); /* who came after the change asks again */
        assert_int_equal(find(c, "k", &b), CACHE_LEADING);
        assert_null(land(c, "k", "new", NULL, &late));
        assert_int_equal(page_cache_entries(c), 0);
        page_cache_free(c);
}

static void
a_page_ends_with_its_day(void **state)
{
        struct page_cache *c = page_cache_new(MiB(1));
        struct page_cache_facts facts = {.change_no = 1, .valid_until = {noon.ms + 5}};
        struct reply *reply;
        struct asking a;
        bool late;

        (void)state;
        assert_int_equal(find(c, "k", &a), CACHE_LEADING);
        (void)land(c, "k", "page", &facts, &late);
        reply = look(c, "k", (struct instant){noon.ms + 4});
        assert_non_null(reply);
        reply_drop(reply);
        assert_null(look(c, "k", (struct instant){noon.ms + 5}));
        page_cache_free(c);
}

static void
the_ceiling_holds_and_what_is_asked_for_stays(void **state)
{
        struct page_cache *c = page_cache_new(MiB(2));
        char *big = calloc(1, 20001);
        struct page_cache_facts facts = {.change_no = 1, .valid_until = INSTANT_NONE};
        char key[32];
        bool late;

        (void)state;
        memset(big, 'a', 20000);
        for (int i = 0; i < 1000; i++) {
                struct asking a;

                (void)snprintf(key, sizeof(key), "page %d", i);
                assert_int_equal(find(c, key, &a), CACHE_LEADING);
                (void)land(c, key, big, &facts, &late);
                assert_true(has(c, "page 0"));
        }
        assert_true(page_cache_bytes(c) <= MiB(2));
        assert_true(page_cache_entries(c) > 50);
        free(big);
        page_cache_free(c);
}

static void
forgetting_forgets_also_what_is_being_made(void **state)
{
        struct page_cache *c = page_cache_new(MiB(1));
        struct page_cache_facts facts = {.change_no = 99, .valid_until = INSTANT_NONE};
        struct asking a;
        bool late;

        (void)state;
        keep(c, "k", "item", 7);
        assert_int_equal(find(c, "m", &a), CACHE_LEADING);
        page_cache_forget(c);
        assert_false(has(c, "k"));
        (void)land(c, "m", "page", &facts, &late);
        assert_true(late);
        assert_false(has(c, "m"));
        page_cache_free(c);
}

static void
what_was_costly_may_be_larger(void **state)
{
        struct page_cache *c = page_cache_new(MiB(8)); /* 1 MiB a shard */
        char *text = mem_must(malloc(KiB(256) + 1));
        struct page_cache_facts facts = {.change_no = 1, .valid_until = INSTANT_NONE};
        struct asking a;
        bool late;

        (void)state;
        memset(text, 'x', KiB(256));
        text[KiB(256)] = '\0';
        assert_int_equal(find(c, "page", &a), CACHE_LEADING);
        (void)land(c, "page", text, &facts, &late);
        assert_false(has(c, "page"));
        facts.costly = true;
        assert_int_equal(find(c, "table", &a), CACHE_LEADING);
        (void)land(c, "table", text, &facts, &late);
        assert_true(has(c, "table"));
        free(text);
        page_cache_free(c);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_page_is_made_once_for_all_who_ask),
            cmocka_unit_test(a_change_makes_old_what_depends_on_it_and_nothing_else),
            cmocka_unit_test(a_change_that_the_page_has_seen_does_not_make_it_old),
            cmocka_unit_test(a_hook_that_comes_late_is_heard),
            cmocka_unit_test(a_page_overtaken_while_it_was_made_is_not_kept),
            cmocka_unit_test(a_page_ends_with_its_day),
            cmocka_unit_test(the_ceiling_holds_and_what_is_asked_for_stays),
            cmocka_unit_test(what_was_costly_may_be_larger),
            cmocka_unit_test(forgetting_forgets_also_what_is_being_made),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
