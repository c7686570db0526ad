#include "main/recover.h"

#include "app/move.h"
#include "base/clock.h"
#include "base/log.h"

#include <pthread.h>
#include <stdatomic.h>

struct recover {
        struct app *app;
        pthread_t thread;
        atomic_bool stop;
};

static bool
stopping(void *arg)
{
        struct recover *x = arg;

        return atomic_load(&x->stop);
}

static void *
run(void *arg)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct recover *x = arg;
        size_t resumed = 0, removed = 0;
        int r = move_recover(mem, x->app, clock_now(), clock_us, stopping, x, &resumed, &removed);

        if (r < 0 && !atomic_load(&x->stop))
                log_event(LOG_ERROR, "import_recover", LOG_S("error", err_text()));
        else if (resumed + removed > 0)
                log_event(LOG_INFO, "import_recover", LOG_N("resumed", resumed),
                          LOG_N("removed", removed));
        err_clear();
        return NULL;
}

int
recover_start(TALLOC_CTX *mem, struct app *app, struct recover **ret)
{
        struct recover *x = mem_new(mem, struct recover);

        x->app = app;
        atomic_init(&x->stop, false);
        if (pthread_create(&x->thread, NULL, run, x) != 0)
                return err_set(ERR_LIBRARY, "pthread_create failed");
        *ret = x;
        return 0;
}

void
recover_stop(struct recover *x)
{
        if (!x)
                return;
        atomic_store(&x->stop, true);
        (void)pthread_join(x->thread, NULL);
}
