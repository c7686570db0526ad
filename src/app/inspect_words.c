/* What a file says, through the scan before publication (发布前检查): what is found is kept beside what is hidden in it. */
#include "app/inspect_kit.h"

#include "app/run.h"
#include "app/scan.h"
#include "base/text.h"
#include "intake/intake.h"

enum { EACH_MAX = 20, DIGITS_SHOWN = 4 };

/* ---- places and words ----------------------------------------------------------------------- */

static const char *
place_of(TALLOC_CTX *mem, const struct intake_leaf *l, size_t from)
{
        static const char *const units[] = {[INTAKE_LINES] = "行", [INTAKE_PARAGRAPHS] = "段"};
        size_t line = l->first;

        if (l->unit == INTAKE_NO_LINES)
                return l->place;
        for (const char *c = l->text;
             (c = memchr(c, '\n', (size_t)(l->text + from - c))) != NULL && c < l->text + from; c++)
                line++;
        return mem_printf(mem, "%s第%zu%s", l->place, line, units[l->unit]);
}

/* The words around may hold the next number: more figures than a date of the day has are not kept. */
static const char *
without_numbers(TALLOC_CTX *mem, const char *s)
{
        struct buf out = buf_new(mem, KiB(4));
        size_t n = strlen(s), digits = 0;
        uint32_t c = 0;

        for (size_t i = 0, k; i < n && (k = text_decode(s + i, n - i, &c)) != 0; i += k) {
                c = text_fold(c);
                digits += c >= '0' && c <= '9';
        }
        if (digits <= DIGITS_SHOWN)
                return s;
        for (size_t i = 0, k; i < n && (k = text_decode(s + i, n - i, &c)) != 0; i += k) {
                c = text_fold(c);
                if (c >= '0' && c <= '9')
                        buf_char(&out, '*');
                else
                        buf_put(&out, s + i, k);
        }
        return buf_text(&out);
}

static void
add_mark(TALLOC_CTX *mem, struct file_inspection *in, const struct scan_finding *f,
         const char *place)
{
        mem_grow(mem, in->marks, in->n_marks);
        in->marks[in->n_marks++] = (struct file_mark){.kind = f->kind,
                                                      .severity = f->severity,
                                                      .place = place,
                                                      .before = without_numbers(mem, f->before),
                                                      .masked = f->masked,
                                                      .after = without_numbers(mem, f->after),
                                                      .reason = f->reason,
                                                      .suggestion = f->suggestion,
                                                      .advice = f->advice};
}

/* A list of a thousand telephones wants one decision, not a thousand. */
static void
add_rest(TALLOC_CTX *mem, struct file_inspection *in, enum scan_kind kind, size_t n,
         enum scan_severity worst)
{
        const struct scan_finding f = {
            .kind = kind,
            .severity = worst,
            .before = "",
            .after = "",
            .masked = "",
            .reason =
                mem_printf(mem, "文件里另有 %zu 处%s，没有逐处列出。", n, scan_kind_label(kind)),
            .suggestion = "",
            .advice = "请打开文件逐处核对，一并处理。"};

        add_mark(mem, in, &f, "");
}

static void
take_over(TALLOC_CTX *mem, const struct intake_words *w, const struct scan_text *texts,
          const struct scan_findings *found, struct file_inspection *in)
{
        enum scan_severity worst[N_SCAN_KINDS] = {0};
        size_t n[N_SCAN_KINDS] = {0}, leaf = 0;

        for (size_t i = 0; i < found->n; i++) {
                const struct scan_finding *f = &found->list[i];

                if (f->kind > SCAN_WORD)
                        continue;
                while (texts[leaf].label != f->label)
                        leaf++;
                if (n[f->kind]++ < EACH_MAX)
                        add_mark(mem, in, f, place_of(mem, &w->leaves[leaf], f->from));
                else if (f->severity > worst[f->kind])
                        worst[f->kind] = f->severity;
        }
        for (size_t k = 0; k <= SCAN_WORD; k++)
                if (found->by_kind[k] > EACH_MAX)
                        add_rest(mem, in, (enum scan_kind)k, found->by_kind[k] - EACH_MAX,
                                 worst[k]);
}

