#include "intake_kit.h"

#include "document/paper.h"
#include "intake/answer.h"
#include "intake/confine.h"
#include "intake/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char source[] = "# 一、总体情况\n\n2020年，全县主动公开政府信息1200条。A&B <C>\n\n| "
                             "事项 | 件数 |\n| 行政许可 | 12 |\n"
                             "| 行政处罚 | 3 |\n";

static void
has(const char *text, const char *words)
{
        if (!strstr(text, words))
                fail_msg("no “%s” in: %s", words, text);
}

static struct paper
paper_of(TALLOC_CTX *mem)
{
        struct problems problems = {.mem = mem};
        struct body *body;

        assert_int_equal(body_from_text(mem, source, &problems, &body), 0);
        return (struct paper){
            .title = "青禾县政府信息公开工作年度报告", .body = body, .day = DAY_NONE};
}

static void
own_documents_are_read_again(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct paper p = paper_of(mem);
        struct buf docx = buf_new(mem, PAPER_SIZE_MAX), pdf = buf_new(mem, PAPER_SIZE_MAX);
        struct press *press;
        const char *text;

        (void)state;
        assert_int_equal(paper_docx(mem, &p, &docx), 0);
        assert_int_equal(kit_text(mem, "年报.docx", docx.data, docx.len, &text), 0);
        has(text, "青禾县政府信息公开工作年度报告\n一、总体情况\n2020年，全县主动公开政府信息1200条"
                  "。A&B <C>\n");
        has(text, "行政许可 | 12 | \n行政处罚 | 3 | \n");
        assert_int_equal(press_new(mem, NULL, &press), 0);
        assert_int_equal(paper_pdf(press, &p, &pdf), 0);
        assert_int_equal(kit_text(mem, "年报.pdf", pdf.data, pdf.len, &text), 0);
        has(text, "一、总体情况");
        has(text, "1200");
        has(text, "行政许可");
        /* cut off anywhere, it is told; a PDF that lost its end is not guessed at */
        assert_int_equal(kit_text(mem, "年报.pdf", pdf.data, pdf.len * 2 / 3, &text),
                         INTAKE_BROKEN);
        has(text, "PDF 文件");
        assert_int_equal(kit_text(mem, "年报.docx", docx.data, docx.len * 2 / 3, &text),
                         INTAKE_BROKEN);
}

static void
pages_lose_their_tags_and_keep_their_rows(void **state)
{
        static const char page[] =
            "<!DOCTYPE html><html><head><meta charset=\"gb2312\"><style>p{}</style><script>var "
            "a=\"<p>x\";"
            "</script></head><body><!-- no "
            "--><h1>标题</h1><table><tr><td>行政许可</td><td><p>1</p></td>"
            "<td>&nbsp;</td></tr></table><p>甲&amp;乙&#20803;<br>次行</body></html>";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *text;

        (void)state;
        assert_int_equal(kit_text(mem, "a.html", page, strlen(page), &text), 0);
        has(text, "标题\n");
        has(text, "\n行政许可 |  1  |   | \n");
        has(text, "甲&乙元\n次行");
        assert_null(strstr(text, "var a"));
        assert_null(strstr(text, "no"));
        /* the bytes decide the encoding, not what they say of themselves */
        assert_int_equal(kit_text(mem, "b.htm", "<p>\xc4\xea\xb1\xa8</p>", 11, &text), 0);
        has(text, "年报");
}

static void
plain_text_stays_as_it_is(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *text;

        (void)state;
        assert_int_equal(kit_text(mem, "a.txt", "甲\r\n乙", 8, &text), 0);
        assert_string_equal(text, "甲\r\n乙");
        assert_int_equal(kit_text(mem, "a.txt", "\xc4\xea\xb1\xa8", 4, &text), 0);
        assert_string_equal(text, "年报");
        assert_int_equal(kit_text(mem, "a.txt", "\xff\xfe\x74\x5e\x3d\xd8\x00\xde", 8, &text), 0);
        assert_string_equal(text, "年😀");
        assert_int_equal(kit_text(mem, "-", "年报", 6, &text), 0);
        assert_int_equal(kit_text(mem, "a.txt", "\x81\xff\x81\xff\x20\x80", 6, &text),
                         INTAKE_ENCODING);
}

