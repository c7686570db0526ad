#include "cm.h"

#include "domain/body/diff.h"

static const char *
shown(TALLOC_CTX *mem, const struct diff_span *spans, size_t n)
{
        struct buf out = buf_new(mem, KiB(64));

        for (size_t i = 0; i < n; i++)
                buf_printf(&out,
                           spans[i].mark == DIFF_SAME    ? "%s"
                           : spans[i].mark == DIFF_ADDED ? "{+%s+}"
                                                         : "[-%s-]",
                           spans[i].text);
        return buf_text(&out);
}

static void
texts_by_character(void **state)
{
        static const struct {
                const char *left, *right, *l, *r;
        } rows[] = {
            {"", "", "", ""},
            {"相同", "相同", "相同", "相同"},
            {"", "新增", "", "{+新增+}"},
            {"删去", "", "[-删去-]", ""},
            {"县人民政府", "县级人民政府", "县人民政府", "县{+级+}人民政府"},
            {"自2019年5月1日起施行", "自2020年5月15日起施行", "自[-2019-]年5月[-1-]日起施行",
             "自{+2020+}年5月{+15+}日起施行"},
            {"投资1,200万元。", "投资1,250万元。", "投资[-1,200-]万元。", "投资{+1,250+}万元。"},
            /* 的 alone between two changes is no word */
            {"农业农村局的负责人", "水利水务处的经办者", "[-农业农村局的负责人-]",
             "{+水利水务处的经办者+}"},
            {"一、总体要求", "二、总体要求", "[-一-]、总体要求", "{+二+}、总体要求"},
            /* words of one hash: what is written decides */
            {"见0dikybi", "见8mu4quv", "见[-0dikybi-]", "见{+8mu4quv+}"},
            {"见zpv82y", "见j9dl4v4", "见[-zpv82y-]", "见{+j9dl4v4+}"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct diff_pair p = diff_text(mem, rows[i].left, rows[i].right);

                assert_string_equal(shown(mem, p.left, p.n_left), rows[i].l);
                assert_string_equal(shown(mem, p.right, p.n_right), rows[i].r);
                assert_int_equal(p.differs, strcmp(rows[i].left, rows[i].right) != 0);
        }
}

static struct diff
bodies(TALLOC_CTX *mem, const char *left, const char *right)
{
        struct problems p = {.mem = mem};
        struct body *l, *r;

        assert_int_equal(body_from_text(mem, left, &p, &l), 0);
        assert_int_equal(body_from_text(mem, right, &p, &r), 0);
        return diff_bodies(mem, l, r);
}

static void
paragraphs_and_tables_are_matched_first(void **state)
{
        static const struct {
                enum diff_row_kind kind;
                enum diff_block block;
                const char *l, *r;
        } want[] = {
            {DIFF_ROW_SAME, DIFF_HEADING, "一、总体要求", "一、总体要求"},
            {DIFF_ROW_ADDED, DIFF_PARAGRAPH, "", "{+新增的一段话，原来没有。+}"},
            {DIFF_ROW_CHANGED, DIFF_PARAGRAPH, "各乡镇要高度[-重视-]，认真组织实施。",
             "各乡镇要高度{+关注+}，认真组织实施。"},
            {DIFF_ROW_REMOVED, DIFF_PARAGRAPH, "[-附件另发。-]", ""},
            {DIFF_ROW_SAME, DIFF_TABLE_ROW, "项目 │ 金额", "项目 │ 金额"},
            {DIFF_ROW_CHANGED, DIFF_TABLE_ROW, "道路 │ [-120-]", "道路 │ {+150+}"},
            {DIFF_ROW_ADDED, DIFF_TABLE_ROW, "", "{+桥梁 │ 80+}"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct diff d = bodies(
            mem,
            "# 一、总体要求\n各乡镇要高度重视，认真组织实施。\n\n附件另发。\n\n"
            "|项目|金额|\n|道路|120|\n",
            "# 一、总体要求\n新增的一段话，原来没有。\n\n各乡镇要高度关注，认真组织实施。\n\n"
            "|项目|金额|\n|道路|150|\n|桥梁|80|\n");

        (void)state;
        assert_int_equal(d.n_rows, N(want));
        for (size_t i = 0; i < N(want); i++) {
                assert_int_equal(d.rows[i].kind, want[i].kind);
                assert_int_equal(d.rows[i].block, want[i].block);
                assert_string_equal(shown(mem, d.rows[i].words.left, d.rows[i].words.n_left),
                                    want[i].l);
                assert_string_equal(shown(mem, d.rows[i].words.right, d.rows[i].words.n_right),
                                    want[i].r);
        }
        assert_int_equal(d.n_changed, 2);
        assert_int_equal(d.n_added, 2);
        assert_int_equal(d.n_removed, 1);
}

static void
form_alone(void **state)
{
        static const char *const forms[] = {
            "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
            "\"text\",\"text\":\"公开\"}]}]}",
            "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
            "\"text\",\"text\":\"公开\",\"marks\":[{\"type\":\"link\",\"href\":\"/a\"}]}]}]}",
            "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"align\":\"center\","
            "\"content\":[{\"type\":\"text\",\"text\":\"公开\"}]}]}",
            "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
            "\"text\",\"text\":\"公\",\"marks\":[{\"type\":\"strong\"}]},{\"type\":\"text\","
            "\"text\":\"开\"}]}]}",
            "{\"type\":\"doc\",\"content\":[{\"type\":\"bullet_list\",\"content\":[{\"type\":"
            "\"list_item\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","
            "\"text\":\"公开\"}]}]}]}]}",
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct body *b[N(forms)];

        (void)state;
        for (size_t i = 0; i < N(forms); i++) {
                struct problems p = {.mem = mem};

                assert_int_equal(body_parse(mem, forms[i], strlen(forms[i]), true, &p, &b[i]), 0);
        }
        for (size_t i = 0; i < N(forms); i++)
                for (size_t j = 0; j < N(forms); j++) {
                        struct diff d = diff_bodies(mem, b[i], b[j]);

                        assert_int_equal(d.n_rows, 1);
                        assert_int_equal(d.rows[0].kind, i == j ? DIFF_ROW_SAME : DIFF_ROW_FORM);
                }
}

/* Paragraphs of a cell stand under each other, cells beside each other. */
static void
cells_of_several_paragraphs(void **state)
{
        static const char json[] =
            "{\"type\":\"doc\",\"content\":[{\"type\":\"table\",\"content\":[{\"type\":\"row\","
            "\"content\":[{\"type\":\"cell\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
            "\"type\":\"text\",\"text\":\"甲\"}]},{\"type\":\"paragraph\",\"content\":[{\"type\":"
            "\"text\",\"text\":\"乙\"}]}]},{\"type\":\"cell\",\"content\":[{\"type\":\"paragraph\","
            "\"content\":[{\"type\":\"text\",\"text\":\"丙\"}]}]}]}]}]}";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *b;
        struct diff d;

        (void)state;
        assert_int_equal(body_parse(mem, json, strlen(json), true, &p, &b), 0);
        d = diff_bodies(mem, b, b);
        assert_int_equal(d.n_rows, 1);
        assert_string_equal(d.rows[0].words.left[0].text, "甲\n乙 │ 丙");
}

/* Too many changes to look for the least: as they come, an empty paragraph beside an empty paragraph
 * alone. */
static void
two_texts_too_far_apart(void **state)
{
        enum { PARAGRAPHS = 1100 };
        static const char empty[] = "{\"type\":\"paragraph\"}",
                          entry[] =
                              "{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\","
                              "\"content\":[{\"type\":\"paragraph\"}]}]}";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *b[2];
        struct diff d;

        (void)state;
        for (int side = 0; side < 2; side++) {
                struct buf json = buf_new(mem, MiB(1));

                buf_str(&json, "{\"type\":\"doc\",\"content\":[");
                for (int i = 0; i < PARAGRAPHS; i++)
                        if (i == 5)
                                buf_printf(&json, "%s,", empty);
                        else if (i == 6)
                                buf_printf(&json, "%s,", side ? entry : empty);
                        else
                                buf_printf(
                                    &json,
                                    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","
                                    "\"text\":\"%c%d\"}]}%s",
                                    side ? 'a' : 'x', i, i + 1 < PARAGRAPHS ? "," : "]}");
                assert_int_equal(body_parse(mem, buf_text(&json), json.len, true, &p, &b[side]), 0);
        }
        d = diff_bodies(mem, b[0], b[1]);
        assert_int_equal(d.n_removed, d.n_added);
        assert_int_equal(d.n_changed + d.n_removed, PARAGRAPHS - 1); /* but for the empty two */
        assert_int_equal(d.n_rows, d.n_changed + 2 * d.n_removed + 1);
}

static void
fields(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct diff_field f[] = {{.label = "标题", .left = "关于甲的通知", .right = "关于乙的通知"},
                                 {.label = "文号", .left = NULL, .right = ""},
                                 {.label = "主题", .left = NULL, .right = "水利"}};

        (void)state;
        assert_int_equal(diff_fields(mem, f, N(f)), 2);
        assert_true(f[0].words.differs);
        assert_false(f[1].words.differs);
        assert_string_equal(shown(mem, f[2].words.right, f[2].words.n_right), "{+水利+}");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(texts_by_character),
            cmocka_unit_test(paragraphs_and_tables_are_matched_first),
            cmocka_unit_test(form_alone),
            cmocka_unit_test(cells_of_several_paragraphs),
            cmocka_unit_test(two_texts_too_far_apart),
            cmocka_unit_test(fields),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
