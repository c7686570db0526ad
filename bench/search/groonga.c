#include "bench/search/groonga.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"

static FILE *to_groonga, *from_groonga;
static pid_t groonga_pid, filling_pid;

void
groonga_start(void)
{
        char *path = mem_printf(all, "%s/groonga", dir), *db = mem_printf(all, "%s/db", path);
        int in[2], out[2];

        (void)mkdir(path, 0700);
        if (pipe(in) || pipe(out))
                must(1, "pipe");
        groonga_pid = fork();
        if (groonga_pid == 0) {
                (void)dup2(in[0], 0);
                (void)dup2(out[1], 1);
                (void)close(in[1]);
                (void)close(out[0]);
                (void)execlp("groonga", "groonga", access(db, F_OK) ? "-n" : "--cache-limit",
                             access(db, F_OK) ? db : "0", access(db, F_OK) ? NULL : db, NULL);
                _exit(127);
        }
        (void)close(in[0]);
        (void)close(out[1]);
        to_groonga = fdopen(in[1], "w");
        from_groonga = fdopen(out[0], "r");
}

void
groonga_stop(void)
{
        int status;

        (void)fclose(to_groonga);
        (void)fclose(from_groonga);
        (void)waitpid(groonga_pid, &status, 0);
}

char *
groonga_ask(const char *command)
{
        static char *line;
        static size_t cap;

        (void)fprintf(to_groonga, "%s\n", command);
        (void)fflush(to_groonga);
        if (getline(&line, &cap, from_groonga) <= 0)
                must(1, command);
        if (strncmp(line, "[[0,", 4) != 0)
                must(1, line);
        return line;
}

double
groonga_fill(struct corpus *c)
{
        double spent = 0;
        int64_t from;

        groonga_start();
        (void)groonga_ask("table_create D TABLE_NO_KEY");
        (void)groonga_ask("column_create D title COLUMN_SCALAR Text");
        (void)groonga_ask("column_create D head COLUMN_SCALAR Text");
        (void)groonga_ask("column_create D body COLUMN_SCALAR Text");
        (void)groonga_ask("column_create D day COLUMN_SCALAR Int32");
        (void)groonga_ask("column_create D agency COLUMN_SCALAR UInt16");
        (void)groonga_ask("column_create D col COLUMN_SCALAR UInt16");
        (void)groonga_ask("column_create D year COLUMN_SCALAR UInt16");
        for (size_t i = 0; i < n_docs; i += CHUNK) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                size_t n = n_docs - i < CHUNK ? n_docs - i : CHUNK;
                struct buf b = buf_new(mem, MiB(64));

                for (size_t k = 0; k < n; k++) {
                        struct corpus_doc d;

                        corpus_doc(mem, c, i + k, &d);
                        buf_printf(
                            &b, "%s{\"day\":%d,\"agency\":%d,\"col\":%d,\"year\":%d,\"title\":\"",
                            k ? "," : "[", d.day.n, (int)d.agency, (int)d.column, day_year(d.day));
                        json_escape(&b, d.title);
                        buf_str(&b, "\",\"head\":\"");
                        json_escape(&b, d.head);
                        buf_str(&b, "\",\"body\":\"");
                        json_escape(&b, d.body);
                        buf_str(&b, "\"}");
                }
                buf_char(&b, ']');
                from = clock_us();
                (void)fprintf(to_groonga, "load --table D\n");
                (void)groonga_ask(buf_text(&b));
                spent += since(from);
                (void)fprintf(stderr, "\rgroonga %zu", i + n);
        }
        from = clock_us();
        (void)groonga_ask("table_create T TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram "
                          "--normalizer NormalizerAuto");
        (void)groonga_ask("column_create T w COLUMN_INDEX|WITH_POSITION|WITH_SECTION D "
                          "title,head,body");
        (void)groonga_ask("table_create A TABLE_HASH_KEY UInt16");
        (void)groonga_ask("column_create A i COLUMN_INDEX D agency");
        spent += since(from);
        groonga_stop();
        (void)fprintf(stderr, "\n");
        return spent;
}

FILE *
groonga_begin(struct corpus *c)
{
        int out[2];

        if (pipe(out))
                must(1, "pipe");
        filling_pid = fork();
        if (filling_pid == 0) {
                double spent = groonga_fill(c);

                if (write(out[1], &spent, sizeof(spent)) != (ssize_t)sizeof(spent))
                        _exit(1);
                _exit(0);
        }
        (void)close(out[1]);
        return fdopen(out[0], "r");
}

double
groonga_await(FILE *from)
{
        double spent = 0;
        int status;

        if (fread(&spent, sizeof(spent), 1, from) != 1)
                must(1, "groonga");
        (void)fclose(from);
        (void)waitpid(filling_pid, &status, 0);
        return spent;
}
