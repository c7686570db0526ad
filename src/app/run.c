#include "app/run.h"
#include "store/audit.h"
#include "store/store.h"

#include "base/crypto.h"

enum { TRIES = 8, FIRST_PAUSE_MS = 2, LONGEST_PAUSE_MS = 250 };

/* Between half of and one and a half times what was meant, so that two who met do not meet again.
 */
static void
pause_before(int tried)
{
        unsigned ms = FIRST_PAUSE_MS << tried;
        struct timespec t;
        uint32_t dice;

        if (ms > LONGEST_PAUSE_MS)
                ms = LONGEST_PAUSE_MS;
        crypto_random(&dice, sizeof(dice));
        ms = ms / 2 + dice % (ms + 1);
        t = (struct timespec){.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
        (void)nanosleep(&t, NULL);
}

static int
run_once(TALLOC_CTX *mem, struct app *app, bool write, use_case fn, void *arg)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        int r = write ? store_write_begin(app->store, &tx) : store_read_begin(app->store, &tx);

        if (r < 0)
                return err_trace(r);
        r = fn(mem, tx, arg);
        if (r == 0 && write)
                r = store_commit(tx);
        return r < 0 ? err_trace(r) : r;
}

static int
run(TALLOC_CTX *mem, struct app *app, bool write, use_case fn, void *arg)
{
        for (int tried = 0;; tried++) {
                TALLOC_CTX *region = mem_must(talloc_new(mem));
                int r = run_once(region, app, write, fn, arg);

                if (r >= 0)
                        return r;
                talloc_free(region);
                if (r != ERR_BUSY || tried + 1 == TRIES)
                        return err_trace(r);
                err_clear();
                pause_before(tried);
        }
}

int
app_run(TALLOC_CTX *mem, struct app *app, use_case fn, void *arg)
{
        return run(mem, app, true, fn, arg);
}

int
app_read(TALLOC_CTX *mem, struct app *app, use_case fn, void *arg)
{
        return run(mem, app, false, fn, arg);
}

int
app_snapshot_begin(struct app *app, struct tx **ret_tx, int64_t *ret_change_no)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        int r;

        r = store_read_begin(app->store, &tx);
        if (r < 0)
                return err_trace(r);
        r = store_change_no(tx, ret_change_no);
        if (r)
                return err_fold(r);
        *ret_tx = tx;
        tx = NULL;
        return 0;
}

void
app_snapshot_endp(struct tx **tx)
{
        tx_endp(tx);
        *tx = NULL;
}
