#include "app/demo/fill.h"
#include "app/run.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "document/paper.h"
#include "main/commands.h"
#include "main/open.h"

/* Printed with the address and in DATA/demo-logins.txt: it guards nothing but invented data. */
static const char password[] = "Demo-2019-xxgk";

struct printer {
        struct press *press;
};

struct charset {
        uint8_t seen[0x110000 / 8];
        struct buf text;
};

static void
collect(struct charset *c, const char *s)
{
        uint32_t cp;

        for (size_t n; *s && (n = text_decode(s, strlen(s), &cp)) > 0; s += n) {
                if (c->seen[cp / 8] >> (cp % 8) & 1)
                        continue;
                c->seen[cp / 8] |= (uint8_t)(1U << (cp % 8));
                buf_put(&c->text, s, n);
        }
}

/* Every character that the PDF files of the demo will print. */
static const char *
charset_of(TALLOC_CTX *mem, const struct demo *d)
{
        struct charset *c = mem_new(mem, struct charset);

        c->text = buf_new(mem, MiB(1));
        collect(c, "—文件〔〕号0123456789年\xe2\x81\xa0");
        for (size_t i = 0; i < d->n_agencies; i++)
                collect(c, d->agencies[i].name);
        for (size_t i = 0; i < d->n_items; i++) {
                const struct demo_item *it = &d->items[i];

                if (!it->file.type || strcmp(it->file.type, "pdf") != 0)
                        continue;
                collect(c, it->title);
                if (it->doc_no)
                        collect(c, it->doc_no);
                for (size_t b = 0; b < it->n_blocks; b++) {
                        collect(c, it->blocks[b].text);
                        for (size_t k = 0; k < it->blocks[b].n_rows * it->blocks[b].n_cols; k++)
                                collect(c, it->blocks[b].cells[k]);
                }
        }
        return buf_text(&c->text);
}

/* The signer stands in the text; above it, who heads the paper. */
static const char *
head_of(TALLOC_CTX *mem, const struct demo_item *it)
{
        if (!it->doc_no)
                return NULL;
        for (size_t i = 0; i < it->n_blocks; i++)
                if (it->blocks[i].kind == BLOCK_SIGNER)
                        return mem_printf(mem, "%s文件", it->blocks[i].text);
        return NULL;
}

static int
print(void *arg, TALLOC_CTX *mem, const struct demo_item *it, struct buf *out)
{
        struct printer *printer = arg;
        const char *dot = strrchr(it->file.name, '.');
        struct paper p = {.day = it->written, .author = it->agency->name};

        if (it->file.form) {
                p.title = mem_strndup(mem, it->file.name, (size_t)(dot - it->file.name));
                p.body = demo_form(mem, it->agency->name);
        } else {
                p.title = it->title;
                p.doc_no = it->doc_no;
                p.head = head_of(mem, it);
                p.body = demo_body(mem, it->blocks, it->n_blocks);
        }
        if (strcmp(it->file.type, "pdf") == 0)
                return paper_pdf(printer->press, &p, out);
        return paper_docx(mem, &p, out);
}

static void
progress(void *arg, size_t done, size_t all)
{
        const struct cli *cli = arg;

        if (cli->terminal)
                (void)fprintf(stderr, "\r%zu/%zu", done, all);
}

static void
put_logins(struct buf *out, const struct demo_filled *f)
{
        buf_printf(out, "演示账号（密码均为 %s）：\n", password);
        for (size_t i = 0; i < f->n_logins; i++)
                buf_printf(out, "  %s  %s  %s  %s\n", f->logins[i].login, f->logins[i].name,
                           f->logins[i].role, f->logins[i].agency);
}

