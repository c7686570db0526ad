#include "base/log.h"

#include "base/buf.h"
#include "base/clock.h"

#include <unistd.h>

enum log_level log_least = LOG_INFO;

static void
value(struct buf *b, const char *s)
{
        bool bare = *s != '\0';

        for (const char *p = s; *p && bare; p++)
                bare = (uint8_t)*p > ' ' && *p != '"' && *p != '=' && *p != '\\' && *p != 0x7f;
        if (bare) {
                buf_str(b, s);
                return;
        }
        buf_char(b, '"');
        for (; *s; s++) {
                if (*s == '\n')
                        buf_str(b, "\\n");
                else if ((uint8_t)*s < ' ' || *s == 0x7f)
                        buf_char(b, ' ');
                else if (*s == '"' || *s == '\\')
                        buf_printf(b, "\\%c", *s);
                else
                        buf_char(b, *s);
        }
        buf_char(b, '"');
}

void
log_event_(enum log_level level, const char *event, const struct log_field *fields, size_t n)
{
        static const char *const names[] = {"debug", "info", "warn", "error"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = NULL;
        char when[INSTANT_RFC_SIZE];
        struct buf b;
        ssize_t written;

        if (level < log_least)
                return;
        mem = mem_root();
        b = buf_new(mem, KiB(8));
        buf_printf(&b, "t=%s level=%s event=", instant_rfc3339(clock_now(), when), names[level]);
        value(&b, event);
        for (size_t i = 0; i < n; i++) {
                buf_printf(&b, " %s=", fields[i].key);
                if (fields[i].text)
                        value(&b, fields[i].text);
                else
                        buf_int(&b, fields[i].number);
        }
        b.max++; /* the line end always fits */
        buf_char(&b, '\n');
        written = write(STDERR_FILENO, buf_text(&b), b.len); /* one call: lines never mix */
        (void)written;
}