static void
what_cannot_be_read_is_told(void **state)
{
        static const char entities[] =
            "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
            "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]><d>&b;</d>";
        static const struct {
                const char *name, *bytes;
                size_t n;
                int outcome;
                const char *words;
        } rows[] = {
            {"a.txt", "", 0, INTAKE_EMPTY, "空"},
            {"a.txt", " \n ", 3, INTAKE_EMPTY, "空"},
            {"a.pdf", "年报", 6, INTAKE_LIES, "纯文本"},
            {"a.docx", "%PDF-1.4\n%%EOF", 14, INTAKE_LIES, "PDF"},
            {"a.doc", "{\\rtf1 x}", 9, INTAKE_LIES, "RTF"},
            {"a.rtf", "{\\rtf1 x}", 9, INTAKE_UNREADABLE, "RTF"},
            {"a.pdf", "%PDF-1.4\nx", 10, INTAKE_BROKEN, "不完整"},
            {"a.pdf", "%PDF-1.4\nx\n%%EOF\n", 17, INTAKE_BROKEN, "损坏"},
            {"a.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, INTAKE_UNREADABLE, "PNG"},
            {"a.txt", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, INTAKE_LIES, "PNG"},
            {"a.txt",
             "\x7f"
             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0\1\0\0\0",
             24, INTAKE_LIES, "可执行"},
            {"a.docx", "PK\3\4xxxxxxxxxxxxxxxxxx", 20, INTAKE_BROKEN, "损坏"},
            {"a.bin", "\0\1\2\3\4\5\6\7", 8, INTAKE_ENCODING, "编码"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct kit_part up[] = {{"../../etc/passwd", "x", 0}, {NULL, NULL, 0}},
                              plain[] = {{"a.txt", "x", 0}, {NULL, NULL, 0}},
                              bomb[] = {{"[Content_Types].xml", "<Types/>", 0},
                                        {"word/document.xml", entities, 0},
                                        {NULL, NULL, 0}};
        struct buf zip;
        const char *text;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                int r = kit_text(mem, rows[i].name, rows[i].bytes, rows[i].n, &text);

                if (r != rows[i].outcome)
                        fail_msg("row %zu (%s): %d %s", i, rows[i].name, r, text);
                has(text, rows[i].words);
        }
        zip = kit_docx(mem, "<w:p/>", up);
        assert_int_equal(kit_text(mem, "a.docx", zip.data, zip.len, &text), INTAKE_PATHS);
        zip = kit_zip(mem, bomb);
        assert_int_equal(kit_text(mem, "a.docx", zip.data, zip.len, &text), INTAKE_ENTITIES);
        zip = kit_zip(mem, plain);
        assert_int_equal(kit_text(mem, "a.docx", zip.data, zip.len, &text), INTAKE_LIES);
        has(text, "压缩包");
        assert_int_equal(kit_text(mem, "a.zip", zip.data, zip.len, &text), INTAKE_UNREADABLE);
        zip = kit_docx(mem, "<w:p>", NULL);
        assert_int_equal(kit_text(mem, "a.docx", zip.data, zip.len, &text), INTAKE_BROKEN);
        zip = kit_docx(mem, "", NULL);
        assert_int_equal(kit_text(mem, "a.docx", zip.data, zip.len, &text), INTAKE_EMPTY);
}

/* 40 MB of one letter in some 40 kB; and the same with a directory that lies about it. */
static void
bombs_do_not_unfold(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        size_t n = MiB(40);
        char *much = mem_array(mem, char, n + 1);
        const char *text;
        struct buf zip;
        char *size;

        (void)state;
        memset(much, 'a', n);
        zip = kit_docx(mem, "<w:p/>",
                       (const struct kit_part[]){{"word/a.xml", much, n}, {NULL, NULL, 0}});
        assert_true(zip.len < KiB(200));
        assert_int_equal(kit_text(mem, "a.docx", zip.data, zip.len, &text), INTAKE_BOMB);
        zip = kit_zip(mem, (const struct kit_part[]){{"[Content_Types].xml", "<Types/>", 0},
                                                     {"word/document.xml", much, n},
                                                     {NULL, NULL, 0}});
        /* the unpacked size stands before the name in the directory at the end: 22 bytes earlier */
        size = (char *)memmem(zip.data, zip.len, "PK\1\2", 4);
        size = (char *)memmem(size + 4, zip.len - (size_t)(size + 4 - zip.data), "PK\1\2", 4);
        memcpy(size + 24, "\x10\0\0\0", 4);
        assert_true(kit_text(mem, "a.docx", zip.data, zip.len, &text) > 0);
}

/* Five hundred pages of pictures: told as what they are, at once. */
static void
a_long_scan_has_no_text(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf pdf = buf_new(mem, MiB(1));
        const char *text;

        (void)state;
        buf_str(&pdf,
                "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
                "3 0 obj\n<</Length 28>>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream\nendobj\n"
                "4 0 obj\n<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
                "/ColorSpace/DeviceGray/Length 1>>\nstream\nx\nendstream\nendobj\n"
                "2 0 obj\n<</Type/Pages/Count 500/MediaBox[0 0 595 842]/Kids[");
        for (int i = 0; i < 500; i++)
                buf_printf(&pdf, "%d 0 R ", 10 + i);
        buf_str(&pdf, "]>>\nendobj\n");
        for (int i = 0; i < 500; i++)
                buf_printf(&pdf,
                           "%d 0 obj\n<</Type/Page/Parent 2 0 R/Contents 3 0 R"
                           "/Resources<</XObject<</I 4 0 R>>>>>>\nendobj\n",
                           10 + i);
        buf_str(&pdf, "trailer\n<</Root 1 0 R/Size 600>>\n%%EOF\n");
        assert_int_equal(kit_text(mem, "扫描件.pdf", pdf.data, pdf.len, &text), INTAKE_NO_TEXT);
        has(text, "扫描件");
}

/* Runs fn confined in a process of its own and returns how that ended. */
static int
ended(enum confine_mode mode, void (*fn)(void))
{
        const struct confine_limits limits = {MiB(512), 1};
        int status;
        pid_t pid = fork();

        if (pid == 0) {
                if (!confine(mode, &limits))
                        _exit(99);
                fn();
                _exit(0);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        return status;
}

static void
try_socket(void)
{
        _exit(socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 2);
}

static void
try_exec(void)
{
        char *argv[] = {(char[]){"true"}, NULL};

        (void)execve("/bin/true", argv, NULL);
        _exit(1);
}

static void
try_files(void)
{
        if (open("/etc/passwd", O_RDONLY) >= 0)
                _exit(1);
        if (open("/tmp/xxgk-intake-test", O_WRONLY | O_CREAT, 0600) >= 0)
                _exit(2);
        _exit(0);
}

static void
try_processes(void)
{
        (void)kill(getppid(), 0);
        _exit(1);
}

static void
try_forever(void)
{
        for (volatile unsigned i = 0;; i++)
                ;
}

static bool
killed_by(int status, int sig)
{
        return WIFSIGNALED(status) && WTERMSIG(status) == sig;
}

static void
a_confined_process_can_do_nothing(void **state)
{
        int status;

        (void)state;
        assert_true(killed_by(ended(CONFINE_PARSE, try_socket), SIGSYS));
        assert_true(killed_by(ended(CONFINE_PROGRAM, try_socket), SIGSYS));
        assert_true(killed_by(ended(CONFINE_PARSE, try_exec), SIGSYS));
        assert_true(killed_by(ended(CONFINE_PARSE, try_processes), SIGSYS));
        assert_true(killed_by(ended(CONFINE_PROGRAM, try_processes), SIGSYS));
        assert_int_equal(ended(CONFINE_PARSE, try_files), 0);
        assert_int_equal(ended(CONFINE_PROGRAM, try_files), 0);
        status = ended(CONFINE_PARSE, try_forever);
        assert_true(killed_by(status, SIGKILL) || killed_by(status, SIGXCPU));
}

/* Stands in for a child gone wrong: `THIS intake lies HOW`, before the real one is asked. */
static void
be_a_bad_child(int argc, char **argv)
{
        static const char *const answers[] = {"", "XXIN1", "XXIN1\1\0\0\0\0\0\0\0E",
                                              "hello, world, hello"};
        char begins[8];

        if (argc == 3 && pread(STDIN_FILENO, begins, 8, 0) == 8) {
                if (memcmp(begins, "PK\3\4 die", 8) == 0)
                        abort();
                if (memcmp(begins, "PK\3\4 lie", 8) == 0)
                        _exit(write(STDOUT_FILENO, answers[2], 14) == 14 ? 0 : 1);
        }
        if (argc != 4 || strcmp(argv[2], "lies") != 0)
                return;
        if (strcmp(argv[3], "sleep") == 0)
                (void)poll(NULL, 0, 60000);
        if (strcmp(argv[3], "fall") == 0)
                abort();
        if (strcmp(argv[3], "shout") == 0)
                for (;;)
                        if (write(STDOUT_FILENO, answers[3], 16) < 0)
                                _exit(0);
        if (strcmp(argv[3], "family") == 0 && fork() == 0)
                (void)poll(NULL, 0, 60000); /* holds the pipe when its parent is gone */
        _exit(7);
}

static void
a_child_gone_wrong_harms_nobody(void **state)
{
        static const struct {
                const char *how;
                int timeout_ms; /* long where none may pass on a busy machine */
                bool slow, loud;
                int signal, exit_code;
        } rows[] = {
            {"sleep", 200, true, false, SIGKILL, -1},   {"fall", 30000, false, false, SIGABRT, -1},
            {"shout", 30000, false, true, SIGKILL, -1}, {"exit", 30000, false, false, 0, 7},
            {"family", 1500, true, false, 0, 7},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        _cleanup_(intake_close) int fd = -1;

        (void)state;
        assert_int_equal(intake_memory("x", 1, &fd), 0);
        for (size_t i = 0; i < N(rows); i++) {
                const char *const args[] = {"lies", rows[i].how, NULL};
                const struct process s = {.args = args,
                                          .fd = fd,
                                          .out_max = KiB(100),
                                          .err_max = 0,
                                          .timeout_ms = rows[i].timeout_ms};
                struct process_said said;

                assert_int_equal(process_run(mem, &s, &said), 0);
                assert_int_equal(said.slow, rows[i].slow);
                assert_int_equal(said.loud, rows[i].loud);
                assert_int_equal(said.signal, rows[i].signal);
                assert_int_equal(said.exit_code, rows[i].exit_code);
        }
        assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
        for (size_t i = 0; i < 2; i++) {                  /* and as a user meets it */
                const char *words;

                assert_int_equal(
                    kit_text(mem, "a.docx", i ? "PK\3\4 lie" : "PK\3\4 die", 8, &words),
                    INTAKE_FELL);
                has(words, "中止");
        }
}

static void
an_answer_is_not_believed(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf whole = answer_new(mem, KiB(4)), bad;
        struct answer a;
        int pipe_of[2];
        char bytes[256];
        ssize_t n;

        (void)state;
        answer_put_byte(&whole, ANSWER_KIND, INTAKE_PDF);
        answer_put(&whole, ANSWER_TEXT, "年", 3);
        answer_put_byte(&whole, ANSWER_OUTCOME, 0);
        assert_int_equal(pipe(pipe_of), 0);
        assert_true(answer_send(&whole, pipe_of[1]));
        n = read(pipe_of[0], bytes, sizeof(bytes));
        assert_true(n > 0);
        assert_int_equal(answer_read(mem, bytes, (size_t)n, &a), 0);
        assert_int_equal(a.kind, INTAKE_PDF);
        assert_string_equal(a.text, "年");
        for (size_t k = 0; k < (size_t)n; k++) /* cut off anywhere */
                assert_int_equal(answer_read(mem, bytes, k, &a), ANSWER_VOID);
        for (size_t k = 0; k < 3; k++) { /* an outcome, a kind, a letter that cannot be */
                bad = answer_new(mem, KiB(4));
                answer_put_byte(&bad,
                                k == 0   ? ANSWER_OUTCOME
                                : k == 1 ? ANSWER_KIND
                                         : ANSWER_TEXT,
                                200);
                assert_true(answer_send(&bad, pipe_of[1]));
                n = read(pipe_of[0], bytes, sizeof(bytes));
                assert_int_equal(answer_read(mem, bytes, (size_t)n, &a), ANSWER_VOID);
        }
        (void)close(pipe_of[0]);
        (void)close(pipe_of[1]);
}

static void
a_kind_is_what_the_bytes_are(void **state)
{
        static const struct {
                const char *bytes;
                size_t n;
                enum intake_kind kind;
        } rows[] = {
            {"%PDF-1.4\n", 9, INTAKE_PDF},
            {"GIF89a\1\0\1\0\0\0\0", 13, INTAKE_GIF},
            {"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20, INTAKE_JPEG},
            {"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0\x10\0\0\0",
             38, INTAKE_BMP},
            {"\x7f"
             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0\1\0\0\0",
             24, INTAKE_PROGRAM},
            {"Rar!\x1a\7\0\xcf\x90\x73\0\0\r\0\0\0", 16, INTAKE_ARCHIVE},
            {"<html><p>x", 10, INTAKE_HTML},
            {"<?xml version=\"1.0\"?><a/>", 25, INTAKE_XML},
            {"年", 3, INTAKE_TEXT},
            {"\0\1\2\3", 4, INTAKE_UNKNOWN},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        enum intake_kind kind;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(intake_close) int fd = -1;

                assert_int_equal(intake_memory(rows[i].bytes, rows[i].n, &fd), 0);
                assert_int_equal(intake_kind(mem, &(struct intake_file){"x", fd}, &p, &kind), 0);
                if (kind != rows[i].kind)
                        fail_msg("row %zu: %s", i, intake_kind_label(kind));
        }
        assert_true(intake_kind_fits(INTAKE_HTML, "a.txt"));
        assert_true(intake_kind_fits(INTAKE_OLE, "a.wps"));
        assert_true(intake_kind_fits(INTAKE_PDF, "报告"));
        assert_true(intake_kind_fits(INTAKE_PDF, "A.PDF"));
        assert_false(intake_kind_fits(INTAKE_PROGRAM, "a.jpg"));
        assert_string_equal(intake_kind_mime(INTAKE_PNG), "image/png");
}

/* "place/unit/first:text;…" with lines as | and tabs as >. */
static const char *
words_in(TALLOC_CTX *mem, const char *name, const void *bytes, size_t n)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems p = {.mem = mem};
        struct buf out = buf_new(mem, MiB(1));
        struct intake_words w;
        int r;

        assert_int_equal(intake_memory(bytes, n, &fd), 0);
        r = intake_words(mem, &(struct intake_file){name, fd}, &p, &w);
        if (r)
                return mem_printf(mem, "%d", r);
        for (size_t i = 0; i < w.n; i++) {
                buf_printf(&out, "%s/%d/%zu:", w.leaves[i].place, (int)w.leaves[i].unit,
                           w.leaves[i].first);
                for (size_t k = 0; k < w.leaves[i].n; k++) {
                        char c = w.leaves[i].text[k];

                        buf_char(&out, c == '\n' ? '|' : c == '\t' ? '>' : c);
                }
                buf_char(&out, ';');
        }
        return buf_text(&out);
}

#define WORD(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define SHEET_OF(name)                                                                             \
        {"xl/workbook.xml",                                                                        \
         "<workbook xmlns:r=\"r\"><sheets><sheet name=\"" name                                     \
         "\" r:id=\"r1\"/></sheets></workbook>",                                                   \
         0},                                                                                       \
        {                                                                                          \
                "xl/_rels/workbook.xml.rels",                                                      \
                    "<R><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></R>", 0         \
        }

static void
words_by_place(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct kit_part more[] = {
            {"word/header1.xml",
             "<w:hdr " KIT_W ">" WORD("机密★1年") "<w:del>" WORD("旧") "</w:del></w:hdr>", 0},
            {"word/footnotes.xml", "<w:f " KIT_W ">" WORD("注") "</w:f>", 0},
            {NULL, NULL, 0}};
        const struct kit_part sheet[] = {
            SHEET_OF("名单"),
            {"xl/sharedStrings.xml", "<sst><si><t>张三</t><rPh><t>zhang</t></rPh></si></sst>", 0},
            {"xl/worksheets/sheet1.xml",
             "<worksheet><sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\">"
             "<v>7</v></c></row><row r=\"4\"><c r=\"B4\" "
             "t=\"inlineStr\"><is><t>甲\n乙</t></is></c></row>"
             "<row r=\"9000\"><c r=\"A9000\"><v>8</v></c></row></sheetData></worksheet>",
             0},
            {NULL, NULL, 0}};
        const struct kit_part slides[] = {
            {"ppt/presentation.xml", "<p:p xmlns:p=\"p\"/>", 0},
            {"ppt/slides/slide2.xml",
             "<s><p><r><t>内部</t></r><r><t>资料</t></r></p><p><t>二</t></p></s>", 0},
            {"ppt/notesSlides/notesSlide2.xml", "<s><p><t>口径</t></p></s>", 0},
            {NULL, NULL, 0}};
        struct buf file;

        (void)state;
        file = kit_docx(mem,
                        WORD("一") "<w:tbl><w:tr><w:tc>" WORD("姓名") "</w:tc><w:tc>" WORD(
                            "电话") "</w:tc></w:tr></w:tbl>",
                        more);
        assert_string_equal(words_in(mem, "a.docx", file.data, file.len),
                            "/2/1:一|姓名>电话>|;页眉/0/1:机密★1年|;脚注/0/1:注|;");
        file = kit_zip(mem, sheet);
        assert_string_equal(words_in(mem, "a.xlsx", file.data, file.len),
                            "工作表“名单”/1/2:张三>>7||>甲 乙;工作表“名单”/1/9000:8;");
        file = kit_zip(mem, slides);
        assert_string_equal(words_in(mem, "a.pptx", file.data, file.len),
                            "第2张/0/1:内部资料|二|;第2张备注/0/1:口径|;");
        assert_string_equal(words_in(mem, "a.csv", "甲,1\n乙,2\n", 12), "/1/1:甲,1|乙,2|;");
        assert_string_equal(words_in(mem, "a.docx", "甲\n", 4),
                            "/1/1:甲|;"); /* whatever its name */
        assert_string_equal(words_in(mem, "a.txt", "", 0), "1");
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(words_by_place),
            cmocka_unit_test(own_documents_are_read_again),
            cmocka_unit_test(pages_lose_their_tags_and_keep_their_rows),
            cmocka_unit_test(plain_text_stays_as_it_is),
            cmocka_unit_test(what_cannot_be_read_is_told),
            cmocka_unit_test(bombs_do_not_unfold),
            cmocka_unit_test(a_long_scan_has_no_text),
            cmocka_unit_test(a_confined_process_can_do_nothing),
            cmocka_unit_test(a_child_gone_wrong_harms_nobody),
            cmocka_unit_test(an_answer_is_not_believed),
            cmocka_unit_test(a_kind_is_what_the_bytes_are),
        };

        be_a_bad_child(argc, argv);
        KIT_CHILD;
        return cmocka_run_group_tests(tests, NULL, NULL);
}
