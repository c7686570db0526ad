/* The parent's side: starts children, checks their answers, puts outcomes into words. */
#include "intake/intake.h"

#include "base/text.h"
#include "intake/answer.h"
#include "intake/bbox.h"
#include "intake/parent.h"
#include "intake/plain.h"
#include "intake/process.h"
#include "intake/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
        KIND_MS = 10000,
        TEXT_MS = 25000,
        FIND_MS = 40000,
        PDF_MS = 40000,
        PDF_TAIL = 4096,
        WORDS_MAX = 64 << 20
};

static const char *const words[N_INTAKE_OUTCOMES] = {
    [INTAKE_EMPTY] = "文件是空的",
    [INTAKE_UNREADABLE] = "不能读取%s；请提供 Word（.docx）、PDF、网页或纯文本文件",
    [INTAKE_LIES] = "文件名与内容不符：内容实际是%s，请核对来源后用正确的类型保存",
    [INTAKE_BROKEN] = "文件已损坏或不完整（%s），请重新传送或另存一份",
    [INTAKE_ENCRYPTED] = "文件设有密码保护，无法读取，请解除密码后再上传",
    [INTAKE_BOMB] = "文件展开后过大，压缩比异常，为安全起见不予读取",
    [INTAKE_ENTITIES] = "文件内含自定义的 XML 实体，正常的文档不会这样，为安全起见不予读取",
    [INTAKE_PATHS] = "压缩包内的文件名指向包外的位置，为安全起见不予读取",
    [INTAKE_TOO_BIG] = "文件或其中的内容过大，超出可以读取的范围",
    [INTAKE_ENCODING] = "文字编码既不是 UTF-8 也不是 GB18030",
    [INTAKE_NO_TEXT] = "PDF 里没有文字，可能是扫描件，请提供由文字处理软件生成的文件",
    [INTAKE_SLOW] = "文件过于复杂，未能在限定时间内读完",
    [INTAKE_LEFT_OVER] = "涂黑后的文件里仍能读出文字或隐藏信息，没有保存",
    [INTAKE_NO_BOX] = "没有指定涂黑的位置，或者位置不在页面之内",
    [INTAKE_FELL] = "文件无法读取：内容异常，读取程序已被中止",
};

int
intake_refuse(const struct intake_file *f, struct problems *p, enum intake_outcome outcome,
              enum intake_kind kind)
{
        const char *hole = strstr(words[outcome], "%s");

        if (hole)
                problems_add(p, 0, f->name, "%.*s%s%s", (int)(hole - words[outcome]),
                             words[outcome], intake_kind_label(kind), hole + 2);
        else
                problems_add(p, 0, f->name, "%s", words[outcome]);
        return outcome;
}

void
intake_close(int *fd)
{
        if (*fd >= 0)
                (void)close(*fd);
        *fd = -1;
}

int
intake_memory(const void *bytes, size_t n, int *ret_fd)
{
        _cleanup_(intake_close) int fd = memfd_create("intake", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        size_t done = 0;

        if (fd < 0)
                return err_errno("memfd_create");
        while (done < n) {
                ssize_t k = write(fd, (const char *)bytes + done, n - done);

                if (k < 0 && errno != EINTR)
                        return err_errno("write to memory");
                done += k > 0 ? (size_t)k : 0;
        }
        if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0)
                return err_errno("seal of memory");
        *ret_fd = fd;
        fd = -1;
        return 0;
}

int
intake_ask(TALLOC_CTX *mem, const struct intake_file *f, const char *verb, size_t most, int ms,
           struct answer *ret)
{
        const char *const args[] = {verb, NULL};
        const struct process s = {
            .args = args, .fd = f->fd, .out_max = most, .err_max = 0, .timeout_ms = ms};
        struct process_said said;
        int r = process_run(mem, &s, &said);

        if (r < 0)
                return err_trace(r);
        if (said.slow || said.signal == SIGXCPU)
                return INTAKE_SLOW;
        if (said.exit_code == 3)
                return err_set(ERR_LIBRARY, "the intake child could not be confined");
        if (said.loud || said.exit_code != 0 ||
            answer_read(mem, buf_text(&said.out), said.out.len, ret) != 0)
                return INTAKE_FELL;
        return 0;
}

int
intake_kind(TALLOC_CTX *mem, const struct intake_file *f, struct problems *p, enum intake_kind *ret)
{
        struct answer a;
        int r = intake_ask(mem, f, "kind", KiB(64), KIND_MS, &a);

        if (r < 0)
                return err_trace(r);
        if (r == 0)
                r = a.outcome;
        if (r)
                return intake_refuse(f, p, (enum intake_outcome)r, INTAKE_UNKNOWN);
        *ret = a.kind;
        return 0;
}

