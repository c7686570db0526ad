#include "cm.h"

#include "domain/access/access.h"

/* One letter a role, in the order of enum role: does the role carry the permission? Written by
 * hand, apart from the table in access.h, so that a slip in either shows. */
static const struct {
        enum permission what;
        const char *
            roles; /* clerk reviewer Secrecy signer gid sUpervisor Operator sYstem sEcurity Audit */
} matrix[] = {
    {MAY_PUBLIC, "yyyyyyyyyy"},        {MAY_SIGNED_IN, "yyyyyyyyyy"},
    {MAY_OWN_ACCOUNT, "yyyyyyyyyy"},   {MAY_ITEM_READ, "yyyyyy...."},
    {MAY_ITEM_WRITE, "y...y....."},    {MAY_ITEM_REVIEW, ".y..y....."},
    {MAY_ITEM_SECRECY, "..y......."},  {MAY_ITEM_SIGN, "...y......"},
    {MAY_ITEM_WITHDRAW, "...yy....."}, {MAY_ITEM_PURGE, "..y.yy...."},
    {MAY_REQUEST_READ, "yyyyyy...."},  {MAY_REQUEST_HANDLE, "y...y....."},
    {MAY_REQUEST_SIGN, "...y......"},  {MAY_COLUMN_MANAGE, "....yy...."},
    {MAY_AGENCY_MANAGE, ".....y...."}, {MAY_CALENDAR_MANAGE, ".....y...."},
    {MAY_REPORT_READ, "yyyyyy...."},   {MAY_REPORT_WRITE, "y...y....."},
    {MAY_SUPERVISE, ".....y...."},     {MAY_PERSON_READ, ".......yy."},
    {MAY_PERSON_MANAGE, ".......y.."}, {MAY_SETTING_MANAGE, ".......y.."},
    {MAY_ROLE_GRANT, "........y."},    {MAY_SECURITY_READ, "........y."},
    {MAY_ARCHIVE_KEEP, "....yy...."},  {MAY_AUDIT_READ, ".........y"},
    {MAY_OPERATE, "......yy.."},
};

static void
every_role_by_every_permission(void **state)
{
        (void)state;
        assert_int_equal(N(matrix), N_PERMISSIONS);
        for (size_t i = 0; i < N(matrix); i++)
                for (size_t role = 0; role < N_ROLES; role++) {
                        struct grant g = {.role = (enum role)role, .scope = 7};
                        struct actor who = {.person_id = 1, .grants = &g, .n_grants = 1};
                        bool may = matrix[i].roles[role] == 'y';

                        assert_int_equal(access_may(&who, matrix[i].what), may);
                        {
                                int64_t root = 0;

                                assert_int_equal(access_roots(&who, matrix[i].what, &root), may);
                                assert_int_equal(root, may ? 7 : 0);
                        }
                }
}

static void
the_public_may_only_what_is_public(void **state)
{
        struct actor nobody = {.person_id = 1};

        (void)state;
        for (size_t what = 0; what < N_PERMISSIONS; what++) {
                assert_int_equal(access_may(NULL, (enum permission)what), what == MAY_PUBLIC);
                assert_int_equal(access_may(&nobody, (enum permission)what),
                                 what == MAY_PUBLIC || what == MAY_OWN_ACCOUNT);
        }
        assert_false(access_may(&nobody, N_PERMISSIONS));
}

static void
the_scope_is_that_of_the_grant_which_carries_the_permission(void **state)
{
        struct grant grants[] = {
            {ROLE_CLERK, 3}, {ROLE_SIGNER, 5}, {ROLE_CLERK, 9}, {ROLE_CLERK, 2}, {ROLE_CLERK, 3}};
        struct actor who = {.person_id = 1, .grants = grants, .n_grants = N(grants)};
        int64_t roots[N(grants)];

        (void)state;
        assert_int_equal(access_roots(&who, MAY_ITEM_SIGN, roots), 1);
        assert_int_equal(roots[0], 5);
        assert_int_equal(access_roots(&who, MAY_ITEM_READ, roots), 4);
        assert_int_equal(access_roots(&who, MAY_ITEM_WRITE, roots), 3); /* each once, rising */
        assert_int_equal(roots[0], 2);
        assert_int_equal(roots[1], 3);
        assert_int_equal(roots[2], 9);
        assert_int_equal(access_roots(&who, N_PERMISSIONS, roots), 0);
        assert_int_equal(access_roots(NULL, MAY_ITEM_READ, roots), 0);
        assert_int_equal(access_roles(&who), AS_CLERK | AS_SIGNER);
}

static void /* 三员分立 */
never_two_administrators_in_one_person(void **state)
{
        static const struct {
                unsigned roles;
                bool good;
        } rows[] = {
            {AS_NOBODY, true},
            {AS_SYSTEM_ADMIN, true},
            {AS_SECURITY_ADMIN, true},
            {AS_AUDIT_ADMIN, true},
            {AS_SYSTEM_ADMIN | AS_SECURITY_ADMIN, false},
            {AS_SYSTEM_ADMIN | AS_AUDIT_ADMIN, false},
            {AS_SECURITY_ADMIN | AS_AUDIT_ADMIN, false},
            {AS_ADMIN, false},
            {AS_SYSTEM_ADMIN | AS_OPERATOR, true},
            {AS_AUDIT_ADMIN | AS_CLERK, false},
            {AS_CLERK | AS_REVIEWER | AS_SIGNER, true},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(access_roles_compatible(rows[i].roles), rows[i].good);
}

static void
words_of_roles(void **state)
{
        enum role role;

        (void)state;
        for (size_t i = 0; i < N_ROLES; i++) {
                assert_true(role_from(role_text((enum role)i), &role));
                assert_int_equal(role, i);
                assert_true(role_label((enum role)i)[0]);
        }
        assert_false(role_from("root", &role));
        assert_string_equal(permission_text(MAY_ITEM_SIGN), "ITEM_SIGN");
        assert_true(permission_label(MAY_ITEM_SIGN)[0]);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(every_role_by_every_permission),
            cmocka_unit_test(the_public_may_only_what_is_public),
            cmocka_unit_test(the_scope_is_that_of_the_grant_which_carries_the_permission),
            cmocka_unit_test(never_two_administrators_in_one_person),
            cmocka_unit_test(words_of_roles),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