static void
add_found(TALLOC_CTX *mem, struct file_inspection *in, enum intake_code code, const char *place,
          const char *excerpt)
{
        mem_grow(mem, in->list, in->n);
        in->list[in->n++] = (struct file_found){intake_code_name(code), place, excerpt};
}

/* ---- all of it ------------------------------------------------------------------------------ */

int
inspect_words(TALLOC_CTX *mem, const struct scan_options *opt, const struct intake_file *f,
              struct file_inspection *in)
{
        struct problems problems = {.mem = mem};
        struct intake_words w;
        struct scan_text *texts;
        struct scan_findings found;
        int r = intake_words(mem, f, &problems, &w);

        if (r < 0)
                return err_trace(r);
        switch (r) {
        case 0:
                break;
        case INTAKE_FELL:
                return INSPECT_AGAIN;
        case INTAKE_UNREADABLE:
        case INTAKE_EMPTY:
                return 0;
        case INTAKE_NO_TEXT:
                add_found(mem, in, INTAKE_HAS_NO_WORDS, "", "");
                return 0;
        default:
                add_found(mem, in, INTAKE_HAS_WORDS_LEFT, "",
                          problems.n_list ? problems.list[0].message : "");
                return 0;
        }
        texts = mem_array(mem, struct scan_text, w.n + 1);
        for (size_t i = 0; i < w.n; i++) /* each with a label of its own: by it a leaf is known */
                texts[i] = (struct scan_text){.field = "attached",
                                              .label = mem_strdup(mem, w.leaves[i].place),
                                              .text = w.leaves[i].text,
                                              .table = true};
        found = scan(mem, texts, w.n, NULL, opt);
        take_over(mem, &w, texts, &found, in);
        if (*w.blank)
                add_found(mem, in, INTAKE_HAS_NO_WORDS, w.blank, "");
        if (w.cut)
                add_found(mem, in, INTAKE_HAS_WORDS_LEFT, "", "文字过长，只检查了前面的部分");
        return 0;
}

static int
put_one(struct tx *tx, const char *sm3, const char *claim, size_t no, const struct file_mark *m)
{
        int r =
            sql_file_mark_put(tx,
                              &(struct file_mark_put_in){.sm3 = sm3,
                                                         .claim = claim,
                                                         .inspector = INSPECTOR,
                                                         .no = (int64_t)no,
                                                         .finding_kind = scan_kind_code(m->kind),
                                                         .severity = (int64_t)m->severity,
                                                         .place = m->place,
                                                         .words_before = m->before,
                                                         .masked = m->masked,
                                                         .words_after = m->after,
                                                         .reason = m->reason,
                                                         .suggestion = m->suggestion,
                                                         .advice = m->advice},
                              NULL);

        return err_fold(r);
}

int
inspect_marks_put(struct tx *tx, const char *sm3, const struct file_inspection *in)
{
        for (size_t i = 0; i < in->n_marks; i++) {
                int r = put_one(tx, sm3, in->claim, i + 1, &in->marks[i]);

                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

int
inspect_marks(TALLOC_CTX *mem, struct tx *tx, const char *sm3, const char *name,
              struct scan_findings *out)
{
        struct file_marks_row *rows;
        size_t n;
        int r = sql_file_marks(mem, tx,
                               &(struct file_marks_in){.sm3 = sm3,
                                                       .claim = inspect_claim(mem, name),
                                                       .inspector = INSPECTOR},
                               &rows, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                struct scan_finding f = {.severity = (enum scan_severity)rows[i].severity,
                                         .field = "attached",
                                         .label = mem_printf(mem, "附件“%s”", name),
                                         .path = mem_printf(mem, "%s %s", sm3, rows[i].place),
                                         .found = rows[i].masked,
                                         .before = rows[i].words_before,
                                         .after = rows[i].words_after,
                                         .masked = rows[i].masked,
                                         .reason = rows[i].reason,
                                         .suggestion = rows[i].suggestion,
                                         .advice = rows[i].advice};

                if (!scan_kind_read(rows[i].finding_kind, &f.kind))
                        return err_set(ERR_DATA, "a finding of no kind: %s", rows[i].finding_kind);
                scan_add_attached(mem, out, &f);
        }
        return 0;
}