/* The end of a whole PDF file says so. */
static bool
has_pdf_end(int fd)
{
        char tail[PDF_TAIL];
        struct stat st;
        ssize_t k;

        if (fstat(fd, &st) < 0)
                return false;
        k = pread(fd, tail, sizeof(tail), st.st_size > PDF_TAIL ? st.st_size - PDF_TAIL : 0);
        return k > 0 && memmem(tail, (size_t)k, "%%EOF", 5);
}

/* What a program under the filter says of a PDF. */
int
intake_ask_pdf(TALLOC_CTX *mem, const struct intake_file *f, const char *const *args, size_t most,
               struct buf *ret)
{
        const struct process s = {
            .args = args, .fd = f->fd, .out_max = most, .err_max = KiB(4), .timeout_ms = PDF_MS};
        struct process_said said;
        int r;

        if (!has_pdf_end(f->fd))
                return INTAKE_BROKEN;
        if (lseek(f->fd, 0, SEEK_SET) < 0)
                return INTAKE_BROKEN;
        r = process_run(mem, &s, &said);
        if (r < 0)
                return err_trace(r);
        if (said.slow || said.signal == SIGXCPU)
                return INTAKE_SLOW;
        if (said.loud)
                return INTAKE_TOO_BIG;
        if (said.signal)
                return INTAKE_FELL;
        if (strstr(buf_text(&said.err), "Incorrect password"))
                return INTAKE_ENCRYPTED;
        if (said.exit_code == 3 && said.err.len == 0)
                return err_set(ERR_LIBRARY, "%s could not be started", args[1]);
        if (said.exit_code != 0)
                return INTAKE_BROKEN;
        *ret = said.out;
        return 0;
}

static bool
says_something(const char *text)
{
        return text[strspn(text, " \t\n")] != '\0';
}

static int
pdf_text(TALLOC_CTX *mem, const struct intake_file *f, struct intake_text *ret)
{
        static const char *const args[] = {"run",   "pdftotext", "-layout", "-enc",
                                           "UTF-8", "-",         "-",       NULL};
        struct buf out;
        int r = intake_ask_pdf(mem, f, args, INTAKE_TEXT_MAX, &out);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (!text_valid(buf_text(&out), out.len))
                return INTAKE_FELL;
        ret->text = plain_tidy(mem, buf_text(&out), out.len, &ret->n);
        return says_something(ret->text) ? 0 : INTAKE_NO_TEXT;
}

int
intake_plain(TALLOC_CTX *mem, const struct intake_file *f, struct intake_text *ret)
{
        const char *text;
        struct stat st;
        size_t n;
        char *bytes;
        int r;

        if (fstat(f->fd, &st) < 0)
                return err_errno("stat of %s", f->name);
        if (!S_ISREG(st.st_mode))
                return INTAKE_BROKEN;
        if (st.st_size == 0)
                return INTAKE_EMPTY;
        if (st.st_size > INTAKE_TEXT_MAX)
                return INTAKE_UNREADABLE;
        bytes = (char *)mem_must(talloc_zero_size(mem, (size_t)st.st_size + 1));
        for (n = 0; n < (size_t)st.st_size;) {
                ssize_t k = pread(f->fd, bytes + n, (size_t)st.st_size - n, (off_t)n);

                if (k == 0)
                        break;
                if (k < 0 && errno != EINTR)
                        return err_errno("read of %s", f->name);
                n += k > 0 ? (size_t)k : 0;
        }
        if (plain_is_binary(bytes, n))
                return INTAKE_UNREADABLE;
        r = plain_decode(mem, bytes, n, &text, &n);
        if (r)
                return r < 0 ? err_trace(r) : INTAKE_UNREADABLE;
        if (plain_is_page(text, n) || !intake_kind_fits(INTAKE_TEXT, f->name))
                return INTAKE_UNREADABLE;
        ret->text = text;
        ret->n = n;
        ret->kind = INTAKE_TEXT;
        return says_something(ret->text) ? 0 : INTAKE_EMPTY;
}

/* What a child says when asked by verb; text for PDF and plain text, which need none. ret_a is what it answered. */
static int
words_of(TALLOC_CTX *mem, const struct intake_file *f, const char *verb, size_t most,
         struct intake_text *ret, struct answer *ret_a)
{
        int r = intake_plain(mem, f, ret);

        if (r != INTAKE_UNREADABLE)
                return r < 0 ? err_trace(r) : r;
        r = intake_ask(mem, f, verb, most, TEXT_MS, ret_a);
        if (r < 0)
                return err_trace(r);
        if (r == 0)
                r = ret_a->outcome;
        if (r == INTAKE_UNREADABLE && ret_a->kind == INTAKE_UNKNOWN) { /* garbage, or worn out */
                ret_a->kind = intake_kind_claimed(f->name);
                r = intake_kind_fits(INTAKE_TEXT, f->name) ? INTAKE_ENCODING : INTAKE_BROKEN;
        }
        if ((r == 0 || r == INTAKE_UNREADABLE) && !intake_kind_fits(ret_a->kind, f->name))
                r = INTAKE_LIES;
        *ret = (struct intake_text){ret_a->kind, ret_a->text, ret_a->n_text};
        if (r == 0 && ret_a->kind == INTAKE_PDF)
                r = pdf_text(mem, f, ret);
        if (r < 0)
                return err_trace(r);
        if (r == 0 && (!ret->text || !says_something(ret->text)))
                r = ret->text ? INTAKE_EMPTY : INTAKE_FELL;
        return r;
}