static int
keep_logins(struct cli *cli, const struct demo_filled *f)
{
        const char *path = mem_printf(cli->mem, "%s/demo-logins.txt", cli->data);
        struct buf out = buf_new(cli->mem, KiB(64));
        char *before;
        size_t n;
        int r = file_read(cli->mem, path, KiB(32), &before, &n);

        if (r < 0)
                return err_trace(r);
        if (r == 0)
                buf_put(&out, before, n);
        put_logins(&out, f);
        return file_write(path, out.data, out.len, 0600);
}

static void
put_result(struct cli *cli, struct json_out *o, struct buf *text, const struct demo *d,
           const struct demo_filled *f)
{
        buf_printf(text, "%s：%s，%zu个单位，%zu条信息，%zu个附件\n", d->name, d->government,
                   f->n_agencies, f->n_items, f->n_files);
        put_logins(text, f);
        if (!cli->json)
                return;
        json_open(o, '{');
        json_name(o, "scenario");
        json_put(o, d->name);
        json_name(o, "agencies");
        json_put_int(o, (int64_t)f->n_agencies);
        json_name(o, "items");
        json_put_int(o, (int64_t)f->n_items);
        json_name(o, "files");
        json_put_int(o, (int64_t)f->n_files);
        json_name(o, "password");
        json_put(o, password);
        json_name(o, "logins");
        json_open(o, '[');
        for (size_t i = 0; i < f->n_logins; i++)
                json_put(o, f->logins[i].login);
        json_close(o, ']');
        json_close(o, '}');
}

static int
fill(struct cli *cli, struct app *app, const char *name, struct json_out *o, struct buf *text)
{
        struct printer printer = {0};
        struct demo *d;
        struct demo_fill order = {.app = app,
                                  .now = clock_now(),
                                  .password = password,
                                  .clock_us = clock_us,
                                  .progress = progress,
                                  .progress_arg = cli,
                                  .print = print,
                                  .print_arg = &printer};
        struct demo_filled filled;
        int r = demo_make(cli->mem, name, &d);

        if (r)
                return r < 0 ? cli_broken("编写演示数据", r)
                             : cli_fail(CLI_USAGE, "没有演示场景“%s”", name);
        order.demo = d;
        r = press_new(cli->mem, charset_of(cli->mem, d), &printer.press);
        if (r < 0)
                return cli_broken("准备字体", r);
        r = demo_fill(cli->mem, &order, &filled);
        talloc_free(printer.press); /* its cut-down fonts are files */
        if (cli->terminal)
                (void)fputs("\r", stderr);
        if (r == DEMO_THERE)
                return cli_fail(CLI_USAGE, "数据目录中已有“%s”的数据，未作改动", d->government);
        if (r < 0)
                return cli_broken("写入演示数据", r);
        r = keep_logins(cli, &filled);
        if (r < 0)
                return cli_broken("写演示账号文件", r);
        put_result(cli, o, text, d, &filled);
        return CLI_DONE;
}

int
cmd_demo(struct cli *cli, int argc, char **argv)
{
        struct buf json = buf_new(cli->mem, MiB(1)), text = buf_new(cli->mem, MiB(1));
        struct json_out o = {.buf = &json};
        struct app app = {.data = cli->data};
        size_t n;
        const char *const *names = demo_names(&n);
        int r;

        for (int i = 1; i < argc; i++) {
                bool known = false;

                for (size_t j = 0; j < n; j++)
                        known |= strcmp(argv[i], names[j]) == 0;
                if (!known)
                        return cli_usage(NULL, "没有演示场景“%s”", argv[i]);
        }
        r = open_store(cli, OPEN_MAKE, &app.store);
        if (r)
                return r;
        json_open(&o, '[');
        if (argc < 2)
                r = fill(cli, &app, names[0], &o, &text);
        for (int i = 1; r == CLI_DONE && i < argc; i++)
                r = fill(cli, &app, argv[i], &o, &text);
        json_close(&o, ']');
        if (r != CLI_DONE)
                return r;
        if (!cli->json && text.len)
                text.data[--text.len] = '\0'; /* cli_print() ends the line */
        return cli_print(cli->json ? &json : &text);
}
