#include "app/file.h"
#include "base/json.h"
#include "jobs/jobs.h"

job_fn job_forget_file;

/* A file left a draft: {"sm3":"…"}. */
int
job_forget_file(TALLOC_CTX *mem, struct app *app, struct instant now, const struct job_lease *job)
{
        struct problems problems = {.mem = mem};
        struct json *args;
        const char *sm3;
        int r = json_read(mem, job->args ? job->args : "", job->args ? strlen(job->args) : 0,
                          &problems, &args);

        (void)now;
        sm3 = r == 0 ? json_string(json_get(args, "sm3")) : NULL;
        if (!sm3 || strlen(sm3) != FILE_HEX - 1 || strspn(sm3, "0123456789abcdef") != FILE_HEX - 1)
                return err_set(ERR_DATA, "a job without a file");
        return err_fold(app_file_forget(mem, app, sm3));
}
