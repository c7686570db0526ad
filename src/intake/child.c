/* The child: takes its rights away, then reads. Everything it needs from the system it opens before. */
#include "intake/answer.h"
#include "intake/confine.h"
#include "intake/docx.h"
#include "intake/find.h"
#include "intake/html.h"
#include "intake/kind.h"
#include "intake/ole.h"
#include "intake/plain.h"
#include "intake/programs.h"
#include "intake/words.h"

#include <libxml/parser.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_DONE = 0, EXIT_WRONG = 2, EXIT_UNCONFINED = 3 };

struct job {
        TALLOC_CTX *mem;
        struct kind_book *book;
        const char *bytes;
        size_t n;
        struct pack *pack; /* NULL: not packed */
        enum intake_kind kind;
        struct buf answer;
};

/* Outcome, or 0 with the bytes mapped; an empty file cannot be mapped. */
static int
map_input(struct job *j)
{
        struct stat st;
        void *at;

        if (fstat(STDIN_FILENO, &st) < 0 || !S_ISREG(st.st_mode))
                return INTAKE_BROKEN;
        if (st.st_size == 0)
                return INTAKE_EMPTY;
        if (st.st_size > INTAKE_FILE_MAX)
                return INTAKE_TOO_BIG;
        j->n = (size_t)st.st_size;
        at = mmap(NULL, j->n, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
        if (at == MAP_FAILED)
                return INTAKE_BROKEN;
        j->bytes = at;
        return 0;
}

static int
find_kind(struct job *j)
{
        int r = 0;

        if (j->n >= 4 && (memcmp(j->bytes, "PK\3\4", 4) == 0 || memcmp(j->bytes, "PK\5\6", 4) == 0))
                r = pack_open(j->mem, j->bytes, j->n, &j->pack);
        j->kind = r ? INTAKE_ZIP : kind_of(j->book, j->bytes, j->n, j->pack);
        answer_put_byte(&j->answer, ANSWER_KIND, j->kind);
        return r;
}

static void
put_text(struct job *j, enum answer_tag tag, const struct buf *text)
{
        size_t n;
        const char *tidy = plain_tidy(j->mem, buf_text(text), text->len, &n);

        answer_put(&j->answer, tag, tidy, n);
}

static int
page_text(struct job *j, struct buf *out)
{
        const char *html;
        size_t n;

        if (plain_decode(j->mem, j->bytes, j->n, &html, &n))
                return INTAKE_ENCODING;
        html_to_text(out, html, n);
        return 0;
}

static int
word_text(struct job *j, struct buf *out)
{
        struct docx d;
        int r = docx_read(j->mem, j->pack, false, &d);

        if (r == 0)
                tree_text(out, &d.tree);
        return r;
}

/* Headings, tables and pictures too; a page as paragraphs. */
static int
word_body(struct job *j, struct buf *out)
{
        struct json_out o = {.buf = out};
        struct docx d;
        int r = docx_read(j->mem, j->pack, true, &d);

        if (r)
                return r;
        tree_json(&o, &d.tree);
        for (size_t i = 0; i < d.n_pictures; i++)
                answer_put_picture(&j->answer, &d.pictures[i]);
        for (size_t i = 0; i < d.n_warnings; i++)
                answer_put(&j->answer, ANSWER_WARNING, d.warnings[i], strlen(d.warnings[i]));
        return 0;
}

static int
page_body(struct job *j, struct buf *out)
{
        struct buf text = buf_new(j->mem, INTAKE_TEXT_MAX);
        struct json_out o = {.buf = out};
        struct tree tree = {.mem = j->mem};
        int r = page_text(j, &text);

        if (r == 0 && text.full)
                r = INTAKE_TOO_BIG;
        if (r)
                return r;
        tree_from_text(&tree, buf_text(&text), text.len, false);
        tree_json(&o, &tree);
        return 0;
}

static int
do_kind(struct job *j)
{
        (void)find_kind(j); /* a damaged archive is still one */
        return 0;
}

/* By kind; PDF is another program's work. */
static int
read_words(struct job *j, enum answer_tag tag, int (*word)(struct job *, struct buf *),
           int (*page)(struct job *, struct buf *))
{
        struct buf out = buf_new(j->mem, INTAKE_TEXT_MAX);
        struct ole ole;
        int r = find_kind(j);

        if (r)
                return r;
        switch (j->kind) {
        case INTAKE_DOCX:
                r = word(j, &out);
                break;
        case INTAKE_HTML:
                r = page(j, &out);
                break;
        case INTAKE_PDF:
                return 0;
        case INTAKE_OLE:
                return ole_open(j->mem, j->bytes, j->n, &ole) && ole_find(&ole, "EncryptedPackage")
                           ? INTAKE_ENCRYPTED
                           : INTAKE_UNREADABLE;
        default:
                return INTAKE_UNREADABLE;
        }
        if (r == 0 && out.full)
                r = INTAKE_TOO_BIG;
        if (r == 0)
                put_text(j, tag, &out);
        return r;
}

static int
do_text(struct job *j)
{
        return read_words(j, ANSWER_TEXT, word_text, page_text);
}

static int
do_body(struct job *j)
{
        return read_words(j, ANSWER_BODY, word_body, page_body);
}

/* For the scan before publication: everything that can be read. PDF is another program's work. */
static int
do_words(struct job *j)
{
        struct buf out = buf_new(j->mem, INTAKE_TEXT_MAX);
        int r = find_kind(j);

        if (r)
                return r;
        switch (j->kind) {
        case INTAKE_DOCX:
                return words_of_document(j->mem, j->pack, &j->answer);
        case INTAKE_XLSX:
                return words_of_sheets(j->mem, j->pack, &j->answer);
        case INTAKE_PPTX:
                return words_of_slides(j->mem, j->pack, &j->answer);
        case INTAKE_HTML:
                r = page_text(j, &out);
                if (r == 0)
                        words_of_text(j->mem, &j->answer, buf_text(&out), out.len);
                return r == 0 && out.full ? INTAKE_TOO_BIG : r;
        case INTAKE_PDF:
                return 0;
        default:
                return INTAKE_UNREADABLE;
        }
}

/* What each kind may hide, in its own way; kinds that cannot be looked into are found to be so. */
static int
do_find(struct job *j)
{
        struct finder f = {.mem = j->mem, .answer = &j->answer};
        int r = find_kind(j);

        if (r)
                return r;
        if (j->kind == INTAKE_DOCX || j->kind == INTAKE_XLSX || j->kind == INTAKE_PPTX)
                r = find_in_package(&f, j->pack);
        if (r)
                return r;
        switch (j->kind) {
        case INTAKE_DOCX:
                return find_in_word(&f, j->pack);
        case INTAKE_XLSX:
                return find_in_sheets(&f, j->pack);
        case INTAKE_PPTX:
                return find_in_slides(&f, j->pack);
        case INTAKE_PDF:
                return find_in_pdf(&f, j->bytes, j->n);
        case INTAKE_DOC:
        case INTAKE_XLS:
        case INTAKE_PPT:
        case INTAKE_OLE:
                return find_in_compound(&f, j->bytes, j->n);
        case INTAKE_PNG:
        case INTAKE_JPEG:
        case INTAKE_WEBP:
        case INTAKE_TIFF:
                find_in_picture(&f, j->bytes, j->n, "");
                return 0;
        case INTAKE_PROGRAM:
                find_add(&f, INTAKE_HAS_ACTIVE, intake_kind_label(j->kind), "");
                return 0;
        case INTAKE_TEXT:
        case INTAKE_HTML:
        case INTAKE_XML:
        case INTAKE_GIF:
        case INTAKE_BMP:
                return 0;
        default:
                find_add(&f, INTAKE_HAS_UNREAD, intake_kind_label(j->kind), "");
                return 0;
        }
}

static const struct verb {
        const char *name;
        int (*run)(struct job *);
        size_t memory;
        unsigned cpu_s;
        size_t answer_max;
} verbs[] = {
    {"kind", do_kind, MiB(768), 5, KiB(4)},
    {"text", do_text, MiB(1024), 20, INTAKE_TEXT_MAX + KiB(4)},
    {"body", do_body, MiB(1024), 20, INTAKE_BODY_MAX},
    {"words", do_words, MiB(1024), 20, INTAKE_WORDS_MAX + MiB(4)},
    {"find", do_find, MiB(1024), 30, MiB(4)},
};

static int
run_verb(const struct verb *v)
{
        struct job j = {.mem = mem_root(), .kind = INTAKE_UNKNOWN};
        const struct confine_limits limits = {v->memory, v->cpu_s};
        int r;

        j.answer = answer_new(j.mem, v->answer_max);
        xmlInitParser();
        r = map_input(&j);
        if (!kind_load(j.mem, &j.book) || !confine(CONFINE_PARSE, &limits))
                return EXIT_UNCONFINED;
        if (r == 0)
                r = v->run(&j);
        answer_put_byte(&j.answer, ANSWER_OUTCOME, (unsigned)r);
        return answer_send(&j.answer, STDOUT_FILENO) ? EXIT_DONE : EXIT_WRONG;
}

/* Becomes one of the programs that are let near a hostile file: confined as it is. */
static int
run_program(char **argv)
{
        const struct confine_limits limits = {MiB(1024), 30};
        const char *path = program_path(argv[0]);
        char *env[] = {(char[]){"PATH=/usr/bin:/bin"}, (char[]){"LC_ALL=C.UTF-8"}, NULL};

        if (!path || !confine(CONFINE_PROGRAM, &limits))
                return EXIT_UNCONFINED;
        (void)execve(path, argv, env);
        return EXIT_UNCONFINED;
}

void
intake_child(int argc, char **argv)
{
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody is left to listen */
        if (argc >= 4 && strcmp(argv[2], "run") == 0)
                _exit(run_program(argv + 3));
        for (size_t i = 0; argc == 3 && i < N(verbs); i++)
                if (strcmp(argv[2], verbs[i].name) == 0)
                        _exit(run_verb(&verbs[i]));
        _exit(EXIT_WRONG);
}