int
intake_text(TALLOC_CTX *mem, const struct intake_file *f, struct problems *p,
            struct intake_text *ret)
{
        struct intake_text text = {.kind = INTAKE_UNKNOWN};
        struct answer a = {.kind = INTAKE_UNKNOWN};
        int r = words_of(mem, f, "text", INTAKE_TEXT_MAX + KiB(64), &text, &a);

        if (r < 0)
                return err_trace(r);
        if (r)
                return intake_refuse(f, p, (enum intake_outcome)r, a.kind);
        *ret = text;
        return 0;
}

int
intake_body(TALLOC_CTX *mem, const struct intake_file *f, struct problems *p,
            struct intake_body *ret)
{
        struct intake_text text = {.kind = INTAKE_UNKNOWN};
        struct answer a = {.kind = INTAKE_UNKNOWN};
        int r = words_of(mem, f, "body", INTAKE_BODY_MAX + KiB(64), &text, &a);

        if (r < 0)
                return err_trace(r);
        if (r == 0 && (text.kind == INTAKE_TEXT || text.kind == INTAKE_PDF)) {
                struct buf out = buf_new(mem, INTAKE_BODY_MAX);
                struct json_out o = {.buf = &out};
                struct tree tree = {.mem = mem};

                tree_from_text(&tree, text.text, text.n, text.kind == INTAKE_PDF);
                tree_json(&o, &tree);
                text.text = buf_text(&out);
                text.n = out.len;
                r = out.full ? INTAKE_TOO_BIG : 0;
        }
        if (r == 0 && strcmp(text.text, TREE_NOTHING) == 0)
                r = INTAKE_EMPTY;
        if (r)
                return intake_refuse(f, p, (enum intake_outcome)r, a.kind);
        *ret = (struct intake_body){.kind = text.kind,
                                    .json = text.text,
                                    .n = text.n,
                                    .pictures = a.pictures,
                                    .n_pictures = a.n_pictures,
                                    .warnings = a.warnings,
                                    .n_warnings = a.n_warnings};
        return 0;
}

/* Words under the boxes that the child saw, by where pdftotext says the words stand. */
static int
covered_words(TALLOC_CTX *mem, const struct intake_file *f, struct answer *a)
{
        static const char *const args[] = {"run",   "pdftotext", "-bbox", "-enc",
                                           "UTF-8", "-",         "-",     NULL};
        struct bbox_word *list;
        size_t n;
        struct buf out;
        int r = a->n_boxes ? intake_ask_pdf(mem, f, args, WORDS_MAX, &out) : 0;

        if (r || !a->n_boxes)
                return r < 0 ? err_trace(r) : r;
        if (!text_valid(buf_text(&out), out.len))
                return INTAKE_FELL;
        list = bbox_read(mem, buf_text(&out), &n);
        for (size_t i = 0; i < a->n_boxes && a->n_findings < ANSWER_LISTS_MAX; i++) {
                const char *under = bbox_within(mem, list, n, &a->boxes[i]);

                if (!*under)
                        continue;
                mem_grow(mem, a->findings, a->n_findings);
                a->findings[a->n_findings++] = (struct intake_finding){
                    INTAKE_HAS_COVERED, mem_printf(mem, "第%d页", a->boxes[i].page), under};
        }
        return 0;
}

int
intake_findings(TALLOC_CTX *mem, const struct intake_file *f, struct problems *p,
                struct intake_findings *ret)
{
        struct answer a = {.kind = INTAKE_UNKNOWN};
        int r = intake_ask(mem, f, "find", MiB(8), FIND_MS, &a);

        if (r == 0)
                r = a.outcome;
        if (r == 0 && a.kind == INTAKE_PDF)
                r = covered_words(mem, f, &a);
        if (r < 0)
                return err_trace(r);
        if (r)
                return intake_refuse(f, p, (enum intake_outcome)r, a.kind);
        if (!intake_kind_fits(a.kind, f->name)) {
                mem_grow(mem, a.findings, a.n_findings);
                a.findings[a.n_findings++] = (struct intake_finding){
                    INTAKE_HAS_WRONG_TYPE, "",
                    mem_printf(mem, "内容实际是%s", intake_kind_label(a.kind))};
        }
        *ret = (struct intake_findings){a.kind, a.findings, a.n_findings};
        return 0;
}
